import type { ErrorDefinition } from '../error-definition.ts';
import { accessErrors } from './access.ts';
import { dashboardErrors } from './dashboards.ts';
import { expressionErrors } from './expressions.ts';
import { fieldErrors } from './fields.ts';
import { fileErrors } from './files.ts';
import { generalErrors } from './general.ts';
import { importErrors } from './imports.ts';
import { modelErrors } from './model.ts';
import { outsideErrors } from './outside.ts';
import { processErrors } from './processes.ts';
import { pluginPackageErrors } from './plugin-packages.ts';
import { pluginErrors } from './plugins.ts';
import { recordErrors } from './records.ts';
import { trialErrors } from './trials.ts';
import { workflowErrors } from './workflow.ts';

/** Every error Strata can answer with, by code. Append-only. */
export const errorCatalogue = {
  ...generalErrors,
  ...fieldErrors,
  ...recordErrors,
  ...accessErrors,
  ...modelErrors,
  ...expressionErrors,
  ...importErrors,
  ...fileErrors,
  ...workflowErrors,
  ...trialErrors,
  ...pluginPackageErrors,
  ...pluginErrors,
  ...outsideErrors,
  ...processErrors,
  ...dashboardErrors,
} satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof errorCatalogue;

import { DOCUMENT_KINDS, StrataError, didYouMean, type Document, type DocumentKind } from '@stratacrm/sdk';
import { actionKind } from './action.ts';
import { dashboardKind } from './dashboard.ts';
import { emailTemplateKind } from './email-template.ts';
import { fieldKind } from './field.ts';
import type { Kind } from './kind.ts';
import { layoutKind } from './layout.ts';
import { objectKind } from './object.ts';
import { optionSetKind } from './option-set.ts';
import { pageKind } from './page.ts';
import { pluginPartKind } from './plugin-part.ts';
import { processKind } from './process.ts';
import { roleKind } from './role.ts';
import { ruleKind } from './rule.ts';
import { screenKind } from './screen.ts';
import { viewKind } from './view.ts';
import { viewTypeKind } from './view-type.ts';
import { workflowKind } from './workflow.ts';

/** Every kind of document. */
export const KINDS = {
  object: objectKind,
  field: fieldKind,
  option_set: optionSetKind,
  layout: layoutKind,
  view: viewKind,
  rule: ruleKind,
  process: processKind,
  role: roleKind,
  workflow: workflowKind,
  email_template: emailTemplateKind,
  screen: screenKind,
  page: pageKind,
  dashboard: dashboardKind,
  action: actionKind,
  plugin_part: pluginPartKind,
  view_type: viewTypeKind,
} satisfies { [Name in DocumentKind]: Kind<Name> };

/** The definition of a kind, for any document of it. */
export function kindOf(document: Document): Kind {
  return KINDS[document.kind] as unknown as Kind;
}

export function isKind(name: string): name is DocumentKind {
  return Object.hasOwn(KINDS, name);
}

/** Throws `unknown_kind`, with a suggestion. */
export function requireKind(name: string): DocumentKind {
  if (!isKind(name))
    throw new StrataError('unknown_kind', { kind: name, suggestion: didYouMean(name, DOCUMENT_KINDS) });
  return name;
}

import { lintWorkflow, writtenTwice, type Document, type Issue, type WorkflowDocument } from '@stratacrm/sdk';
import type { Catalog } from './catalog.ts';
import { workflowKind } from './kinds/workflow.ts';
import type { ModelProblem } from './model-problem.ts';

/** What the linter has against the workflows, and where two of them, or one and a rule, write the same field at the same event. */
export function workflowProblems(documents: readonly Document[], catalog: Catalog): ModelProblem[] {
  const workflows = documents.filter((document) => document.kind === 'workflow');
  const around = {
    model: catalog.model,
    hasRole: (name: string) => catalog.roles.has(name),
    hasWorkflow: (name: string) => catalog.workflows.has(name),
    templateObject: (name: string) => catalog.emailTemplates.get(name)?.object,
  };
  const linted = workflows.flatMap((workflow) => {
    const told = new Set(workflowKind.references(workflow).map(({ path }) => path.join('.')));
    return lintWorkflow(workflow, around)
      .filter(({ code, path }) => code !== 'dangling_reference' || !told.has(path))
      .map((issue) => problem(workflow, issue));
  });
  return [...linted, ...writtenTwice(workflows, catalog.model)];
}

function problem({ name }: WorkflowDocument, { path, code, params = {} }: Issue): ModelProblem {
  return { kind: 'workflow', key: name, path, code, params };
}

import { lintWorkflow, type Document, type Issue, type WorkflowDocument } from '@stratacrm/sdk';
import type { Catalog } from './catalog.ts';
import type { ModelProblem } from './model-problem.ts';
import { writtenTwice } from './written-twice.ts';

/** What the linter has against the workflows, and where two of them, or one and a rule, write the same field at the same event. */
export function workflowProblems(documents: readonly Document[], catalog: Catalog): ModelProblem[] {
  const workflows = documents.filter((document) => document.kind === 'workflow');
  const around = {
    model: catalog.model,
    hasRole: (name: string) => catalog.roles.has(name),
    hasWorkflow: (name: string) => catalog.workflows.has(name),
    templateObject: (name: string) => catalog.emailTemplates.get(name)?.object,
  };
  const linted = workflows.flatMap((workflow) =>
    lintWorkflow(workflow, around)
      // Told already of the reference itself.
      .filter((issue) => issue.code !== 'dangling_reference' || issue.path === 'run_as' || isName(issue))
      .map((issue) => problem(workflow, issue)),
  );
  return [...linted, ...writtenTwice(workflows, catalog)];
}

/** Whether the issue is about the name of a workflow, which no reference of the model tells of. */
function isName({ path }: Issue): boolean {
  return path.endsWith('.workflow') || path.endsWith('.template') || path.endsWith('.role');
}

function problem({ name }: WorkflowDocument, { path, code, params = {} }: Issue): ModelProblem {
  return { kind: 'workflow', key: name, path, code, params };
}

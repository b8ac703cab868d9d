import { askedBy, begunFor, type ActionDocument, type Document, type ErrorParameters } from '@stratacrm/sdk';
import type { Catalog } from './catalog.ts';
import type { ModelProblem } from './model-problem.ts';

/** Buttons whose workflow or code is made for other records, or asks what the button does not. */
export function actionProblems(documents: readonly Document[], catalog: Catalog): ModelProblem[] {
  return documents.flatMap((document) =>
    document.kind === 'action' ? [...workflowProblems(document, catalog), ...codeProblems(document, catalog)] : [],
  );
}

function workflowProblems(action: ActionDocument, { workflows }: Catalog): ModelProblem[] {
  if (action.does.type !== 'workflow') return [];
  const workflow = workflows.get(action.does.workflow);
  if (workflow === undefined) return [];
  if (begunFor(workflow) !== action.object)
    return [problem(action, 'does.workflow', 'action_wrong_workflow', { workflow: workflow.label })];
  const { input } = action;
  if (input === undefined) return [];
  const unasked = askedBy(workflow).filter(
    ({ name, required }) => required === true && !input.some((question) => question.name === name),
  );
  return unasked.map(({ name, label }) =>
    problem(action, 'input', 'action_asks_too_little', { name, question: label, workflow: workflow.label }),
  );
}

function codeProblems(action: ActionDocument, { pluginParts }: Catalog): ModelProblem[] {
  if (action.does.type !== 'function') return [];
  const code = pluginParts.get(action.does.function);
  if (code?.object === undefined || code.object === action.object) return [];
  return [problem(action, 'does.function', 'action_wrong_code', { code: code.label, object: code.object })];
}

function problem(
  { name }: ActionDocument,
  path: string,
  code: 'action_wrong_workflow' | 'action_asks_too_little' | 'action_wrong_code',
  params: ErrorParameters,
): ModelProblem {
  return { kind: 'action', key: name, path, code, params };
}

import type { Document, ProcessDocument } from '@stratacrm/sdk';
import type { Catalog } from './catalog.ts';
import type { ModelProblem } from './model-problem.ts';

/** Transitions from or to what is no stage, and workflows that could not be begun by their process. */
export function processProblems(documents: readonly Document[], catalog: Catalog): ModelProblem[] {
  const processes = documents.filter((document) => document.kind === 'process');
  return processes.flatMap((process) => [...strayStages(process), ...unfitWorkflows(process, catalog)]);
}

function strayStages({ name, stages, transitions = [] }: ProcessDocument): ModelProblem[] {
  const known = new Set(['*', ...stages.map((stage) => stage.id)]);
  return transitions.flatMap((transition, index) =>
    (['from', 'to'] as const).flatMap((end): ModelProblem[] => {
      const stage = transition[end];
      const path = `transitions.${index}.${end}`;
      if (known.has(stage) && (end === 'from' || stage !== '*')) return [];
      return [{ kind: 'process', key: name, path, code: 'transition_from_nowhere', params: { stage } }];
    }),
  );
}

function unfitWorkflows({ name, object, transitions = [] }: ProcessDocument, catalog: Catalog): ModelProblem[] {
  return transitions.flatMap(({ run = [], approval }, index) => [
    ...run.flatMap((workflow, at) => unfit(['called'], workflow, `transitions.${index}.run.${at}`)),
    ...(approval === undefined ? [] : unfit(['move_requested', 'called'], approval, `transitions.${index}.approval`)),
  ]);

  function unfit(triggers: readonly string[], workflow: string, path: string): ModelProblem[] {
    const found = catalog.workflows.get(workflow);
    if (found === undefined) return [];
    const { type, settings } = found.trigger;
    if (triggers.includes(type) && settings['object'] === object) return [];
    const params = { workflow: found.label, trigger: triggers[0]!, object };
    return [{ kind: 'process', key: name, path, code: 'process_workflow_unfit', params }];
  }
}

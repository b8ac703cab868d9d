import type { ClockTerms, Document, ProcessDocument } from '@stratacrm/sdk';
import type { Catalog } from './catalog.ts';
import type { ModelProblem } from './model-problem.ts';

/** Transitions from or to what is no stage, and workflows that could not be begun by their process. */
export function processProblems(documents: readonly Document[], catalog: Catalog): ModelProblem[] {
  const processes = documents.filter((document) => document.kind === 'process');
  return processes.flatMap((process) => [
    ...strayStages(process),
    ...unfitWorkflows(process, catalog),
    ...besideOthers(process, processes),
  ]);
}

/** What two processes of one object cannot both be. */
function besideOthers(process: ProcessDocument, all: readonly ProcessDocument[]): ModelProblem[] {
  const { name, object, field } = process;
  const before = all.slice(0, all.indexOf(process)).filter((other) => other.object === object);
  const same = before.find((other) => other.field === field);
  const leading = process.leads === true ? before.find((other) => other.leads === true) : undefined;
  const problem = (path: string, code: ModelProblem['code'], params: ModelProblem['params']): ModelProblem => {
    return { kind: 'process', key: name, path, code, params };
  };
  return [
    ...(same === undefined ? [] : [problem('field', 'second_process', { object, field, other: same.name })]),
    ...(leading === undefined ? [] : [problem('leads', 'second_leading_process', { object, other: leading.name })]),
    ...clockProblems(process, before),
  ];
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

interface Mention {
  workflow: string | undefined;
  path: string;
  /** The triggers it may begin with; the first is the one for it. */
  triggers: readonly string[];
}

function mentions({ transitions = [], stage_clock, clocks = [] }: ProcessDocument): Mention[] {
  const called = ['called'];
  const ofClock = (clock: ClockTerms, path: string): Mention[] =>
    (['on_warn', 'on_breach'] as const).map((key) => {
      return { workflow: clock[key], path: `${path}.${key}`, triggers: called };
    });
  return [
    ...transitions.flatMap(({ run = [], approval }, index): Mention[] => [
      ...run.map((workflow, at) => ({ workflow, path: `transitions.${index}.run.${at}`, triggers: called })),
      { workflow: approval, path: `transitions.${index}.approval`, triggers: ['move_requested', 'called'] },
    ]),
    ...(stage_clock === undefined ? [] : ofClock(stage_clock, 'stage_clock')),
    ...clocks.flatMap((clock, index) => ofClock(clock, `clocks.${index}`)),
  ];
}

function unfitWorkflows(process: ProcessDocument, catalog: Catalog): ModelProblem[] {
  const { name, object } = process;
  return mentions(process).flatMap(({ workflow, path, triggers }): ModelProblem[] => {
    const found = workflow === undefined ? undefined : catalog.workflows.get(workflow);
    if (found === undefined) return [];
    const { type, settings } = found.trigger;
    if (triggers.includes(type) && settings['object'] === object) return [];
    const params = { workflow: found.label, trigger: triggers[0]!, object };
    return [{ kind: 'process', key: name, path, code: 'process_workflow_unfit', params }];
  });
}

function keptIn({ stage_clock, clocks = [] }: ProcessDocument): { field: string; path: string }[] {
  return [
    ...(stage_clock === undefined ? [] : [{ field: stage_clock.field, path: 'stage_clock.field' }]),
    ...clocks.map(({ field }, index) => ({ field, path: `clocks.${index}.field` })),
  ];
}

/** Two time limits in one field would overwrite each other, whichever process each is of. */
function clockProblems(process: ProcessDocument, before: readonly ProcessDocument[]): ModelProblem[] {
  const { name } = process;
  const taken = new Set(before.flatMap(keptIn).map(({ field }) => field));
  const all = keptIn(process);
  return all
    .filter(({ field }, index) => taken.has(field) || all.findIndex((other) => other.field === field) < index)
    .map(({ field, path }) => ({
      kind: 'process',
      key: name,
      path,
      code: 'duplicate_entry',
      params: { value: field },
    }));
}

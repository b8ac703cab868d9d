import type { ProcessDocument } from '../documents/process.ts';
import type { WorkflowDocument } from '../documents/workflow.ts';

/** What is odd about a process although it could be published. */
export type ProcessDoubt =
  /** No way leads to the stage, and no record begins there. */
  | { kind: 'unreachable'; stage: string }
  /** The stage is open, and no way leads out of it. */
  | { kind: 'dead_end'; stage: string }
  /** Two ways between the same stages, of which the first is always free. */
  | { kind: 'shadowed'; transition: string; by: string }
  /** The workflow that decides on the move never makes it. */
  | { kind: 'never_made'; transition: string; workflow: string }
  /** The workflow named is switched off. */
  | { kind: 'switched_off'; transition: string; workflow: string };

/** Looks a process over as it is drawn. What is wrong is told by the expressions and the publish; this is what is doubtful. */
export function lintProcess(
  process: ProcessDocument,
  workflow: (name: string) => WorkflowDocument | undefined,
): ProcessDoubt[] {
  const { transitions = [] } = process;
  if (transitions.length === 0) return [];
  return [
    ...unreachable(process),
    ...process.stages
      .filter(
        ({ id, category }) => category === 'open' && !transitions.some((way) => leads(way.from, id) && way.to !== id),
      )
      .map(({ id }): ProcessDoubt => ({ kind: 'dead_end', stage: id })),
    ...shadowed(process),
    ...transitions.flatMap(({ id, approval, run = [] }): ProcessDoubt[] => {
      const deciding = approval === undefined ? undefined : workflow(approval);
      const off = [...run, ...(approval === undefined ? [] : [approval])].filter(
        (name) => workflow(name)?.active === false,
      );
      return [
        ...(deciding !== undefined && !deciding.steps.some(({ type }) => type === 'make_move' || type === 'call')
          ? [{ kind: 'never_made' as const, transition: id, workflow: deciding.name }]
          : []),
        ...off.map((name) => ({ kind: 'switched_off' as const, transition: id, workflow: name })),
      ];
    }),
  ];
}

function leads(from: string, stage: string): boolean {
  return from === '*' || from === stage;
}

/** From where records begin: the stages named for it, else the first, since every stage would say nothing. */
function unreachable({ stages, enter = [], transitions = [] }: ProcessDocument): ProcessDoubt[] {
  const first = stages[0]?.id;
  const seen = new Set(enter.length > 0 ? enter : first === undefined ? [] : [first]);
  for (const stage of seen) for (const { from, to } of transitions) if (leads(from, stage)) seen.add(to);
  return stages.filter(({ id }) => !seen.has(id)).map(({ id }) => ({ kind: 'unreachable', stage: id }));
}

/** A way that asks for nothing leaves none for those behind it. */
function shadowed({ transitions = [] }: ProcessDocument): ProcessDoubt[] {
  return transitions.flatMap((way, index): ProcessDoubt[] => {
    const before = transitions
      .slice(0, index)
      .find((other) => other.from === way.from && other.to === way.to && isFree(other));
    return before === undefined ? [] : [{ kind: 'shadowed', transition: way.id, by: before.id }];
  });
}

function isFree({
  guard,
  allowed,
  requires = [],
  roles = [],
  reason,
}: NonNullable<ProcessDocument['transitions']>[number]) {
  return (
    guard === undefined && allowed === undefined && reason === undefined && requires.length === 0 && roles.length === 0
  );
}

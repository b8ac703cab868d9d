import type { WorkflowDocument } from '../documents/workflow.ts';
import { triggerKind } from './trigger-kinds.ts';
import type { ChangedDocument, WorkflowProblem } from './workflow-problem.ts';

/**
 * Workflows each of which begins the next, the last the first again, with no condition on any trigger that could end it.
 * The engine ends such a row as a failed run; who publishes is told before. It may be meant, where a step in between
 * decides, so it stops nothing.
 */
export function mayGoRound(
  workflows: readonly WorkflowDocument[],
  changes: readonly ChangedDocument[],
): WorkflowProblem[] {
  const active = workflows.filter((workflow) => workflow.active && workflow.archived !== true);
  const next = new Map(active.map((one) => [one, active.filter((other) => begins(one, other))]));
  const changed = new Set(changes.filter(({ kind }) => kind === 'workflow').map(({ key }) => key));
  const told = new Set<WorkflowDocument>();
  return active
    .filter(({ name }) => changed.has(name))
    .flatMap((one) => {
      const round = told.has(one) ? null : roundFrom(one, next);
      if (round === null) return [];
      for (const each of round) told.add(each);
      const names = {
        en: round.map(({ label }) => label.en).join(' → '),
        zh: round.map(({ label }) => label.zh).join(' → '),
      };
      return [{ kind: 'workflow' as const, key: one.name, path: 'trigger', code: 'may_go_round', params: { names } }];
    });
}

/** The shortest way back to where it began, both ends included. */
function roundFrom(
  start: WorkflowDocument,
  next: ReadonlyMap<WorkflowDocument, readonly WorkflowDocument[]>,
): WorkflowDocument[] | null {
  const ways: WorkflowDocument[][] = [[start]];
  const seen = new Set<WorkflowDocument>();
  for (const way of ways) {
    for (const each of next.get(way.at(-1)!) ?? []) {
      if (each === start) return [...way, start];
      if (seen.has(each)) continue;
      seen.add(each);
      ways.push([...way, each]);
    }
  }
  return null;
}

/** Whether some step of the one is enough to begin the other. */
function begins(one: WorkflowDocument, other: WorkflowDocument): boolean {
  const { type, settings } = other.trigger;
  const on = triggerKind(type)?.on;
  if (type === 'called')
    return one.steps.some((step) => step.type === 'call' && step.settings['workflow'] === other.name);
  if (on === undefined || isGiven(settings['when'])) return false;
  return writesOf(one).some(
    (write) => write.on === on && write.object === settings['object'] && watches(settings['fields'], write.fields),
  );
}

function watches(watched: unknown, written: readonly string[]): boolean {
  return !Array.isArray(watched) || watched.length === 0 || written.some((field) => watched.includes(field));
}

interface Write {
  on: 'create' | 'update' | 'delete';
  object: unknown;
  fields: readonly string[];
}

/** What its steps write, as far as it stands there which object it is. */
function writesOf({ trigger, steps }: WorkflowDocument): Write[] {
  return steps.flatMap(({ type, settings }): Write[] => {
    const { record = 'record', object, values } = settings;
    const fields = Object.keys(values ?? {});
    switch (type) {
      case 'update_record':
        return record === 'record' ? [{ on: 'update', object: trigger.settings['object'], fields }] : [];
      case 'update_records':
        return [{ on: 'update', object, fields }];
      case 'create_record':
        return [{ on: 'create', object, fields }];
      default:
        return [];
    }
  });
}

function isGiven(text: unknown): boolean {
  return typeof text === 'string' && text.trim() !== '';
}

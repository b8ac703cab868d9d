import { StrataError, itemName, type JsonValue, type WorkflowStep } from '@stratacrm/sdk';
import { matchingRecords } from '../../records/query/matching-records.ts';
import { requiredSetting } from './settings.ts';
import type { StepEngine, StepResult, StepRun } from './step-engine.ts';

const DEFAULT_MOST = 100;

export const forEach: StepEngine = async (run) =>
  run.step.settings['over'] === 'list' ? forEachEntry(run) : forEachRecord(run);

async function forEachEntry({ step, values }: StepRun): Promise<StepResult> {
  const list = (await values.evaluate(requiredSetting(step, 'list'))).value;
  const entries = Array.isArray(list) ? list : [];
  const most = mostOf(step);
  if (entries.length > most) throw new StrataError('for_each_too_many', { most });
  return branches(step, entries, { list: entries });
}

async function forEachRecord({ ctx, step, values }: StepRun): Promise<StepResult> {
  const object = requiredSetting(step, 'object');
  const most = mostOf(step);
  const filter = await values.filter(requiredSetting(step, 'filter'));
  const found = filter === null ? [] : await matchingRecords(ctx, object, filter, { limit: most + 1 });
  if (found.length > most) throw new StrataError('for_each_too_many', { most });
  const ids = found.map(({ id }) => id);
  return branches(step, ids, { object, filter, count: ids.length });
}

function mostOf({ settings }: WorkflowStep): number {
  return Number(settings['at_most'] ?? DEFAULT_MOST);
}

function branches({ id }: WorkflowStep, entries: readonly JsonValue[], output: JsonValue): StepResult {
  return {
    kind: 'branch',
    branches: entries.map((entry) => ({ outcome: 'each', results: { [itemName(id)]: entry } })),
    results: { [`${id}_count`]: entries.length },
    output,
  };
}

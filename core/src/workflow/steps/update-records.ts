import { updateByFilter } from '../../records/update-by-filter.ts';
import { byFilterResult } from './by-filter-result.ts';
import { requiredSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const updateRecords: StepEngine = async ({ ctx, step, values }) => {
  const object = requiredSetting(step, 'object');
  const filter = await values.filter(requiredSetting(step, 'filter'));
  const input = await values.record(step.settings['values']);
  if (filter === null) return byFilterResult(step.id, object, '', null);
  return byFilterResult(
    step.id,
    object,
    filter,
    await updateByFilter(ctx, object, { filter, set: input, mode: 'all' }),
  );
};

import { deleteByFilter } from '../../records/delete-by-filter.ts';
import { byFilterResult } from './by-filter-result.ts';
import { requiredSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const deleteRecords: StepEngine = async ({ ctx, step, values }) => {
  const object = requiredSetting(step, 'object');
  const filter = await values.filter(requiredSetting(step, 'filter'));
  if (filter === null) return byFilterResult(step.id, object, '', null);
  return byFilterResult(step.id, object, filter, await deleteByFilter(ctx, object, { filter, mode: 'all' }));
};

import { queryRecords } from '../../records/query-records.ts';
import { requiredSetting, textSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const findRecords: StepEngine = async ({ ctx, step, values }) => {
  const object = requiredSetting(step, 'object');
  const filter = await values.filter(requiredSetting(step, 'filter'));
  const found = filter === null ? { data: [], count: 0 } : await find(filter);
  const first = found.data[0]?.id ?? null;
  return {
    kind: 'done',
    results: { [step.id]: first, [`${step.id}_count`]: found.count ?? 0 },
    output: { object, filter, first, count: found.count ?? 0 },
  };

  function find(wanted: string) {
    const sort = textSetting(step, 'sort');
    return queryRecords(ctx, object, {
      fields: ['id'],
      filter: wanted,
      limit: 1,
      count: 'exact',
      ...(sort !== '' && { sort }),
    });
  }
};

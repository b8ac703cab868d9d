import { StrataError, itemName } from '@stratacrm/sdk';
import { matchingRecords } from '../../records/query/matching-records.ts';
import { requiredSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

const DEFAULT_MOST = 100;

export const forEach: StepEngine = async ({ ctx, step, values }) => {
  const object = requiredSetting(step, 'object');
  const most = Number(step.settings['at_most'] ?? DEFAULT_MOST);
  const filter = await values.filter(requiredSetting(step, 'filter'));
  const found = filter === null ? [] : await matchingRecords(ctx, object, filter, { limit: most + 1 });
  if (found.length > most) throw new StrataError('for_each_too_many', { most });
  return {
    kind: 'branch',
    branches: found.map(({ id }) => ({ outcome: 'each', results: { [itemName(step.id)]: id } })),
    results: { [`${step.id}_count`]: found.length },
    output: { object, filter, count: found.length },
  };
};

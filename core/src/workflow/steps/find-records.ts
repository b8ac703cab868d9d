import type { JsonValue } from '@stratacrm/sdk';
import { groupRecords } from '../../records/group-records.ts';
import { queryRecords } from '../../records/query-records.ts';
import { requiredSetting, textSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const findRecords: StepEngine = async ({ ctx, step, values }) => {
  const object = requiredSetting(step, 'object');
  const filter = await values.filter(requiredSetting(step, 'filter'));
  const found = filter === null ? { data: [], count: 0 } : await find(filter);
  const first = found.data[0]?.id ?? null;
  const summed = textSetting(step, 'sum');
  const sum = filter === null || summed === '' ? '0' : await total(filter);
  return {
    kind: 'done',
    results: {
      [step.id]: first,
      [`${step.id}_count`]: found.count ?? 0,
      ...(summed !== '' && { [`${step.id}_sum`]: sum }),
    },
    output: { object, filter, first, count: found.count ?? 0, ...(summed !== '' && { sum }) },
  };

  /** As one number; an amount in the workspace currency. */
  async function total(wanted: string): Promise<JsonValue> {
    const { data } = await groupRecords(ctx, object, { filter: wanted, aggregates: { total: `sum(${summed})` } });
    const value = data[0]?.['total'] ?? '0';
    return typeof value === 'object' && value !== null && 'amount' in value ? value['amount']! : value;
  }

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

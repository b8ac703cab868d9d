import type { JsonValue, PluginHost } from '@stratacrm/sdk';
import { touchpointKind } from '../option-sets.ts';

/** How each part of the way feels: the mean score and how many told it, for one member or for all. */
export async function journey({ member }: { member?: string }, host: PluginHost): Promise<JsonValue> {
  const rows = await host.records.aggregate('air__touchpoint', {
    ...(member !== undefined && { filter: `member == ${JSON.stringify(member)}` }),
    group_by: ['kind'],
    aggregates: { score: 'avg(score)', told: 'count()' },
  });
  return touchpointKind.options.map(({ value, label }) => {
    const row = rows.find(({ kind }) => kind === value);
    return { kind: value, label: host.text(label), score: row?.['score'] ?? null, told: Number(row?.['told'] ?? 0) };
  });
}

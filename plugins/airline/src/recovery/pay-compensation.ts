import type { PluginHost, StepInput, StepOutput } from '@stratacrm/sdk';
import { idOf } from '../ids.ts';
import { book } from '../ledger/award-points.ts';

/** The workflow step "Pay the compensation": the points of an approved recovery, once. */
export async function payCompensation({ record }: StepInput, host: PluginHost): Promise<StepOutput> {
  const recovery =
    record === null ? null : await host.records.get('air__recovery', record.id, ['member', 'points', 'status']);
  const member = idOf(recovery?.['member']);
  if (recovery === null || member === null || Number(recovery['points'] ?? 0) === 0)
    return { outcome: 'nothing', results: { points: 0 } };
  const entry = await book(host, { member, kind: 'compensation', recovery: recovery.id });
  return { results: { points: Number(entry?.['points'] ?? recovery['points']) } };
}

import {
  label,
  type HookOutput,
  type HookRecord,
  type HookVerdict,
  type JsonObject,
  type PluginHost,
} from '@stratacrm/sdk';
import { idOf, isOneOf } from '../ids.ts';
import { decidedBy, suggestedPoints } from './suggested-points.ts';

/** Says who decides about the points offered, suggests some where none are, and refuses what is beyond every limit. */
export async function weighRecoveries(records: readonly HookRecord[], host: PluginHost): Promise<HookOutput> {
  const limits = {
    agent: Number(await host.setting('agent_limit')),
    manager: Number(await host.setting('manager_limit')),
  };
  const fresh = records.filter(({ before, after }) => before === null && after?.['points'] == null);
  const tiers = await tiersOf(fresh, host);
  const delays = await delaysOf(fresh, host);
  return records.map(({ before, after }): HookVerdict => {
    const isPaid = before !== null && before['status'] !== 'open' && before['points'] !== after?.['points'];
    if (isPaid)
      return {
        errors: [
          {
            field: 'points',
            message: label('What was offered is not changed any more.', '补偿方案已批准，不能再修改积分。'),
          },
        ],
      };
    const suggested = suggestedPoints({
      cause: String(after?.['cause']),
      tier: tiers.get(idOf(after?.['member']) ?? '') ?? '',
      delayMinutes: delays.get(idOf(after?.['segment']) ?? '') ?? 0,
    });
    const points = before === null ? Number(after?.['points'] ?? suggested) : Number(after?.['points'] ?? 0);
    const level = decidedBy(points, limits);
    if (level === 'above') return { errors: [{ field: 'points', message: tooMany(limits.manager) }] };
    return { set: { level, ...(before === null && { points }) } };
  });
}

async function tiersOf(records: readonly HookRecord[], host: PluginHost): Promise<Map<string, string>> {
  const members = records.flatMap(({ after }) => idOf(after?.['member']) ?? []);
  if (members.length === 0) return new Map();
  const { data } = await host.records.query('contact', {
    filter: isOneOf('id', members),
    fields: ['air__tier'],
    limit: 200,
  });
  return new Map(data.map(({ id, air__tier: tier }) => [id, String(tier)]));
}

async function delaysOf(records: readonly HookRecord[], host: PluginHost): Promise<Map<string, number>> {
  const segments = records.flatMap(({ after }) => idOf(after?.['segment']) ?? []);
  if (segments.length === 0) return new Map();
  const fields = ['flight.delay_minutes'];
  const { data } = await host.records.query('air__segment', { filter: isOneOf('id', segments), fields, limit: 200 });
  return new Map(data.map(({ id, flight }) => [id, Number((flight as JsonObject | null)?.['delay_minutes'] ?? 0)]));
}

function tooMany(most: number) {
  return label(
    `No more than ${most} points can be offered. Ask for more with the customer relations board.`,
    `补偿积分最多 ${most}，超出部分请提交客户关系委员会。`,
  );
}

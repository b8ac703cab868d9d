import type { HookRecord, JsonObject, PluginHost } from '@stratacrm/sdk';
import { idOf, isOneOf } from '../ids.ts';

/** What entries are booked for. Points follow from these records and never from what somebody says. */
export interface Sources {
  members: ReadonlyMap<string, JsonObject>;
  segments: ReadonlyMap<string, JsonObject>;
  rewards: ReadonlyMap<string, JsonObject>;
  recoveries: ReadonlyMap<string, JsonObject>;
  takenBack: ReadonlyMap<string, JsonObject>;
  /** Per cent by tier. */
  bonuses: ReadonlyMap<string, number>;
  validMonths: number;
}

const MEMBER = ['air__number', 'air__points', 'air__last_entry', 'air__tier'];
const SEGMENT = ['member', 'status', 'cabin', 'fare', 'flight.distance'];
const REWARD = ['name', 'points', 'active', 'tiers', 'valid_days'];
const RECOVERY = ['member', 'status', 'points'];
const ENTRY = ['member', 'kind', 'points'];

/** Reads once for all entries of a save. */
export async function readSources(records: readonly HookRecord[], host: PluginHost): Promise<Sources> {
  const named = (field: string): string[] => records.flatMap(({ after }) => idOf(after?.[field]) ?? []);
  const byId = async (object: string, ids: string[], fields: string[]): Promise<Map<string, JsonObject>> => {
    if (ids.length === 0) return new Map();
    const { data } = await host.records.query(object, { filter: isOneOf('id', ids), fields, limit: 200 });
    return new Map(data.map((record) => [record.id, record]));
  };
  const segments = await byId('air__segment', named('segment'), SEGMENT);
  return {
    members: await byId('contact', named('member'), MEMBER),
    segments,
    rewards: await byId('air__reward', named('reward'), REWARD),
    recoveries: await byId('air__recovery', named('recovery'), RECOVERY),
    takenBack: await byId('air__points_entry', named('takes_back'), ENTRY),
    bonuses: segments.size === 0 ? new Map() : await readBonuses(host),
    validMonths: Number(await host.setting('points_valid_months')),
  };
}

async function readBonuses(host: PluginHost): Promise<Map<string, number>> {
  const { data } = await host.records.query('air__tier_terms', { fields: ['tier', 'bonus'], limit: 50 });
  return new Map(data.map(({ tier, bonus }) => [String(tier), Number(bonus ?? 0)]));
}

import {
  addDays,
  addMonths,
  label,
  type HookOutput,
  type HookRecord,
  type HookVerdict,
  type JsonObject,
  type Label,
  type PluginHost,
} from '@stratacrm/sdk';
import { drawnNumber, idOf } from '../ids.ts';
import { earnedPoints } from './earned-points.ts';
import { readSources, type Sources } from './sources.ts';

/** What an entry comes to, or why it must not be. */
type Worth = { set: JsonObject } | { field: string; message: Label };

/** Kinds whose points a person with the right says himself. */
const GIVEN: readonly string[] = ['bonus', 'correction', 'expiry'];

/**
 * Gives each new entry its points, its number within the member's ledger and the balance after it. The number is unique for
 * the member: of two entries that were worked out from one balance the database takes only the first.
 */
export async function bookEntries(records: readonly HookRecord[], host: PluginHost): Promise<HookOutput> {
  const sources = await readSources(records, host);
  const now = host.now();
  const today = host.today();
  const ledgers = new Map<string, { sequence: number; balance: number }>();
  return records.map(({ id, after }): HookVerdict => {
    const entry = after ?? {};
    const member = idOf(entry['member']);
    const known = member === null ? undefined : sources.members.get(member);
    if (member === null || known?.['air__number'] == null)
      return refusal('member', label('This is no frequent flyer yet.', '该联系人还不是常旅客会员。'));
    const worth = worthOf({ id, entry, member: known, sources, today });
    if ('message' in worth) return refusal(worth.field, worth.message);
    const ledger = ledgers.get(member) ?? {
      sequence: Number(known['air__last_entry'] ?? 0),
      balance: Number(known['air__points'] ?? 0),
    };
    const points = Number(worth.set['points'] ?? 0);
    if (ledger.balance + points < 0) return refusal('points', tooFew(-points, ledger.balance));
    const booked = String(entry['booked_at'] ?? now);
    ledger.sequence++;
    ledger.balance += points;
    ledgers.set(member, ledger);
    const key = entry['request_key'];
    return {
      set: {
        ...worth.set,
        booked_at: booked,
        sequence: ledger.sequence,
        balance: ledger.balance,
        expires_on: points > 0 ? addMonths(booked === now ? today : booked.slice(0, 10), sources.validMonths) : null,
        // Nobody can use up the keys of others.
        request_key: typeof key === 'string' && key !== '' ? requestKey(member, key) : null,
      },
    };
  });
}

/** How a request is kept, so that it is found again. */
export function requestKey(member: string, key: string): string {
  return `${member}:${key}`.slice(0, 100);
}

interface Question {
  id: string;
  entry: JsonObject;
  member: JsonObject;
  sources: Sources;
  today: string;
}

function worthOf(question: Question): Worth {
  const { entry, member, sources } = question;
  switch (entry['kind']) {
    case 'earn':
      return worthOfFlight(entry, member, sources);
    case 'redeem':
      return worthOfReward(question);
    case 'compensation':
      return worthOfRecovery(entry, sources);
    case 'refund':
      return worthOfRefund(entry, sources);
    default:
      return worthOfGiven(entry);
  }
}

function worthOfFlight(entry: JsonObject, member: JsonObject, { segments, bonuses }: Sources): Worth {
  const segment = segments.get(idOf(entry['segment']) ?? '');
  if (segment === undefined || idOf(segment['member']) !== idOf(entry['member']) || segment['status'] !== 'flown')
    return {
      field: 'segment',
      message: label('Points are earned for a segment this member has flown.', '只有该会员已乘坐的航段才能累积积分。'),
    };
  const flight = segment['flight'] as JsonObject | null;
  const { points, tierPoints } = earnedPoints({
    distance: Number(flight?.['distance'] ?? 0),
    cabin: String(segment['cabin']),
    fare: String(segment['fare']),
    bonus: (bonuses.get(String(member['air__tier'])) ?? 0) + Number(entry['promotion'] ?? 0),
  });
  return { set: { points, tier_points: tierPoints } };
}

function worthOfReward({ id, entry, member, sources, today }: Question): Worth {
  const reward = sources.rewards.get(idOf(entry['reward']) ?? '');
  if (reward === undefined || reward['active'] !== true)
    return { field: 'reward', message: label('This reward is not offered.', '该奖励目前不可兑换。') };
  const tiers = Array.isArray(reward['tiers']) ? reward['tiers'] : [];
  if (tiers.length > 0 && !tiers.includes(member['air__tier'] ?? ''))
    return { field: 'reward', message: label('This reward is for other tiers.', '您的会员等级不能兑换该奖励。') };
  const days = Number(reward['valid_days'] ?? 0);
  const until = days > 0 ? addDays(today, days) : null;
  return { set: { points: -Number(reward['points']), voucher: voucherNumber(id), voucher_until: until } };
}

function worthOfRecovery(entry: JsonObject, { recoveries }: Sources): Worth {
  const recovery = recoveries.get(idOf(entry['recovery']) ?? '');
  const isDue =
    recovery !== undefined &&
    idOf(recovery['member']) === idOf(entry['member']) &&
    ['approved', 'settled'].includes(String(recovery['status']));
  if (!isDue)
    return {
      field: 'recovery',
      message: label('Compensation needs a recovery that was approved.', '补偿积分须有已批准的服务补救。'),
    };
  return positive(Number(recovery['points'] ?? 0));
}

function worthOfRefund(entry: JsonObject, { takenBack }: Sources): Worth {
  const redeemed = takenBack.get(idOf(entry['takes_back']) ?? '');
  if (redeemed?.['kind'] !== 'redeem' || idOf(redeemed['member']) !== idOf(entry['member']))
    return {
      field: 'takes_back',
      message: label('Say which redemption of this member is given back.', '请指明要退回的是该会员的哪一笔兑换。'),
    };
  return { set: { points: -Number(redeemed['points']) } };
}

function worthOfGiven(entry: JsonObject): Worth {
  const points = Number(entry['points'] ?? 0);
  if (!GIVEN.includes(String(entry['kind'])))
    return { field: 'kind', message: label('There is no such kind.', '没有这种类型。') };
  if (entry['kind'] === 'bonus') return positive(points);
  const isWrong = points === 0 || (entry['kind'] === 'expiry' && points > 0);
  return isWrong
    ? { field: 'points', message: label('An entry changes the balance.', '积分变动不能为零。') }
    : { set: { points } };
}

function positive(points: number): Worth {
  return points > 0
    ? { set: { points } }
    : { field: 'points', message: label('The points must be above zero.', '积分必须大于零。') };
}

/** Letters and digits that are not taken for each other on paper. */
const SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

function voucherNumber(id: string): string {
  let rest = drawnNumber(id);
  const signs = Array.from({ length: 12 }, () => {
    const sign = SIGNS[Number(rest % 32n)];
    rest /= 32n;
    return sign;
  });
  return signs.join('');
}

export function tooFew(needed: number, balance: number): Label {
  return label(
    `There are not enough points: ${needed} are needed, ${balance} are there.`,
    `积分不足：需要 ${needed}，可用 ${balance}。`,
  );
}

function refusal(field: string, message: Label): HookVerdict {
  return { errors: [{ field, message }] };
}

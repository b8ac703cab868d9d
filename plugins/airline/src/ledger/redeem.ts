import { label, type JsonObject, type JsonValue, type PluginHost } from '@stratacrm/sdk';
import { requireMember } from '../member/own-member.ts';
import { requestKey, tooFew } from './book-entries.ts';

/** Which reward, under which key; for whom, where it is not the member who asks. */
export interface RedeemInput {
  reward: string;
  /** The same key redeems once, however often it is sent. */
  key?: string;
  member?: string;
}

/** Another of the member's devices was faster: the balance is looked at again. */
const TRIES = 10;
const SHOWN = ['number', 'points', 'balance', 'voucher', 'voucher_until', 'reward'];

/** Redeems at once. Answers with the entry, also when the same request was already booked. */
export async function redeem(input: RedeemInput, host: PluginHost): Promise<JsonValue> {
  const member = await requireMember(host, input.member, ['air__points']);
  const { reward } = input;
  const key = input.key ?? '';
  for (let attempt = 1; ; attempt++) {
    const booked = key === '' ? null : await findEntry(host, requestKey(member.id, key));
    if (booked !== null) return booked;
    try {
      const entry = { member: member.id, kind: 'redeem', reward, request_key: key === '' ? null : key };
      const { id } = await host.records.create('air__points_entry', entry);
      return (await host.records.get('air__points_entry', id, SHOWN)) as JsonValue;
    } catch (error) {
      if (!isOvertaken(error) || attempt === TRIES) throw await explained(host, error, member.id, reward);
    }
  }
}

async function findEntry(host: PluginHost, key: string): Promise<JsonValue> {
  const { data } = await host.records.query('air__points_entry', {
    filter: `request_key == ${JSON.stringify(key)}`,
    fields: SHOWN,
    limit: 1,
  });
  return (data[0] as JsonObject | undefined) ?? null;
}

function isOvertaken(error: unknown): boolean {
  return (error as { code?: string }).code === 'not_unique';
}

/** What the ledger refused, in the words of whoever has too few points; anything else as it is. */
async function explained(host: PluginHost, error: unknown, member: string, reward: string): Promise<unknown> {
  if (isOvertaken(error))
    host.refuse(
      label('Too much is going on in this account. Please try again.', '该账户正在处理其他兑换，请稍后重试。'),
    );
  if ((error as { code?: string }).code !== 'invalid_input') return error;
  const [account, wanted] = [
    await host.records.get('contact', member, ['air__points']),
    await host.records.get('air__reward', reward, ['points', 'active']),
  ];
  const [balance, needed] = [Number(account?.['air__points'] ?? 0), Number(wanted?.['points'] ?? 0)];
  if (wanted !== null && balance < needed) host.refuse(tooFew(needed, balance));
  host.refuse(label('This reward cannot be redeemed by this member.', '该会员不能兑换此奖励。'));
}

import type { JsonObject, JsonValue, PluginHost } from '@stratacrm/sdk';
import { chunksOf, idOf } from '../ids.ts';
import { dayOf, timesUntil } from './rhythm.ts';

/** As many gifts of one donor are made up for at most, should the work have stood still. */
const MOST = 24;
const TOGETHER = 100;
/** Where so many are refused something is wrong with all of them. */
const MOST_REFUSED = 200;

/**
 * Makes the gifts that have become due, once each, whatever happens on the way. One that is refused stays due: the others go
 * on, and then the run fails with the reason, to be tried again.
 */
export async function makeRecurring(_: JsonValue, host: PluginHost): Promise<JsonValue> {
  const today = host.today();
  const status = String(await host.setting('recurring_status'));
  const refused = new Map<string, string>();
  let made = 0;
  for (;;) {
    const others = refused.size === 0 ? '' : ` && !(id in ${JSON.stringify([...refused.keys()])})`;
    const { data } = await host.records.query('give__recurring', {
      filter: `status == "active" && next_on <= ${JSON.stringify(today)}${others}`,
      fields: ['donor', 'amount', 'rhythm', 'method', 'purpose', 'campaign', 'starts_on', 'next_on', 'ends_on'],
      sort: 'next_on,id',
      limit: TOGETHER,
    });
    if (data.length === 0) break;
    for (const some of chunksOf(
      data.flatMap((each) => giftsOf(each, today, status)),
      200,
    )) {
      const { created, errors } = await host.records.bulk('give__gift', { create: some, mode: 'partial' });
      made += created.length;
      for (const { index, code, message } of errors)
        if (code !== 'not_unique') refused.set(String(some[index]!['recurring']), message);
    }
    const update = data.filter(({ id }) => !refused.has(id)).map((each) => following(each, today));
    const { errors } = await host.records.bulk('give__recurring', { update, mode: 'partial' });
    if (errors.length > 0) throw new Error(errors[0]!.message);
    if (refused.size >= MOST_REFUSED) break;
  }
  const [first] = refused;
  if (first === undefined) return { made };
  throw new Error(`Gifts of ${refused.size} recurring gifts could not be made and stay due. ${first[0]}: ${first[1]}`);
}

/** Its key keeps a gift from being made twice, also when the work was cut off before the next day was noted. */
function giftsOf(recurring: JsonObject & { id: string }, today: string, status: string): JsonObject[] {
  const last = earlier(today, recurring['ends_on']);
  const first = String(recurring['starts_on']);
  const rhythm = String(recurring['rhythm']);
  const from = timesUntil(first, rhythm, dayBefore(String(recurring['next_on'])));
  const to = timesUntil(first, rhythm, last);
  return Array.from({ length: Math.max(0, Math.min(to - from, MOST)) }, (_, at): JsonObject => {
    const day = dayOf(first, rhythm, from + at);
    return {
      donor: idOf(recurring['donor']),
      amount: recurring['amount'] ?? null,
      method: recurring['method'] ?? null,
      purpose: recurring['purpose'] ?? null,
      campaign: idOf(recurring['campaign']),
      recurring: recurring.id,
      received_on: day,
      status,
      request_key: `${recurring.id} ${day}`,
    };
  });
}

function following(recurring: JsonObject & { id: string }, today: string): JsonObject {
  const first = String(recurring['starts_on']);
  const rhythm = String(recurring['rhythm']);
  const next = dayOf(first, rhythm, timesUntil(first, rhythm, today));
  const ends = recurring['ends_on'];
  const isOver = typeof ends === 'string' && next > ends;
  return { id: recurring.id, next_on: isOver ? null : next, ...(isOver && { status: 'ended' }) };
}

function earlier(day: string, other: JsonValue | undefined): string {
  return typeof other === 'string' && other < day ? other : day;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}

import type { JsonObject, JsonValue, PluginHost } from '@stratacrm/sdk';
import { chunksOf, idOf } from '../ids.ts';
import { dayOf, timesUntil } from './rhythm.ts';

/** As many gifts of one donor are made up for at most, should the work have stood still. */
const MOST = 24;
const TOGETHER = 100;

/** Makes the gifts that have become due, once each, whatever happens on the way. */
export async function makeRecurring(_: JsonValue, host: PluginHost): Promise<JsonValue> {
  const today = host.today();
  const status = String(await host.setting('recurring_status'));
  let made = 0;
  for (;;) {
    const { data } = await host.records.query('give__recurring', {
      filter: `status == "active" && next_on <= ${JSON.stringify(today)}`,
      fields: ['donor', 'amount', 'rhythm', 'method', 'purpose', 'campaign', 'starts_on', 'next_on', 'ends_on'],
      sort: 'next_on,id',
      limit: TOGETHER,
    });
    if (data.length === 0) return { made };
    for (const some of chunksOf(
      data.flatMap((each) => giftsOf(each, today, status)),
      200,
    )) {
      const { created, errors } = await host.records.bulk('give__gift', { create: some, mode: 'partial' });
      made += created.length;
      const [other] = errors.filter(({ code }) => code !== 'not_unique');
      if (other !== undefined) host.log.error('A recurring gift could not be made', { message: other.message });
    }
    const update = data.map((each) => following(each, today));
    const { errors } = await host.records.bulk('give__recurring', { update, mode: 'partial' });
    if (errors.length > 0) throw new Error(errors[0]!.message);
  }
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

import { addDays, type JsonObject, type JsonValue, type PluginHost } from '@stratacrm/sdk';
import { idOf, isOneOf } from '../ids.ts';
import { duePoints } from './due-points.ts';

const TOGETHER = 200;
const PAGES = 40;

/** So far ahead members are told what will expire. */
const AHEAD_DAYS = 60;

type Member = JsonObject & { id: string };

/** Takes points whose day is over, and notes which are next; a long list of members goes on in a job of its own. */
export async function expirePoints(payload: JsonValue, host: PluginHost): Promise<JsonValue> {
  let after = typeof payload === 'string' ? payload : '';
  let expired = 0;
  for (let page = 0; page < PAGES; page++) {
    const { data } = await host.records.query('contact', {
      filter: `air__number != null${after === '' ? '' : ` && id > ${JSON.stringify(after)}`}`,
      fields: ['air__points', 'air__points_used', 'air__expiring', 'air__expires_on'],
      sort: 'id',
      limit: TOGETHER,
    });
    expired += await expireFor(data as Member[], host);
    if (data.length < TOGETHER) return { expired };
    after = data.at(-1)!.id;
  }
  await host.jobs.start('expire_points', after);
  return { expired };
}

async function expireFor(members: readonly Member[], host: PluginHost): Promise<number> {
  if (members.length === 0) return 0;
  const today = host.today();
  const ours = isOneOf(
    'member',
    members.map(({ id }) => id),
  );
  const over = await sumsOver(ours, today, host);
  const coming = await comingByMember(ours, today, host);
  const create: JsonObject[] = [];
  const update: JsonObject[] = [];
  for (const { id, ...member } of members) {
    const used = -Number(member['air__points_used'] ?? 0);
    const due = duePoints({ over: over.get(id) ?? 0, used, coming: coming.get(id) ?? [] });
    if (due.expire > 0)
      create.push({ member: id, kind: 'expiry', points: -due.expire, request_key: `expiry ${today}` });
    const isKnown = Number(member['air__expiring'] ?? 0) === due.soon && (member['air__expires_on'] ?? null) === due.on;
    if (!isKnown) update.push({ id, air__expiring: due.soon, air__expires_on: due.on });
  }
  // One that was overtaken by a redemption in this moment is looked at again tomorrow.
  if (create.length > 0) await host.records.bulk('air__points_entry', { create, mode: 'partial' });
  if (update.length > 0) await host.records.bulk('contact', { update, mode: 'partial' });
  return create.length;
}

async function sumsOver(ours: string, today: string, host: PluginHost): Promise<Map<string, number>> {
  const rows = await host.records.aggregate('air__points_entry', {
    filter: `${ours} && points > 0 && expires_on < ${JSON.stringify(today)}`,
    group_by: ['member'],
    aggregates: { points: 'sum(points)' },
    limit: TOGETHER,
  });
  return new Map(rows.map((row) => [idOf(row['member']) ?? '', Number(row['points'])]));
}

async function comingByMember(ours: string, today: string, host: PluginHost) {
  const until = addDays(today, AHEAD_DAYS);
  const { data } = await allComing(
    host,
    `${ours} && points > 0 && expires_on >= "${today}" && expires_on <= "${until}"`,
  );
  const coming = new Map<string, { on: string; points: number }[]>();
  for (const { member, expires_on: on, points } of data) {
    const id = idOf(member) ?? '';
    const list = coming.get(id) ?? [];
    list.push({ on: String(on), points: Number(points) });
    coming.set(id, list);
  }
  return coming;
}

async function allComing(host: PluginHost, filter: string): Promise<{ data: JsonObject[] }> {
  const data: JsonObject[] = [];
  let cursor: string | null = null;
  do {
    const page: { data: JsonObject[]; page: { next: string | null } } = await host.records.query('air__points_entry', {
      filter,
      fields: ['member', 'expires_on', 'points'],
      sort: 'expires_on,id',
      limit: TOGETHER,
      ...(cursor !== null && { cursor }),
    });
    data.push(...page.data);
    cursor = page.page.next;
  } while (cursor !== null);
  return { data };
}

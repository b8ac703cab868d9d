import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { enqueueJob, isJobWaiting } from '../../src/kernel/jobs.ts';
import { PURGE_BIN } from '../../src/records/purge/purge-expired.ts';
import type { Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Deleted for good: the record, what went with it, its files and every trace but the fact. */

const label = (text: string) => ({ en: text, zh: text });
const MARK = 'Rosamunde';

let api: TestApi;

const put = (kind: string, key: string, body: Loose) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
const make = async (object: string, body: Loose): Promise<string> =>
  (await api.admin.ok('POST', `/api/records/${object}`, { body })).data.id;
const remove = (object: string, id: string) => api.admin.ok('DELETE', `/api/records/${object}/${id}`);
const purge = (ids: string[], body: Loose = {}, object = 'house') =>
  api.admin.post<Loose>(`/api/records/${object}/purge`, { body: { ids, ...body } });
const count = async (text: string, values: unknown[]): Promise<number> =>
  Number((await api.database.query<{ n: string }>(`select count(*) as n from ${text}`, values)).rows[0]!.n);

beforeAll(async () => {
  api = await testApi();
  const object = (name: string) =>
    put('object', name, { name, label: label(name), label_plural: label(`${name}s`), name_field: 'name' });
  const field = (of: string, name: string, body: Loose) =>
    put('field', `${of}.${name}`, { object: of, name, label: label(name), ...body });
  for (const name of ['house', 'room', 'guest']) {
    await object(name);
    await field(name, 'name', { type: 'text' });
  }
  await field('room', 'house', { type: 'reference', to: 'house', required: true, on_delete: 'cascade' });
  await field('house', 'rooms', { type: 'children', children: 'room', via: 'house' });
  await field('house', 'size', { type: 'rollup', children: 'room', via: 'house', function: 'count' });
  await field('house', 'plan', { type: 'file' });
  await field('guest', 'home', { type: 'reference', to: 'house', on_delete: 'restrict' });
  await field('guest', 'houses', { type: 'multi_reference', to: 'house', on_delete: 'clear' });
  await field('guest', 'about', { type: 'polymorphic_reference', to: ['house', 'room'], on_delete: 'clear' });
  await put('role', 'keeper', {
    name: 'keeper',
    label: label('keeper'),
    grants: { house: { create: true, read: true, update: true, delete: 'record.owner == user.id' } },
    rights: ['purge'],
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Houses' } });
  api.admin.forget();
});

/** A house with two rooms and a file, deleted; and a guest deleted before it who pointed to it in every way. */
async function deletedHouse(): Promise<{ house: string; rooms: string[]; guest: string; file: string }> {
  const { data: plan } = await api.admin.ok('POST', '/api/files', {
    query: { name: 'plan.txt' },
    body: Buffer.from(MARK),
  });
  const house = await make('house', { name: MARK, plan });
  const rooms = [await make('room', { name: `${MARK} 1`, house }), await make('room', { name: `${MARK} 2`, house })];
  const guest = await make('guest', {
    name: 'Guest',
    home: house,
    houses: [house],
    about: { object: 'house', id: house },
  });
  await remove('guest', guest);
  await remove('house', house);
  return { house, rooms, guest, file: plan.id as string };
}

/** Everywhere that anything of it could be found. */
async function traces(ids: string[]): Promise<number> {
  const { rows } = await api.database.query<{ all: string }>(
    `select concat((select string_agg(h::text, '') from crm.house h where id = any($1)), (select string_agg(r::text, '') from crm.room r where id = any($1)),
       (select string_agg(c.changes::text, '') from core.change_log c where record_id = any($1)),
       (select string_agg(s::text, '') from core.search_entry s where record_id = any($1)),
       (select string_agg(s::text, '') from core.search_fresh s where record_id = any($1)),
       (select string_agg(f.name, '') from core.file f where record_id = any($1)),
       (select string_agg(d::text, '') from core.deletion d where record_id = any($1) or root_id = any($1))) as all`,
    [ids],
  );
  return rows[0]!.all.length - rows[0]!.all.replaceAll(/Rosamunde|plan\.txt|[0-9a-f]{8}-[0-9a-f]{4}-/g, '').length;
}

async function emptyBin(): Promise<void> {
  await enqueueJob(api.database, PURGE_BIN, null, { queue: PURGE_BIN });
  while (await isJobWaiting(api.database, PURGE_BIN)) await sleep(20);
}

describe('a record of the recycle bin', () => {
  it('goes for good with what was deleted because of it, after being counted', async () => {
    const { house, rooms, guest, file } = await deletedHouse();
    const counts = { records: 1, along: [{ object: 'room', count: 2 }] };
    expect((await purge([house], { dry_run: true })).body.data).toEqual(counts);
    expect(await traces([house, ...rooms])).toBeGreaterThan(0);
    expect((await purge([house])).body.data).toEqual(counts);
    expect(await traces([house, ...rooms])).toBe(0);
    for (let tried = 0; tried < 200 && (await count('core.file where id = $1', [file])) > 0; tried++) await sleep(50);
    expect(await count('core.file where id = $1', [file])).toBe(0);
    const { rows } = await api.database.query<{ action: string; actor: string | null }>(
      'select action, actor from core.change_log where record_id = $1 order by version, at',
      [house],
    );
    expect(rows.map((row) => row.action)).toEqual(expect.arrayContaining(['create', 'delete']));
    expect(rows.every((row) => row.actor !== null)).toBe(true);
    expect((await api.admin.post(`/api/records/house/${house}/restore`)).status).toBe(404);
    expect((await purge([house])).status).toBe(404);
    // What pointed to it from the bin comes back without it.
    await api.admin.ok('POST', `/api/records/guest/${guest}/restore`);
    const { data } = await api.admin.ok('GET', `/api/records/guest/${guest}`);
    expect(data).toMatchObject({ home: null, houses: [], about: null });
  });

  it('is in the audit log by counts alone', async () => {
    const { data } = await api.admin.ok('GET', '/api/audit', { query: { action: 'records_purged' } });
    expect(data[0].detail).toEqual({
      by: 'person',
      files: 1,
      records: [
        { object: 'house', count: 1 },
        { object: 'room', count: 2 },
      ],
    });
    expect(JSON.stringify(data)).not.toContain(MARK);
  });

  it('is not deleted for good while it lives, by its part alone, by whoever may not delete it, or without the right', async () => {
    const alive = await make('house', { name: 'alive' });
    expect((await purge([alive])).status).toBe(404);
    const { house, rooms } = await deletedHouse();
    expect((await purge(rooms, {}, 'room')).status).toBe(404);
    const keeper = await api.person('Keeper', ['keeper']);
    const ask = () => keeper.post<Loose>('/api/records/house/purge', { body: { ids: [house] } });
    expect((await ask()).status).toBe(404);
    const reader = await api.person('Reader', ['read_only']);
    expect((await reader.post<Loose>('/api/records/account/purge', { body: { ids: [house] } })).body.code).toBe(
      'forbidden_right',
    );
    expect(await count('crm.house where id = $1', [house])).toBe(1);
    await api.database.query('update crm.house set owner = $2 where id = $1', [house, keeper.id]);
    expect((await ask()).status).toBe(200);
  });

  it('goes by itself once it is older than the workspace keeps it', async () => {
    const old = await deletedHouse();
    const young = await deletedHouse();
    await api.database.query(`update core.deletion set at = now() - interval '31 days' where root_id = $1`, [
      old.house,
    ]);
    const both = () => count('crm.house where id = any($1)', [[old.house, young.house]]);
    await emptyBin();
    expect(await both()).toBe(2);
    const set = await api.admin.call('PATCH', '/api/studio/workspace', { body: { bin_days: 0 }, undescribed: true });
    expect(set.status).toBe(422);
    await api.admin.ok('PATCH', '/api/studio/workspace', { body: { bin_days: 30 } });
    await emptyBin();
    expect(await both()).toBe(1);
    expect(await traces([old.house, ...old.rooms])).toBe(0);
    const { data } = await api.admin.ok('GET', '/api/audit', { query: { action: 'records_purged' } });
    expect(data[0]).toMatchObject({ actor: { id: null }, detail: { by: 'age' } });
    await api.admin.ok('PATCH', '/api/studio/workspace', { body: { bin_days: null } });
  });
});

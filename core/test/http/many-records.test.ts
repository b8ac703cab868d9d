import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Upsert by a unique key, and the same change for all that a filter finds. */

let api: TestApi;
let rep: ApiClient & { id: string };
const label = (text: string) => ({ en: text, zh: text });
const OWN = 'record.owner == user.id';

beforeAll(async () => {
  api = await testApi();
  const put = (kind: string, key: string, body: Loose) =>
    api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
  await put('object', 'part', { name: 'part', label: label('Part'), label_plural: label('Parts'), name_field: 'name' });
  const fields: Record<string, Loose> = {
    name: { type: 'text', required: true },
    number: { type: 'text', unique: true },
    price: { type: 'integer', min: 0 },
    grade: { type: 'text' },
  };
  for (const [name, body] of Object.entries(fields))
    await put('field', `part.${name}`, { object: 'part', name, label: label(name), ...body });
  await put('role', 'rep', {
    name: 'rep',
    label: label('Rep'),
    grants: { part: { create: true, read: OWN, update: OWN, delete: OWN, fields: { '*': 'edit', grade: 'none' } } },
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Parts' } });
  api.admin.forget();
  rep = await api.person('Rep', ['rep']);
});

const bulk = (who: ApiClient, body: Loose, headers = {}) =>
  who.call('POST', '/api/records/part/bulk', { body, headers, undescribed: true });

async function parts(filter: string, fields = 'number,name,price'): Promise<Loose[]> {
  const { data } = await api.admin.ok('GET', '/api/records/part', { query: { filter, fields, sort: 'number' } });
  return (data as Loose[]).map(({ id: _, ...rest }) => rest);
}

describe('upsert', () => {
  it('changes who has the key, creates who is missing, and does it once', async () => {
    await api.admin.ok('POST', '/api/records/part', { body: { name: 'Bolt', number: 'U-1', price: 1 } });
    const rows = [
      { number: 'U-1', price: 5 },
      { number: 'U-2', name: 'Nut', price: 2 },
    ];
    const first = await bulk(api.admin, { upsert: { key: 'number', rows } }, { 'idempotency-key': 'upsert-once' });
    expect(first.body).toMatchObject({ created: [expect.any(String)], updated: [expect.any(String)], errors: [] });
    expect(await parts('number.startsWith("U-")')).toEqual([
      { number: 'U-1', name: 'Bolt', price: 5 },
      { number: 'U-2', name: 'Nut', price: 2 },
    ]);
    const again = await bulk(api.admin, { upsert: { key: 'number', rows } }, { 'idempotency-key': 'upsert-once' });
    expect(again.body).toEqual(first.body);
    const third = await bulk(api.admin, { upsert: { key: 'number', rows } });
    expect([third.body.created.length, third.body.updated.length]).toEqual([0, 2]);
  });

  it('names the row and the place of what is wrong', async () => {
    const rows = [
      { number: 'V-1', name: 'Good' },
      { number: 'V-1', name: 'Twice' },
      { name: 'No key' },
      { number: 'V-2', name: 'Bad', price: -1 },
      'nonsense',
    ];
    const all = await bulk(api.admin, { upsert: { key: 'number', rows } }, {});
    expect(all.status).toBe(422);
    const sound = await bulk(api.admin, { upsert: { key: 'number', rows: rows.slice(0, 4) } });
    expect(sound.body).toMatchObject({ created: [], updated: [] });
    const partial = await bulk(api.admin, { upsert: { key: 'number', rows: rows.slice(0, 4) }, mode: 'partial' });
    expect(partial.body.created).toHaveLength(1);
    for (const { body } of [sound, partial])
      expect(body.errors.map((e: Loose) => `${e.list} ${e.index} ${e.path} ${e.code}`)).toEqual([
        'upsert 1 number duplicate_in_batch',
        'upsert 2 number required',
        expect.stringMatching(/^upsert 3 price /),
      ]);
  });

  it('takes only a unique field that the writer may read as key', async () => {
    const key = async (who: ApiClient, name: string) => {
      const answer = await bulk(who, { upsert: { key: name, rows: [{ number: 'W-1', name: 'W' }] } });
      return [answer.status, ...answer.body.errors.map((error: Loose) => `${error.path} ${error.code}`)];
    };
    expect(await key(api.admin, 'name')).toEqual([422, 'upsert.key not_a_key']);
    expect(await key(api.admin, 'nothing')).toEqual([422, 'upsert.key unknown_field']);
    expect(await key(rep, 'grade')).toEqual([422, 'upsert.key unknown_field']);
    expect(await key(rep, 'constructor')).toEqual([422, 'upsert.key unknown_field']);
  });

  it('says of a record one may not see only that its key is taken', async () => {
    await api.admin.ok('POST', '/api/records/part', { body: { name: 'Hidden', number: 'X-1', price: 9 } });
    const rows = [{ number: 'X-1', name: 'Mine', price: 1 }];
    const answer = await bulk(rep, { upsert: { key: 'number', rows } });
    const created = await rep.call('POST', '/api/records/part', { body: rows[0], undescribed: true });
    expect(answer.body.errors).toEqual([
      { list: 'upsert', index: 0, path: 'number', code: 'not_unique', message: created.body.errors[0].message },
    ]);
    expect(await parts('number == "X-1"')).toEqual([{ number: 'X-1', name: 'Hidden', price: 9 }]);
  });

  it('makes one record of ten simultaneous upserts of one key', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        bulk(api.admin, { upsert: { key: 'number', rows: [{ number: 'Y-1', name: 'Racer', price: n }] } }),
      ),
    );
    expect(answers.flatMap(({ body }) => body.errors)).toEqual([]);
    expect(answers.flatMap(({ body }) => body.created)).toHaveLength(1);
    expect(await parts('number == "Y-1"', 'name')).toEqual([{ name: 'Racer' }]);
  });
});

describe('by filter', () => {
  const update = (who: ApiClient, body: Loose) => who.call('POST', '/api/records/part/update-by-filter', { body });
  const remove = (who: ApiClient, body: Loose) => who.call('POST', '/api/records/part/delete-by-filter', { body });
  const make = (prefix: string, count: number) =>
    bulk(api.admin, {
      create: Array.from({ length: count }, (_, n) => ({ name: prefix, number: `${prefix}-${n}`, price: n })),
    });

  it('changes all that match, more than a portion of them, and says how many', async () => {
    await make('many', 1500);
    const filter = 'name == "many" && price >= 100';
    const dry = await update(api.admin, { filter, set: { price: 7 }, dry_run: true });
    expect(dry.body).toEqual({ matched: 1400, done: 1400, failed: 0, errors: [] });
    expect(await parts('name == "many" && price == 7', 'price')).toHaveLength(1);
    const wrong = await update(api.admin, { filter, set: { price: 7 }, expected_count: 3 });
    expect([wrong.status, wrong.body.code]).toEqual([409, 'count_changed']);
    // The change takes the records out of the filter: each is met once all the same.
    const right = await update(api.admin, { filter, set: { price: 7 }, expected_count: 1400, mode: 'partial' });
    expect(right.body).toEqual({ matched: 1400, done: 1400, failed: 0, errors: [], batch: right.body.batch });
    const gone = await remove(api.admin, { filter: 'name == "many"', expected_count: 1500 });
    expect(gone.body).toEqual({ matched: 1500, done: 1500, failed: 0, errors: [], batch: gone.body.batch });
    expect(await parts('name == "many"')).toEqual([]);
  });

  it('one record that may not be changed so: nothing, or all the others', async () => {
    await make('unique', 3);
    const set = { number: 'only one can have it' };
    const all = await update(api.admin, { filter: 'name == "unique"', set });
    expect(all.body).toMatchObject({ matched: 3, done: 0, failed: 2 });
    const partial = await update(api.admin, { filter: 'name == "unique"', set, mode: 'partial' });
    expect(partial.body).toMatchObject({ matched: 3, done: 1, failed: 2, errors: [{ code: 'not_unique' }, {}] });
    expect(await parts('number == "only one can have it"', 'name')).toEqual([{ name: 'unique' }]);
  });

  it('a field that is not there, or not to be seen, is refused at once, whether records match or not', async () => {
    for (const filter of ['true', 'name == "nobody is called so"']) {
      const wrong = await update(api.admin, { filter, set: { prise: 1 } });
      expect([wrong.status, wrong.body.code, wrong.body.errors[0].path]).toEqual([422, 'unknown_field', 'set.prise']);
      expect((await update(rep, { filter, set: { grade: 'b' } })).body.code).toBe('unknown_field');
    }
  });

  it('transfers ownership, and touches nothing that one may not see', async () => {
    await make('transfer', 4);
    expect((await update(rep, { filter: 'name == "transfer"', set: { price: 0 } })).body.matched).toBe(0);
    const moved = await update(api.admin, { filter: 'name == "transfer" && price < 2', set: { owner: rep.id } });
    expect(moved.body.done).toBe(2);
    expect((await update(rep, { filter: 'true', set: { price: 50 }, expected_count: 2 })).body.done).toBe(2);
    expect(await parts('name == "transfer"', 'price')).toEqual([
      { price: 50 },
      { price: 50 },
      { price: 2 },
      { price: 3 },
    ]);
    const hidden = await update(rep, { filter: 'grade == "a"', set: { price: 1 } });
    expect([hidden.status, hidden.body.errors[0].code]).toEqual([422, 'expression_unknown_name']);
    expect((await remove(rep, { filter: 'true' })).body.done).toBe(2);
  });

  it('is taken back as a whole, but for what others have changed since', async () => {
    await make('back', 1200);
    const undo = (who: ApiClient, batch: unknown) =>
      who.call('POST', '/api/records/part/undo-by-filter', { body: { batch } });
    const priced = await update(api.admin, { filter: 'name == "back"', set: { price: 9, owner: rep.id } });
    await update(api.admin, { filter: 'name == "back" && number == "back-5"', set: { price: 10 } });
    const dry = await update(api.admin, { filter: 'name == "back"', set: { price: 1 }, dry_run: true });
    expect(dry.body.batch).toBeUndefined();
    // Nobody takes back what another did.
    expect((await undo(rep, priced.body.batch)).body.code).toBe('nothing_to_undo');
    const back = await undo(api.admin, priced.body.batch);
    expect(back.body).toMatchObject({ matched: 1200, done: 1199, failed: 1, errors: [{ code: 'version_conflict' }] });
    expect((await parts('name == "back" && number == "back-7"', 'price'))[0]).toEqual({ price: 7 });
    expect((await parts('name == "back" && number == "back-5"', 'price'))[0]).toEqual({ price: 10 });
    expect(await parts(`name == "back" && owner == "${rep.id}"`)).toHaveLength(1);
    const again = await undo(api.admin, priced.body.batch);
    expect(again.body).toMatchObject({ done: 0, failed: 1200 });
    const removed = await remove(api.admin, { filter: 'name == "back"' });
    expect((await undo(api.admin, removed.body.batch)).body).toMatchObject({ done: 1200, failed: 0 });
    expect((await parts('name == "back"')).length).toBeGreaterThan(0);
    // And the undo is itself a batch.
    expect((await undo(api.admin, back.body.batch)).body.done).toBe(0);
  });

  it('many at once at the same records: every one of them is changed by each', async () => {
    await make('race', 30);
    const answers = await Promise.all(
      [1001, 1002, 1003, 1004].map((price) => update(api.admin, { filter: 'name == "race"', set: { price } })),
    );
    for (const { body } of answers) expect(body).toMatchObject({ matched: 30, done: 30, failed: 0 });
  });
});

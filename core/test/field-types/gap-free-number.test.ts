import { beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Numbers of which none is ever missing, however many writers there are and whatever becomes of what they write. */

let api: TestApi;
const label = (text: string) => ({ en: text, zh: text });

const put = (kind: string, key: string, body: Loose) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, {
    body: { kind, label: label(key), ...body },
    undescribed: true,
  });
const field = (name: string, body: Loose) => put('field', `invoice.${name}`, { object: 'invoice', name, ...body });
const publish = async (message: string) => {
  const { release } = await api.admin.ok('POST', '/api/studio/publish', { body: { message } });
  api.admin.forget();
  return release;
};
const create = (body: Loose) => api.admin.call('POST', '/api/records/invoice', { body, undescribed: true });
const bulk = (rows: Loose[], mode: string) =>
  api.admin.call('POST', '/api/records/invoice/bulk', { body: { create: rows, mode }, undescribed: true });

/** All numbers there are, the deleted records' too, in their order. */
async function numbers(column = 'serial'): Promise<number[]> {
  const { rows } = await api.database.query<{ serial: string }>(`select ${column} as serial from crm.invoice`);
  return rows.map(({ serial }) => Number(serial?.slice(2))).sort((a, b) => a - b);
}
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

beforeAll(async () => {
  api = await testApi();
  await put('object', 'invoice', { name: 'invoice', label_plural: label('Invoices'), name_field: 'name' });
  await field('name', { type: 'text' });
  await field('code', { type: 'text', unique: true });
  await publish('Invoices');
  for (let n = 0; n < 5; n++) await create({ name: `old ${n}` });
  await field('serial', { type: 'auto_number', format: 'I-{0000}', gap_free: true, unique: true });
  await publish('Numbered');
});

describe('a gap-free number', () => {
  it('is given to the records there are', async () => {
    expect(await numbers()).toEqual(upTo(5));
  });

  it('is drawn by many at once, of whom some are refused', async () => {
    await create({ name: 'taken', code: 'A' });
    const answers = await Promise.all([
      ...Array.from({ length: 24 }, (_, n) => create({ name: `one ${n}`, code: n % 3 === 0 ? 'A' : `c${n}` })),
      ...Array.from({ length: 6 }, (_, n) =>
        bulk(
          Array.from({ length: 7 }, (_each, row) => ({
            name: 'many',
            code: row === 3 && n % 2 === 0 ? 'A' : `b${n}.${row}`,
          })),
          n < 3 ? 'all' : 'partial',
        ),
      ),
      // Both want one code: one of them is refused by the database itself, after it has drawn its numbers.
      ...Array.from({ length: 12 }, (_, n) => create({ name: 'rival', code: `r${n % 4}` })),
    ]);
    expect(answers.filter(({ status }) => status >= 400).length).toBeGreaterThan(8);
    const found = await numbers();
    expect(found).toEqual(upTo(found.length));
    expect(found.length).toBeGreaterThan(40);
  });

  it('is given back when the transaction around it fails', async () => {
    const before = (await numbers()).length;
    const answer = await bulk(
      [
        { name: 'x', code: 'fresh' },
        { name: 'y', code: 'A' },
      ],
      'all',
    );
    expect(answer.body).toMatchObject({ created: [], errors: [{ index: 1 }] });
    const { body } = await create({ name: 'next' });
    expect(body.data.serial).toBe(`I-${String(before + 1).padStart(4, '0')}`);
  });

  it('becomes one of a sequence and back while people write, without a number twice', async () => {
    const work = { goesOn: true };
    const writers = [1, 2].map(async () => {
      while (work.goesOn) expect((await create({ name: 'meanwhile' })).status).toBe(201);
    });
    await field('serial', { type: 'auto_number', format: 'I-{0000}', unique: true });
    const { ddl } = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
    expect(ddl.map(({ text }: Loose) => text.en)).toContain(
      'Number invoice.serial from a sequence from now on, gaps allowed',
    );
    await publish('Gaps are allowed');
    await field('serial', { type: 'auto_number', format: 'I-{0000}', gap_free: true, unique: true });
    await publish('No gaps again');
    work.goesOn = false;
    await Promise.all(writers);
    const reached = await numbers();
    expect(new Set(reached).size).toBe(reached.length);
    const { body } = await create({ name: 'the next' });
    expect(Number(body.data.serial.slice(2))).toBeGreaterThan(reached.at(-1)!);
    const { body: after } = await create({ name: 'the one after' });
    expect(Number(after.data.serial.slice(2))).toBe(Number(body.data.serial.slice(2)) + 1);
  });
});

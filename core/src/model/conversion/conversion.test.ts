import { StrataError, type FieldDocument } from '@stratacrm/sdk';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../testing/index.ts';
import { libraryPack } from '../../../testing/library-pack.ts';
import type { Database } from '../../kernel/database.ts';
import { createLog } from '../../kernel/log.ts';
import { createModel } from '../create-model.ts';
import type { Author, Model, PhaseListener } from '../model.ts';

const author = { actor: { userId: null, name: 'Ann' } } as unknown as Author;
const log = createLog({ level: 'error' });

let database: Database;
let model: Model;
let onPhase: PhaseListener = () => {};
let first: number;

beforeAll(async () => {
  database = await testDatabase();
  model = await createModel({ database, log, onPhase: (phase) => onPhase(phase) });
  await model.installPlugin(author, libraryPack);
  await put('reader.note', { type: 'text', label: { en: 'Note', zh: '备注' } });
  first = (await model.publish(author)).number;
  return () => model.close();
});

beforeEach(async () => {
  onPhase = () => {};
  await database.query('delete from crm.book');
  await database.query('delete from crm.reader');
});

async function put(key: string, body: Record<string, unknown>): Promise<void> {
  await model.putDocument(author, 'workspace', 'field', key, body);
}

async function change(key: string, to: Partial<FieldDocument>): Promise<void> {
  const { document } = await model.document('workspace', 'field', key);
  await put(key, { ...document, ...to } as never);
}

/** Of a reader; answers with his id. */
async function addReader(values: Record<string, unknown>): Promise<string> {
  const names = Object.keys(values);
  const { rows } = await database.query<{ id: string }>(
    `insert into crm.reader (id, created_at, updated_at${names.map((name) => `, "${name}"`).join('')})
     values (gen_random_uuid(), now(), now()${names.map((_, index) => `, $${index + 1}`).join('')}) returning id`,
    Object.values(values),
  );
  return rows[0]!.id;
}

async function notes(): Promise<Record<string, unknown>> {
  const { rows } = await database.query<{ name: string; note: unknown }>('select name, note from crm.reader');
  return Object.fromEntries(rows.map((row) => [row.name, row.note]));
}

async function kept(): Promise<Record<string, string>> {
  const { rows } = await database.query<{ name: string; value: string }>(
    'select r.name, k.value from core.kept_value k join crm.reader r on r.id = k.record_id',
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.value]));
}

describe('a field that gets another type', () => {
  it('shows before what does not convert, keeps it, and has it back when the release is rolled back', async () => {
    await addReader({ name: 'A', note: ' 1,200 ' });
    await addReader({ name: 'B', note: 'twelve' });
    await addReader({ name: 'C', note: '7' });
    await addReader({ name: 'D' });
    await change('reader.note', { type: 'integer' });

    const plan = await model.plan(['workspace'], 'en');
    expect(plan.problems).toEqual([]);
    expect(plan.conversions).toMatchObject([
      {
        object: 'reader',
        field: 'note',
        from: 'text',
        to: 'integer',
        filled: 3,
        looked_at: 3,
        fails: 1,
        reasons: [{ code: 'invalid_format', count: 1, message: '"twelve" is not a whole number.' }],
        sample: [{ value: 'twelve' }],
      },
    ]);
    expect(plan.impact.map((each) => each.text.en)).toContain(
      '1 value of Note will not convert: the field is then empty, and what it held is kept aside.',
    );
    const failing: string[] = [];
    for await (const batch of (await model.failingValues('workspace', 'reader', 'note')).batches) {
      failing.push(...batch.map((each) => each.value));
    }
    expect(failing).toEqual(['twelve']);

    await model.publish(author);
    expect(await notes()).toEqual({ A: '1200', B: null, C: '7', D: null });
    expect(await kept()).toEqual({ B: 'twelve' });

    // What is written afterwards comes along; what was left alone comes back as it was.
    await database.query(`update crm.reader set note = 8 where name = 'C'`);
    await database.query(`update crm.reader set note = null where name = 'A'`);
    await database.query(`update crm.reader set note = 9 where name = 'D'`);
    await model.rollback(author, first);
    expect(await notes()).toEqual({ A: null, B: 'twelve', C: '8', D: '9' });
    expect(await kept()).toEqual({});
  });

  it('loses no write that comes while it is converted', async () => {
    const ids = await Promise.all(['A', 'B', 'C'].map((name) => addReader({ name, note: '1' })));
    await change('reader.note', { type: 'integer' });
    onPhase = async (phase) => {
      if (phase === 'converting') {
        await database.query(`update crm.reader set note = '2' where id = $1`, [ids[0]]);
        await database.query(`update crm.reader set note = 'two' where id = $1`, [ids[1]]);
        await addReader({ name: 'new', note: '3' });
      }
      if (phase === 'switch') await addReader({ name: 'last', note: '4' });
    };
    await model.publish(author);
    expect(await notes()).toEqual({ A: '2', B: null, C: '1', new: '3', last: '4' });
    expect(await kept()).toEqual({ B: 'two' });
    expect((await database.query(`select from pg_trigger where tgname like 'cv\\_%'`)).rowCount).toBe(0);
    onPhase = () => {};
    await model.rollback(author, first);
  });

  it('is refused when values that were different become the same in a unique field', async () => {
    await addReader({ name: 'A', note: '1' });
    await addReader({ name: 'B', note: '1.0' });
    await change('reader.note', { type: 'integer', unique: true });
    const error = await model.publish(author).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StrataError);
    expect((error as StrataError).issues).toMatchObject([
      { path: 'field/reader.note/unique', code: 'duplicate_values' },
    ]);
    expect(await notes()).toEqual({ A: '1', B: '1.0' });
    expect((await database.query('select from core.publish_intent')).rowCount).toBe(0);
    await model.discardDraft(author, 'workspace');
  });

  it('finds records by name, by what is unique, or by id, and says where it cannot', async () => {
    const anna = await addReader({ name: 'Anna', email: 'anna@example.com' });
    await addReader({ name: 'Bo' });
    await addReader({ name: 'Bo' });
    const people = ['anna ', 'ANNA@example.com', anna, 'Bo', 'Carl', ''];
    for (const note of people) await addReader({ name: `was ${note}`, note });
    await change('reader.note', { type: 'reference', to: 'reader' });
    const { conversions } = await model.plan(['workspace'], 'en');
    expect(conversions[0]).toMatchObject({ fails: 2 });
    expect(conversions[0]!.reasons.map((reason) => reason.code).toSorted()).toEqual([
      'reference_ambiguous',
      'reference_unresolved',
    ]);
    await model.publish(author);
    const found = await notes();
    expect(['was anna ', 'was ANNA@example.com', `was ${anna}`].map((name) => found[name])).toEqual([anna, anna, anna]);
    expect([found['was Bo'], found['was Carl'], found['was ']]).toEqual([null, null, null]);

    // And the name instead of the record.
    await change('reader.note', { type: 'long_text', to: undefined } as never);
    await model.publish(author);
    expect((await notes())['was anna ']).toBe('Anna');
    await model.rollback(author, first);
    expect((await notes())['was Bo']).toBe('Bo');
  });

  it('reads options by their labels, and lists item by item', async () => {
    const options = ['red', 'green'].map((value) => ({ value: `v_${value}`, label: { en: value, zh: value } }));
    await addReader({ name: 'A', note: 'Red' });
    await addReader({ name: 'B', note: 'red, green' });
    await addReader({ name: 'C', note: 'blue' });
    await change('reader.note', { type: 'multi_select', options });
    await model.publish(author);
    expect(await notes()).toEqual({ A: ['v_red'], B: ['v_red', 'v_green'], C: null });
    const { document } = await model.document('workspace', 'field', 'reader.note');
    const { options: _options, ...bare } = document as unknown as Record<string, unknown>;
    await put('reader.note', { ...bare, type: 'tags' });
    await model.publish(author);
    expect(await notes()).toEqual({ A: ['red'], B: ['red', 'green'], C: null });
    expect(await kept()).toEqual({ C: 'blue' });
    await model.rollback(author, first);
    expect(await notes()).toEqual({ A: 'red', B: 'red, green', C: 'blue' });
  });

  it('reads a number as one of the country that its record names', async () => {
    await put('reader.home', { type: 'text', label: { en: 'Home', zh: '所在国家' } });
    await model.publish(author);
    await addReader({ name: 'A', note: '020 7946 0958', home: '德国' });
    await addReader({ name: 'B', note: '020 7946 0958', home: 'Utopia' });
    await addReader({ name: 'C', note: '+1 212 555 0100', home: 'DE' });
    await addReader({ name: 'D', note: '020 7946 0958' });
    await change('reader.note', { type: 'phone', country: 'GB', country_field: 'home' } as never);
    expect((await model.plan(['workspace'], 'en')).conversions).toMatchObject([{ filled: 4, looked_at: 4, fails: 0 }]);
    await model.publish(author);
    expect(await notes()).toEqual({ A: '+492079460958', B: '+442079460958', C: '+12125550100', D: '+442079460958' });
    // Back it is told as it was written, for nobody has changed it.
    await model.rollback(author, first);
    expect((await notes())['A']).toBe('020 7946 0958');
  });

  it('is checked wherever the field is used', async () => {
    await addReader({ name: 'A', tier: 'gold' });
    const { document } = await model.document('workspace', 'field', 'reader.tier');
    const { options: _options, ...bare } = document as unknown as Record<string, unknown>;
    await put('reader.tier', { ...bare, type: 'integer' });
    const { problems, impact } = await model.plan(['workspace'], 'en');
    // A filter and a row rule compare it with a text.
    expect(new Set(problems.map(({ kind, key }) => `${kind} ${key}`))).toEqual(
      new Set(['view all_books', 'role librarian']),
    );
    await put('reader.tier', { ...bare, type: 'text' });
    const plan = await model.plan(['workspace'], 'en');
    expect(plan.problems).toEqual([]);
    expect(plan.impact.filter((each) => each.kind === 'rules')).toMatchObject([{ count: 2 }]);
    expect(impact.length).toBeGreaterThan(0);
    await model.discardDraft(author, 'workspace');
  });
});

describe('a reference that is to be a hierarchy', () => {
  const label = { en: 'Mentor', zh: '导师' };

  beforeAll(async () => {
    await put('reader.mentor', { type: 'reference', label, to: 'reader', on_delete: 'clear' });
    await put('reader.mentor_name', { type: 'text', label });
    await model.publish(author);
  });

  /** Each is under the next, and the last under the one said. */
  async function chain(count: number, last: number | null): Promise<string[]> {
    const ids = await Promise.all(Array.from({ length: count }, (_, n) => addReader({ name: `${n}` })));
    const under = async (n: number, above: number): Promise<unknown> =>
      database.query('update crm.reader set mentor = $2, mentor_name = $3 where id = $1', [
        ids[n],
        ids[above],
        `${above}`,
      ]);
    for (let n = 0; n < count - 1; n++) await under(n, n + 1);
    if (last !== null) await under(count - 1, last);
    return ids;
  }

  it('is refused while records lie beneath themselves, which the plan counts and shows', async () => {
    const ids = await chain(5, 2);
    await change('reader.mentor', { hierarchy: true });
    const { problems } = await model.plan();
    expect(problems).toMatchObject([
      { key: 'reader.mentor', path: 'hierarchy', code: 'records_in_circles', records: { object: 'reader' } },
    ]);
    expect(problems[0]?.message).toContain('3 records');
    expect(problems[0]?.records?.ids.toSorted()).toEqual(ids.slice(2).toSorted());
    await expect(model.publish(author)).rejects.toMatchObject({ code: 'publish_problems' });
    // A deleted record is in nobody's way.
    await database.query('update crm.reader set deleted_at = now() where id = $1', [ids[4]]);
    expect((await model.plan()).problems).toEqual([]);
  });

  it('is refused when somebody makes a circle while it is being published, or a converted name does', async () => {
    const ids = await chain(3, null);
    onPhase = async (phase) => {
      if (phase === 'switch')
        await database.query('update crm.reader set mentor = $2, updated_at = now() where id = $1', [ids[2], ids[0]]);
    };
    await expect(model.publish(author)).rejects.toMatchObject({ issues: [{ code: 'records_in_circles' }] });
    onPhase = () => {};
    await database.query('update crm.reader set mentor = null where id = $1', [ids[2]]);
    await model.publish(author);
    await change('reader.mentor', { hierarchy: false });
    await database.query(`update crm.reader set mentor_name = '0' where id = $1`, [ids[2]]);
    await change('reader.mentor_name', { type: 'reference', to: 'reader', on_delete: 'clear', hierarchy: true });
    await expect(model.publish(author)).rejects.toMatchObject({ issues: [{ code: 'records_in_circles' }] });
    await database.query('update crm.reader set mentor_name = null where id = $1', [ids[2]]);
    await model.publish(author);
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../testing/refusal.ts';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../testing/test-records.ts';
import type { AccessContext } from '../access/access-profile.ts';
import { createRecord } from './create-record.ts';
import { deleteRecord } from './delete-record.ts';
import { getRecord } from './get-record.ts';
import { queryRecords } from './query-records.ts';
import { recordHistory, type HistoryPage } from './record-history.ts';
import { restoreRecord } from './restore-record.ts';
import { updateRecord } from './update-record.ts';

let workspace: RecordWorkspace;
let admin: AccessContext;
let rep: AccessContext;

beforeAll(async () => {
  workspace = await recordWorkspace(SALES_DOCUMENTS);
  admin = await workspace.person(['everything'], { name: 'Ada' });
  rep = await workspace.person(['own_only'], { name: 'Rep' });
});

describe('create', () => {
  test('keeps every kind of value exactly and answers as it is read back', async () => {
    const { data, version } = await createRecord(admin, 'account', {
      name: '晨光文具',
      code: 'MG',
      industry: 'retail',
      revenue: { amount: '12.50', currency: 'CNY' },
      employees: 250,
      rating: '4.5',
      founded: '1989-06-01',
      tags: ['key', 'new'],
      website: 'https://example.com/a',
    });
    expect(version).toBe(1);
    expect(data).toMatchObject({
      name: '晨光文具',
      revenue: { amount: '12.50', currency: 'CNY' },
      employees: 250,
      rating: '4.5',
      founded: '1989-06-01',
      active: true,
      tags: ['key', 'new'],
      big: true,
      owner: admin.actor.userId,
      created_by: admin.actor.userId,
      version: 1,
      deleted_at: null,
    });
    const read = await getRecord(admin, 'account', data.id);
    expect(read).toEqual({ data, version: 1 });
  });

  test('numbers records', async () => {
    const first = await createRecord(admin, 'deal', { name: 'One' });
    const second = await createRecord(admin, 'deal', { name: 'Two' });
    expect(first.data['number']).toMatch(/^D-\d{4}$/);
    expect(Number(String(second.data['number']).slice(2))).toBeGreaterThan(
      Number(String(first.data['number']).slice(2)),
    );
  });

  test('applies default rules', async () => {
    const { data } = await createRecord(admin, 'deal', { name: 'Dated' });
    expect(data['close_date']).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(data['stage']).toBe('new');
  });

  test('tells everything that is wrong at its place', async () => {
    const error = await refusal(
      createRecord(admin, 'account', {
        nmae: 'x',
        employees: 'many',
        industry: 'banking',
        version: 3,
        big: true,
        code: 'a\0',
      }),
    );
    expect(error.code).toBe('invalid_input');
    expect(error.issues.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      'big read_only_field',
      'code invalid_text',
      'employees invalid_format',
      'industry not_an_option',
      'name required',
      'nmae unknown_field',
      'version read_only_field',
    ]);
    expect(JSON.stringify(error.issues.find((issue) => issue.path === 'nmae')?.params)).toContain('name');
  });

  test('refuses half a character', async () => {
    const error = await refusal(createRecord(admin, 'account', { name: 'a\ud800' }));
    expect(error.issues).toMatchObject([{ path: 'name', code: 'invalid_text' }]);
  });

  test('says which value is taken', async () => {
    await createRecord(admin, 'contact', { name: 'A', email: 'taken@example.com' });
    const error = await refusal(createRecord(admin, 'contact', { name: 'B', email: 'taken@example.com' }));
    expect(error.code).toBe('not_unique');
    expect(error.issues).toMatchObject([{ path: 'email', code: 'not_unique' }]);
  });

  test('refuses an amount it cannot compare', async () => {
    const error = await refusal(createRecord(admin, 'deal', { name: 'X', amount: { amount: '1', currency: 'USD' } }));
    expect(error.issues).toMatchObject([{ path: 'amount', code: 'no_exchange_rate' }]);
  });

  test('enforces, warns and counts', async () => {
    const refused = await refusal(createRecord(admin, 'deal', { name: 'X', amount: '-1' }));
    expect(refused.issues).toMatchObject([
      { path: 'amount', code: 'rule_violation', params: { message: { zh: '金额不能为负' } } },
    ]);
    const warned = await createRecord(admin, 'deal', { name: 'X', amount: 2_000_000 });
    expect(warned.warnings).toMatchObject([{ path: 'amount', code: 'rule_violation' }]);
    const account = await createRecord(admin, 'account', { name: 'Shop', industry: 'retail' });
    const observed = await createRecord(admin, 'deal', { name: 'X', account: account.data.id });
    expect(observed.warnings).toEqual([]);
    const { rows } = await workspace.database.query('select hits from core.rule_observation');
    expect(rows).toEqual([{ hits: '1' }]);
  });

  test('an object nobody may write', async () => {
    expect((await refusal(createRecord(rep, 'activity', { name: 'X' }))).code).toBe('forbidden');
    expect((await refusal(createRecord(admin, 'user', { name: 'X' }))).code).toBe('forbidden');
    expect((await refusal(createRecord(admin, 'acount', { name: 'X' }))).code).toBe('unknown_object');
  });
});

describe('references', () => {
  test('must be there and be seen', async () => {
    const hidden = await createRecord(admin, 'account', { name: 'Hidden' });
    for (const account of ['01890000-0000-7000-8000-000000000000', hidden.data.id]) {
      const error = await refusal(createRecord(rep, 'contact', { name: 'X', account }));
      expect(error.issues).toMatchObject([{ path: 'account', code: 'reference_not_found' }]);
    }
    const malformed = await refusal(createRecord(rep, 'contact', { name: 'X', account: 'nonsense' }));
    expect(malformed.issues).toMatchObject([{ path: 'account', code: 'invalid_format' }]);
  });
});

describe('update', () => {
  test('changes only what is named, and its version', async () => {
    const made = await createRecord(admin, 'account', { name: 'A', employees: 5 });
    const { data, version } = await updateRecord(admin, 'account', made.data.id, { employees: 7 });
    expect(version).toBe(2);
    expect(data).toMatchObject({ name: 'A', employees: 7, big: false, version: 2 });
    expect(await getRecord(admin, 'account', made.data.id)).toEqual({ data, version: 2 });
  });

  test('a patch that changes nothing is no change', async () => {
    const made = await createRecord(admin, 'account', { name: 'A', rating: '1.5', revenue: '3' });
    const same = await updateRecord(admin, 'account', made.data.id, { rating: '1.50', revenue: '3.00' });
    expect(same.version).toBe(1);
    expect((await recordHistory(admin, 'account', made.data.id)).data).toHaveLength(1);
  });

  test('refuses a stale version and says the actual one', async () => {
    const made = await createRecord(admin, 'account', { name: 'A' });
    await updateRecord(admin, 'account', made.data.id, { name: 'B' }, { version: 1 });
    const error = await refusal(updateRecord(admin, 'account', made.data.id, { name: 'C' }, { version: 1 }));
    expect(error).toMatchObject({ code: 'version_conflict', params: { expected: 1, actual: 2 } });
  });

  test('of a record that is not there, is no id, or is hidden', async () => {
    const hidden = await createRecord(admin, 'account', { name: 'Hidden' });
    for (const id of ['01890000-0000-7000-8000-000000000000', 'nonsense', '', hidden.data.id]) {
      expect((await refusal(updateRecord(rep, 'account', id, { name: 'X' }))).code).toBe('record_not_found');
      expect((await refusal(getRecord(rep, 'account', id))).code).toBe('record_not_found');
      expect((await refusal(deleteRecord(rep, 'account', id))).code).toBe('record_not_found');
      expect((await refusal(recordHistory(rep, 'account', id))).code).toBe('record_not_found');
    }
  });

  test('fields that are hidden or read-only', async () => {
    const made = await createRecord(rep, 'account', { name: 'Mine' });
    const hidden = await refusal(updateRecord(rep, 'account', made.data.id, { secret: 'x' }));
    expect(hidden.issues).toMatchObject([{ path: 'secret', code: 'unknown_field' }]);
    const readOnly = await refusal(updateRecord(rep, 'account', made.data.id, { employees: 3 }));
    expect(readOnly.code).toBe('forbidden_field');
    expect(made.data).not.toHaveProperty('secret');
    expect(made.data).not.toHaveProperty('hint');
  });

  test('the history of one field is what became of it, and of a hidden one as of none', async () => {
    const made = await createRecord(rep, 'account', { name: 'One' });
    await updateRecord(admin, 'account', made.data.id, { secret: 'x' });
    await updateRecord(rep, 'account', made.data.id, { name: 'Two' });
    const of = (field: string, limit = 50) => recordHistory(rep, 'account', made.data.id, { field, limit });
    const changed = ({ data }: HistoryPage) => data.flatMap(({ changes }) => changes);
    const all = [
      { field: 'name', from: 'One', to: 'Two' },
      { field: 'name', from: null, to: 'One' },
    ];
    expect(changed(await of('name'))).toEqual(all);
    const first = await of('name', 1);
    const second = await recordHistory(rep, 'account', made.data.id, { field: 'name', cursor: first.page.next! });
    expect([...changed(first), ...changed(second)]).toEqual(all);
    for (const field of ['secret', 'nothing', '__proto__'])
      expect((await refusal(of(field))).issues).toMatchObject([{ path: 'field', code: 'unknown_field' }]);
  });

  test('nobody writes a record out of his own reach', async () => {
    const made = await createRecord(rep, 'account', { name: 'Mine' });
    const error = await refusal(updateRecord(rep, 'account', made.data.id, { owner: admin.actor.userId }));
    expect(error.code).toBe('forbidden_row');
    const given = await updateRecord(admin, 'account', made.data.id, { owner: admin.actor.userId });
    expect(given.data['owner']).toBe(admin.actor.userId);
  });

  test('fifty at once lose nothing', async () => {
    const made = await createRecord(admin, 'account', { name: 'Race', employees: 0 });
    const fields = ['name', 'code', 'industry', 'founded'];
    const values: Record<string, string[]> = {
      name: ['A', 'B'],
      code: ['C1', 'C2'],
      industry: ['energy', 'retail'],
      founded: ['2001-01-01', '2002-02-02'],
    };
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => {
        const name = fields[i % fields.length]!;
        return updateRecord(admin, 'account', made.data.id, { [name]: values[name]![i % 8 < 4 ? 0 : 1]! });
      }),
    );
    const { data } = await recordHistory(admin, 'account', made.data.id, { limit: 200 });
    const now = await getRecord(admin, 'account', made.data.id);
    expect(data[0]!.version).toBe(now.version);
    // Replaying the change log from the beginning must give what is stored, each step beginning where the last ended.
    const state: Record<string, unknown> = {};
    for (const entry of data.toReversed()) {
      for (const { field, from, to } of entry.changes) {
        expect(state[field] ?? null).toEqual(from);
        state[field] = to;
      }
    }
    for (const [field, value] of Object.entries(state)) expect(now.data[field]).toEqual(value);
  });
});

describe('process', () => {
  test('allows only its transitions, with what they require', async () => {
    const { data } = await createRecord(admin, 'deal', { name: 'P' });
    const jump = await refusal(updateRecord(admin, 'deal', data.id, { stage: 'won' }));
    expect(jump.issues).toMatchObject([
      { path: 'stage', code: 'transition_not_allowed', params: { to: { en: 'Won' } } },
    ]);
    const bare = await refusal(updateRecord(admin, 'deal', data.id, { stage: 'offer' }));
    expect(bare.issues).toMatchObject([{ path: 'amount', code: 'transition_requires' }]);
    await updateRecord(admin, 'deal', data.id, { stage: 'offer', amount: '0' });
    const guarded = await refusal(updateRecord(admin, 'deal', data.id, { stage: 'won' }));
    expect(guarded.issues).toMatchObject([
      { path: 'stage', code: 'rule_violation', params: { message: { en: 'Nothing to win' } } },
    ]);
    const won = await updateRecord(admin, 'deal', data.id, { stage: 'won', amount: '1' });
    expect(won.data['stage']).toBe('won');
  });
});

describe('recycle bin', () => {
  test('takes the tree along and gives it back', async () => {
    const account = await createRecord(admin, 'account', { name: 'Root' });
    const child = await createRecord(admin, 'account', { name: 'Child', parent: account.data.id });
    const contact = await createRecord(admin, 'contact', { name: 'C', account: account.data.id });
    const deal = await createRecord(admin, 'deal', { name: 'D', contact: contact.data.id });
    await deleteRecord(admin, 'account', account.data.id);

    expect((await refusal(getRecord(admin, 'account', account.data.id))).code).toBe('record_not_found');
    expect((await refusal(getRecord(admin, 'contact', contact.data.id))).code).toBe('record_not_found');
    expect((await getRecord(admin, 'account', child.data.id)).data['parent']).toBeNull();
    expect((await getRecord(admin, 'deal', deal.data.id)).data['contact']).toBeNull();
    const bin = await queryRecords(admin, 'contact', { deleted: true, filter: 'name == "C"' });
    expect(bin.data.map((record) => record.id)).toEqual([contact.data.id]);

    const restored = await restoreRecord(admin, 'account', account.data.id);
    expect(restored.data['deleted_at']).toBeNull();
    expect((await getRecord(admin, 'contact', contact.data.id)).data['account']).toBe(account.data.id);
    expect((await getRecord(admin, 'account', child.data.id)).data['parent']).toBe(account.data.id);
    expect((await getRecord(admin, 'deal', deal.data.id)).data['contact']).toBe(contact.data.id);
    const actions = (await recordHistory(admin, 'contact', contact.data.id)).data.map((entry) => entry.action);
    expect(actions).toEqual(['restore', 'delete', 'create']);
  });

  test('what others depend on stays', async () => {
    const account = await createRecord(admin, 'account', { name: 'Kept' });
    await createRecord(admin, 'deal', { name: 'D', account: account.data.id });
    const error = await refusal(deleteRecord(admin, 'account', account.data.id));
    expect(error).toMatchObject({ code: 'restricted_delete', params: { count: 1, field: { en: 'Account' } } });
    expect((await getRecord(admin, 'account', account.data.id)).version).toBe(1);
  });

  test('a value that was taken meanwhile', async () => {
    const first = await createRecord(admin, 'account', { name: 'U', code: 'U-1' });
    await deleteRecord(admin, 'account', first.data.id);
    await createRecord(admin, 'account', { name: 'U2', code: 'U-1' });
    const error = await refusal(restoreRecord(admin, 'account', first.data.id));
    expect(error.issues).toMatchObject([{ path: 'code', code: 'not_unique' }]);
  });

  test('deleting needs its own right', async () => {
    const deal = await createRecord(rep, 'deal', { name: 'Mine' });
    expect((await refusal(deleteRecord(rep, 'deal', deal.data.id))).code).toBe('forbidden');
  });
});

test('the change log tells who, from where, and under which release', async () => {
  const ctx = { ...admin, cause: { kind: 'import', id: 'batch-1' } } as const;
  const made = await createRecord(ctx, 'account', { name: 'Log', employees: 1 });
  await updateRecord(ctx, 'account', made.data.id, { employees: 2 });
  const { data } = await recordHistory(admin, 'account', made.data.id);
  expect(data).toMatchObject([
    {
      action: 'update',
      by: { id: admin.actor.userId, name: 'Ada' },
      cause: { kind: 'import', id: 'batch-1' },
      release: 1,
      version: 2,
      changes: [{ field: 'employees', from: 1, to: 2 }],
    },
    { action: 'create', version: 1 },
  ]);
  const { rows } = await workspace.database.query('select action from core.outbox where record_id = $1 order by id', [
    made.data.id,
  ]);
  expect(rows).toEqual([{ action: 'create' }, { action: 'update' }]);
});

test('fifty creates at once get fifty numbers', async () => {
  const made = await Promise.all(Array.from({ length: 50 }, (_, i) => createRecord(admin, 'deal', { name: `N${i}` })));
  expect(new Set(made.map((each) => each.data['number'])).size).toBe(50);
});

test('listeners are told after the commit', async () => {
  let told = 0;
  const ctx: AccessContext = { ...admin, committed: () => told++ };
  const { data } = await createRecord(ctx, 'account', { name: 'Told' });
  expect(told).toBe(1);
  await refusal(createRecord(ctx, 'account', {}));
  await updateRecord(ctx, 'account', data.id, { name: 'Told' });
  expect(told).toBe(1);
  await workspace.database.transaction(async (db) => {
    await updateRecord({ ...ctx, db }, 'account', data.id, { name: 'Told again' });
    expect(told).toBe(1);
  });
  expect(told).toBe(2);
});

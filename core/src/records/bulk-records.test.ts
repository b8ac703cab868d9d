import { type BulkRequest } from '@stratacrm/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../testing/test-records.ts';
import type { AccessContext } from '../access/access-profile.ts';
import { bulkRecords } from './bulk-records.ts';
import { createRecord } from './create-record.ts';
import { getRecord } from './get-record.ts';
import { queryRecords } from './query-records.ts';
import { updateRecord } from './update-record.ts';
import { writeRecords } from './write-records.ts';

let workspace: RecordWorkspace;
let admin: AccessContext;

beforeAll(async () => {
  workspace = await recordWorkspace(SALES_DOCUMENTS);
  admin = await workspace.person(['everything'], { name: 'Ada' });
});

describe('bulk', () => {
  test('all: one error writes nothing, and every error is told', async () => {
    const kept = await createRecord(admin, 'contact', { name: 'Kept', email: 'bulk-kept@example.com' });
    const request: BulkRequest = {
      create: [{ name: 'Fine', email: 'bulk-fine@example.com' }, { name: '' }, { name: 'Odd', nothing: 1 }],
      update: [
        { id: kept.data.id, name: null },
        { id: 'nonsense', name: 'X' },
        { name: 'No id' },
        { id: kept.data.id, name: 'Again' },
      ],
      delete: ['01890000-0000-7000-8000-000000000000'],
    };
    const result = await bulkRecords(admin, 'contact', request);
    expect(result).toMatchObject({ created: [], updated: [], deleted: [] });
    expect(result.errors.map(({ list, index, path, code }) => `${list} ${index} ${path} ${code}`)).toEqual([
      'create 1 name required',
      'create 2 nothing unknown_field',
      'update 0 name required',
      'update 1  record_not_found',
      'update 2 id required',
      'update 3  duplicate_in_batch',
      'delete 0  record_not_found',
    ]);
    expect(result.errors[0]!.message).toBe('Name must not be empty.');
    const { count } = await queryRecords(admin, 'contact', { filter: 'name == "Fine"', count: 'exact' });
    expect(count).toBe(0);
  });

  test('all: a value that is taken names its row', async () => {
    await createRecord(admin, 'contact', { name: 'First', email: 'dup@example.com' });
    const result = await bulkRecords(admin, 'contact', {
      create: [
        { name: 'A', email: 'free@example.com' },
        { name: 'B', email: 'dup@example.com' },
        { name: 'C', email: 'free@example.com' },
      ],
    });
    expect(result.errors.map(({ index, path, code }) => [index, path, code])).toEqual([
      [1, 'email', 'not_unique'],
      [2, 'email', 'not_unique'],
    ]);
    expect((await queryRecords(admin, 'contact', { filter: 'email == "free@example.com"' })).data).toEqual([]);
  });

  test('partial: what is right is written', async () => {
    const old = await createRecord(admin, 'contact', { name: 'Old' });
    const result = await bulkRecords(admin, 'contact', {
      mode: 'partial',
      create: [
        { name: 'P1', email: 'p@example.com' },
        { name: 'P2', email: 'p@example.com' },
        { email: 'q@example.com' },
      ],
      update: [{ id: old.data.id, name: 'New', version: 1 }],
      delete: ['nonsense'],
    });
    expect([result.created.length, result.updated, result.deleted]).toEqual([1, [old.data.id], []]);
    expect(result.errors.map(({ list, index, code }) => `${list} ${index} ${code}`)).toEqual([
      'create 1 not_unique',
      'create 2 required',
      'delete 0 record_not_found',
    ]);
    expect((await getRecord(admin, 'contact', result.created[0]!)).data['name']).toBe('P1');
  });

  test('a stale version names its row and changes nothing', async () => {
    const [a, b] = [
      await createRecord(admin, 'contact', { name: 'A' }),
      await createRecord(admin, 'contact', { name: 'B' }),
    ];
    await updateRecord(admin, 'contact', b.data.id, { name: 'B2' });
    const result = await bulkRecords(admin, 'contact', {
      update: [
        { id: a.data.id, name: 'A3', version: 1 },
        { id: b.data.id, name: 'B3', version: 1 },
      ],
    });
    expect(result.errors).toMatchObject([{ list: 'update', index: 1, path: '', code: 'version_conflict' }]);
    expect((await getRecord(admin, 'contact', a.data.id)).data['name']).toBe('A');
  });

  test('takes thousands with a handful of statements', async () => {
    let statements = 0;
    const db = {
      query: ((...args: Parameters<typeof admin.db.query>) => {
        statements++;
        return admin.db.query(...args);
      }) as typeof admin.db.query,
      read: admin.db.read.bind(admin.db),
    };
    const accounts = await bulkRecords({ ...admin, db }, 'account', {
      create: Array.from({ length: 2000 }, (_, i) => ({ name: `Bulk ${i}` })),
    });
    expect(accounts.created).toHaveLength(2000);
    const contacts = accounts.created.map((account, i) => ({ name: `Contact ${i}`, account }));
    statements = 0;
    const { created, errors } = await bulkRecords({ ...admin, db }, 'contact', { create: contacts });
    expect(errors).toEqual([]);
    expect(statements).toBeLessThan(6);
    statements = 0;
    const gone = await bulkRecords({ ...admin, db: admin.db }, 'contact', { delete: created });
    expect(gone.deleted).toHaveLength(2000);
  });

  test('overlapping updates of many records all come through', async () => {
    const { created } = await bulkRecords(admin, 'account', {
      create: Array.from({ length: 40 }, (_, i) => ({ name: `O${i}`, employees: 0 })),
    });
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, n) => {
        const ids = n % 2 === 0 ? created : created.toReversed();
        return bulkRecords(admin, 'account', { update: ids.map((id) => ({ id, employees: n + 1 })) });
      }),
    );
    expect(results.flatMap((result) => result.errors)).toEqual([]);
  });

  test('a dry run tells and writes nothing', async () => {
    const outcomes = await writeRecords(
      admin,
      'contact',
      [
        { action: 'create', input: { name: 'Dry', email: 'bad' } },
        { action: 'create', input: { name: 'Dry' } },
      ],
      { mode: 'partial', dryRun: true },
    );
    expect(outcomes.map((outcome) => outcome.issues.map((issue) => issue.path))).toEqual([['email'], []]);
    expect((await queryRecords(admin, 'contact', { filter: 'name == "Dry"' })).data).toEqual([]);
  });
});

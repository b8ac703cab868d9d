import { beforeAll, expect, test } from 'vitest';
import type { RecordQuery } from '@stratacrm/sdk';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { recordWorkspace } from '../../../testing/test-records.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { bulkRecords } from '../bulk-records.ts';
import { queryRecords, queryRecordsAsJson } from '../query-records.ts';
import { pageText } from './page-writer.ts';

let admin: AccessContext;
let rep: AccessContext;

beforeAll(async () => {
  const workspace = await recordWorkspace(SALES_DOCUMENTS);
  admin = await workspace.person(['everything'], { name: 'Ada' });
  rep = await workspace.person(['own_only'], { name: 'Rep' });
  const names = ['"quoted" \\ and\ttabbed', '张伟 𠮷', '\u0001\u001f\u007f\u2028', 'a'.repeat(250)];
  const { created } = await bulkRecords(admin, 'account', {
    create: names.map((name, i) => ({
      name,
      employees: i === 0 ? null : 10 ** (i * 3),
      revenue: i === 1 ? null : { amount: `-${i}.5`, currency: 'CNY' },
      industry: i % 2 === 0 ? 'energy' : null,
      owner: i === 0 ? rep.actor.userId : admin.actor.userId,
    })),
  });
  await bulkRecords(admin, 'contact', {
    create: [...created, null].map((account, i) => ({ name: `Contact ${i}`, account, owner: rep.actor.userId })),
  });
});

const QUESTIONS: readonly [object: string, query: RecordQuery][] = [
  ['account', {}],
  ['account', { sort: '-name', limit: 2 }],
  ['account', { sort: 'revenue,big', limit: 1, count: 'exact' }],
  ['account', { sort: 'employees', limit: 3, count: 'estimate', backwards: true }],
  ['account', { filter: 'name == "nobody"' }],
  ['account', { fields: ['name', 'id', 'name'], deleted: true }],
  ['account', { as_of: '2026-01-01T00:00:00Z' }],
  ['contact', { fields: ['account.name', 'name', 'account.owner.name'], sort: 'account.name', limit: 3 }],
  ['contact', { fields: ['account', 'account.id', 'created_at'], sort: '-created_at' }],
];

test('a page is the same whether it is written while its rows come or made of records', async () => {
  for (const who of [admin, rep])
    for (const [object, query] of QUESTIONS) {
      const page = JSON.stringify(await queryRecords(who, object, query));
      expect(Buffer.from(await queryRecordsAsJson(who, object, query)).toString()).toBe(page);
    }
});

test('the page after is too', async () => {
  const query: RecordQuery = { sort: '-revenue', limit: 2 };
  const { page } = await queryRecords(admin, 'account', query);
  const next = { ...query, cursor: page.next! };
  const text = Buffer.from(await queryRecordsAsJson(admin, 'account', next)).toString();
  expect(text).toBe(JSON.stringify(await queryRecords(admin, 'account', next)));
  expect(JSON.parse(text).data).toHaveLength(2);
});

test('what is kept to write pages with is no larger than its names', () => {
  const field = { name: 'employees', column: 1, write: undefined, decode: () => null };
  const { record } = pageText({ id: 0, fields: [field], children: [] }, []);
  expect(record.fields[0]!.key.buffer.byteLength).toBe(',"employees":'.length);
});

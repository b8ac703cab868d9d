import { StrataError, type JsonValue, type RecordQuery } from '@stratacrm/sdk';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { recordWorkspace } from '../../testing/test-records.ts';
import type { AccessContext } from '../access/access-profile.ts';
import { bulkRecords } from './bulk-records.ts';
import { createRecord } from './create-record.ts';
import { groupRecords } from './group-records.ts';
import { queryRecords } from './query-records.ts';
import { recordHistory } from './record-history.ts';
import { recordTimeline } from './record-timeline.ts';
import { searchRecords } from './search-records.ts';

let admin: AccessContext;

beforeAll(async () => {
  const workspace = await recordWorkspace(SALES_DOCUMENTS);
  admin = await workspace.person(['everything']);
  await createRecord(admin, 'account', { name: 'A', employees: 1, revenue: '1', rating: '1.5', founded: '2001-01-01' });
});

/** Either it works, or it is refused with a code that is not a fault of ours. */
async function civil(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    expect(error.status).toBeLessThan(500);
  }
}

const FIELDS = [
  'name',
  'code',
  'industry',
  'revenue',
  'employees',
  'rating',
  'founded',
  'active',
  'tags',
  'website',
  'big',
  'parent',
  'owner',
  'id',
  'created_at',
  'version',
  'constructor',
  '__proto__',
  'toString',
  'parent.name',
  'parent.parent.parent.parent.parent.parent.parent.name',
  'owner.team.manager.name',
  'id.name',
  'name.x',
  '',
  '.',
  'name.',
  '*',
  '"',
  'ünï',
];

const HUGE = '9'.repeat(400);

const oddValue: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(
    null,
    '',
    ' ',
    0,
    -0,
    -1,
    1e300,
    -1e300,
    5e-324,
    2 ** 53,
    2 ** 63,
    1.5,
    HUGE,
    `-${HUGE}`,
    'NaN',
    'Infinity',
    '1e999',
    true,
    false,
    [],
    {},
    [[]],
    [null],
    ['key', 'key'],
    ['key', 1],
    '\0',
    'a\0b',
    '\ud800',
    '\udfff',
    '😀',
    'x'.repeat(100_000),
    '0000-00-00',
    '0001-01-01',
    '9999-12-31',
    '10000-01-01',
    '2026-02-30',
    '2026-01-01T00:00:00Z',
    '2026-01-01T99:00:00Z',
    { amount: '1', currency: 'CNY' },
    { amount: HUGE, currency: 'CNY' },
    { amount: null },
    { amount: '1', currency: 'XXX' },
    { amount: '1', currency: 'CNY', extra: 1 },
    { amount: { amount: 1 } },
    '01890000-0000-7000-8000-000000000000',
    'javascript:alert(1)',
  ),
  fc.jsonValue().map((value) => value as JsonValue),
);

test('odd values are kept or refused', async () => {
  const input = fc.dictionary(fc.constantFrom(...FIELDS), oddValue, { maxKeys: 4 });
  await fc.assert(
    fc.asyncProperty(input, async (values) => {
      await civil(() => createRecord(admin, 'account', { name: 'N', ...values }));
      await civil(() =>
        bulkRecords(admin, 'account', { create: [{ name: 'N', ...values }, { name: 'M' }], mode: 'partial' }),
      );
    }),
    { numRuns: 300 },
  );
}, 60_000);

test('odd queries are answered or refused', async () => {
  const name = fc.oneof(fc.constantFrom(...FIELDS), fc.string({ maxLength: 12 }));
  const literal = fc.constantFrom(
    '0',
    '-1',
    '1.5',
    HUGE,
    '"x"',
    '"\\u0000"',
    'null',
    'true',
    'date("2001-01-01")',
    'date("99999-01-01")',
    '[]',
    '["a"]',
    'user.id',
    'now()',
    'today()',
    '"2001-01-01"',
    'revenue',
    'employees',
    '1/0',
  );
  const operator = fc.constantFrom('==', '!=', '<', '>=', ' in ', '+', '/', '%', '&&', '=~', '');
  const filter = fc.oneof(
    fc.tuple(name, operator, literal).map((parts) => parts.join('')),
    fc.tuple(name, operator, literal, operator, literal).map((parts) => parts.join('')),
    fc.string({ maxLength: 40 }),
  );
  const query = fc.record(
    {
      fields: fc.array(name, { maxLength: 3 }),
      filter,
      sort: fc.array(name, { maxLength: 3 }).map((each) => each.map((one, i) => (i % 2 ? `-${one}` : one)).join(',')),
      limit: fc.oneof(fc.integer(), fc.double()),
      cursor: fc.oneof(fc.string(), fc.base64String()),
      count: fc.constant('exact' as const),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<RecordQuery>;
  const grouping = fc.record(
    {
      group_by: fc.array(fc.oneof(name, fc.record({ field: name, bucket: fc.constantFrom('month', 'day', 'x') })), {
        maxLength: 3,
      }),
      aggregates: fc.dictionary(
        fc.string({ maxLength: 5 }),
        fc.tuple(fc.constantFrom('sum', 'count', 'max', 'avg', 'count(distinct '), name).map(([f, n]) => `${f}(${n})`),
        { maxKeys: 3 },
      ),
      having: filter,
      filter,
      sort: name,
    },
    { requiredKeys: [] },
  ) as unknown as fc.Arbitrary<RecordQuery>;
  await fc.assert(
    fc.asyncProperty(query, grouping, fc.string(), async (list, group, text) => {
      await civil(() => queryRecords(admin, 'account', list));
      await civil(() => groupRecords(admin, 'account', group));
      await civil(() => searchRecords(admin, text));
      await civil(() => recordHistory(admin, 'account', text, list));
      await civil(() => recordTimeline(admin, 'account', text));
    }),
    { numRuns: 500 },
  );
}, 120_000);

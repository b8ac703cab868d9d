import { beforeAll, describe, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../testing/test-records.ts';
import type { AccessContext } from '../access/access-profile.ts';
import { createRecord } from './create-record.ts';
import { idempotently } from './idempotency.ts';
import { queryRecords } from './query-records.ts';
import { refusal } from '../../testing/refusal.ts';

let workspace: RecordWorkspace;
let admin: AccessContext;

beforeAll(async () => {
  workspace = await recordWorkspace(SALES_DOCUMENTS);
  admin = await workspace.person(['everything'], { name: 'Ada' });
});

describe('idempotency', () => {
  const create = (key: string, name: string) =>
    idempotently(
      admin,
      { key, request: { name } },
      async (ctx) => (await createRecord(ctx, 'account', { name })).data.id,
    );
  const made = async (name: string) =>
    (await queryRecords(admin, 'account', { filter: `name == "${name}"`, count: 'exact' })).count;

  test('the same request takes effect once and is answered alike', async () => {
    const first = await create('k1', 'Once');
    const second = await create('k1', 'Once');
    expect(first.replayed).toBe(false);
    expect(second).toEqual({ answer: first.answer, replayed: true });
    expect(await made('Once')).toBe(1);
    expect((await refusal(create('k1', 'Other'))).code).toBe('idempotency_mismatch');
  });

  test('ten at once take effect once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => create('k2', 'Ten')));
    expect(new Set(answers.map((each) => each.answer)).size).toBe(1);
    expect(answers.filter((each) => !each.replayed)).toHaveLength(1);
    expect(await made('Ten')).toBe(1);
  });

  test('a refused request may be sent again', async () => {
    await refusal(create('k3', ''));
    expect((await create('k3', 'Mended')).replayed).toBe(false);
  });
});

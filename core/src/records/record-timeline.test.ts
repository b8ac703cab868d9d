import { beforeAll, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../testing/test-records.ts';
import type { AccessContext } from '../access/access-profile.ts';
import { createRecord } from './create-record.ts';
import { recordTimeline } from './record-timeline.ts';
import { updateRecord } from './update-record.ts';
import { refusal } from '../../testing/refusal.ts';

let workspace: RecordWorkspace;
let admin: AccessContext;
let rep: AccessContext;

beforeAll(async () => {
  workspace = await recordWorkspace(SALES_DOCUMENTS);
  const team = await workspace.team('East');
  admin = await workspace.person(['everything'], { name: 'Ada', teams: [team] });
  rep = await workspace.person(['own_only'], { name: 'Rep', teams: [team] });
});

test('the timeline joins activities and changes, page by page', async () => {
  const account = await createRecord(admin, 'account', { name: 'Timed' });
  const about = { account: account.data.id };
  await createRecord(admin, 'activity', { ...about, name: 'Old call', type: 'call', at: '2020-01-01T00:00:00Z' });
  await createRecord(admin, 'activity', {
    ...about,
    name: 'Note',
    type: 'note',
    body: 'Text',
    at: '2099-01-01T00:00:00Z',
  });
  await updateRecord(admin, 'account', account.data.id, { employees: 3 });
  const whole = await recordTimeline(admin, 'account', account.data.id);
  expect(whole.data.map((entry) => entry.title ?? entry.change?.action)).toEqual([
    'Note',
    'update',
    'create',
    'Old call',
  ]);
  expect(whole.data[0]).toMatchObject({
    at: '2099-01-01T00:00:00Z',
    kind: 'activity',
    by: { name: 'Ada' },
    object: 'activity',
    type: 'note',
    body: 'Text',
  });
  const titles: unknown[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await recordTimeline(admin, 'account', account.data.id, { limit: 1, ...(cursor && { cursor }) });
    titles.push(...page.data.map((entry) => entry.title ?? entry.change?.action));
    if (page.page.next === null) break;
    cursor = page.page.next;
  }
  expect(titles).toEqual(['Note', 'update', 'create', 'Old call']);
  const calls = await recordTimeline(admin, 'account', account.data.id, { kind: 'activity' });
  expect(calls.data).toHaveLength(2);
  expect((await refusal(recordTimeline(admin, 'account', account.data.id, { cursor: 'x' }))).code).toBe(
    'invalid_cursor',
  );
  expect((await refusal(recordTimeline(rep, 'account', account.data.id))).code).toBe('record_not_found');
});

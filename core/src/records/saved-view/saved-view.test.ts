import { beforeAll, describe, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../../testing/test-records.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { createSavedView, deleteSavedView, listSavedViews, updateSavedView } from './saved-view.ts';
import { refusal } from '../../../testing/refusal.ts';

let workspace: RecordWorkspace;
let admin: AccessContext;
let rep: AccessContext;

beforeAll(async () => {
  workspace = await recordWorkspace(SALES_DOCUMENTS);
  const team = await workspace.team('East');
  admin = await workspace.person(['everything'], { name: 'Ada', teams: [team] });
  rep = await workspace.person(['own_only'], { name: 'Rep', teams: [team] });
});

describe('saved views', () => {
  const view = (name: string, rest: object = {}) => ({
    object: 'account',
    name,
    type: 'table',
    columns: [{ name: 'name' }, { name: 'owner.name', width: 120 }],
    filter: 'employees > 3',
    sort: '-employees',
    ...rest,
  });

  test('are one’s own, or shared', async () => {
    const mine = await createSavedView(admin, view('Mine'));
    await createSavedView(admin, view('Team', { shared_with: 'team' }));
    await createSavedView(admin, view('All', { shared_with: 'everybody' }));
    const stranger = await workspace.person(['everything']);
    const names = async (ctx: AccessContext) => (await listSavedViews(ctx, 'account')).map((each) => each.name);
    expect(await names(admin)).toEqual(['All', 'Mine', 'Team']);
    expect(await names(rep)).toEqual(['All', 'Team']);
    expect(await names(stranger)).toEqual(['All']);
    const changed = await updateSavedView(admin, mine.id, { name: 'Renamed', filter: null });
    expect(changed).toMatchObject({ name: 'Renamed', sort: '-employees' });
    expect(changed).not.toHaveProperty('filter');
    expect((await refusal(updateSavedView(rep, mine.id, { name: 'X' }))).code).toBe('not_found');
    expect((await refusal(deleteSavedView(rep, mine.id))).code).toBe('not_found');
    await deleteSavedView(admin, mine.id);
    expect((await refusal(deleteSavedView(admin, mine.id))).code).toBe('not_found');
  });

  test('keep by which stretch of a date their groups are', async () => {
    const grouped = await createSavedView(rep, view('Weeks', { group_by: 'created_at', group_bucket: 'week' }));
    expect(grouped).toMatchObject({ group_by: 'created_at', group_bucket: 'week' });
    const wrong = view('Decades', { group_by: 'created_at', group_bucket: 'decade' });
    expect((await refusal(createSavedView(rep, wrong))).issues[0]).toMatchObject({ path: 'group_bucket' });
  });

  test('must show something', async () => {
    const refused = async (input: unknown) => (await refusal(createSavedView(rep, input))).issues[0];
    expect(await refused(view('X', { columns: [{ name: 'secret' }] }))).toMatchObject({
      path: 'fields.0',
      code: 'unknown_field',
    });
    expect(await refused(view('X', { filter: 'nothing > 1' }))).toMatchObject({ path: 'filter' });
    expect(await refused(view('X', { colour: 1 }))).toMatchObject({ path: 'colour', code: 'unknown_property' });
    expect(await refused({ object: 'account' })).toMatchObject({ path: 'name' });
    expect((await refusal(createSavedView(rep, view('X', { object: 'activity' })))).code).toBe('forbidden');
  });
});

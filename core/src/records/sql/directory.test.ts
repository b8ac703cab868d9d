import { beforeAll, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../../testing/test-records.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { createRecord } from '../create-record.ts';
import { queryRecords } from '../query-records.ts';

const RULE = 'record.owner == user.id || record.owner.team in user.teams';

let workspace: RecordWorkspace;
let rep: AccessContext;
let people: Record<'colleague' | 'gone' | 'stranger', AccessContext>;

/** Accounts are called after those who own them. */
beforeAll(async () => {
  workspace = await recordWorkspace([
    ...SALES_DOCUMENTS,
    role('0f0f0f0f-0000-4000-8000-000000000001', 'own_or_team', RULE),
    role('0f0f0f0f-0000-4000-8000-000000000002', 'not_east', '!(record.owner.team in user.teams)'),
    role('0f0f0f0f-0000-4000-8000-000000000003', 'strangers', 'record.owner.name == "stranger"'),
  ] as typeof SALES_DOCUMENTS);
  const [east, west] = [await workspace.team('East'), await workspace.team('West')];
  rep = await workspace.person(['own_or_team'], { name: 'rep', teams: [east] });
  people = {
    colleague: await workspace.person([], { name: 'colleague', teams: [east] }),
    gone: await workspace.person([], { name: 'gone', teams: [east] }),
    stranger: await workspace.person([], { name: 'stranger', teams: [west] }),
  };
  for (const { actor } of [rep, ...Object.values(people)])
    await createRecord(workspace.system, 'account', { name: actor.name, owner: actor.userId });
  await createRecord(workspace.system, 'account', { name: 'nobody', owner: null });
  const gone = people.gone.actor.userId;
  await workspace.database.query('update core."user" set deleted_at = now() where id = $1', [gone]);
});

function role(id: string, name: string, read: string) {
  const like = SALES_DOCUMENTS.find((document) => document.kind === 'role')!;
  return { ...like, id, name, grants: { account: { read, fields: { '*': 'edit' } } } };
}

async function seen(ctx: AccessContext, filter?: string): Promise<string> {
  const query = { fields: ['name'], sort: 'name', ...(filter !== undefined && { filter }) };
  return (await queryRecords(ctx, 'account', query)).data.map(({ name }) => name).join(' ');
}

test('a rule about the owner is asked of people, of whom who has left counts for nobody', async () => {
  expect(await seen(rep)).toBe('colleague rep');
  expect(await seen({ ...rep, actor: { ...rep.actor, teams: [] } })).toBe('rep');
  const left = { ...people.gone, access: rep.access };
  expect(await seen(left)).toBe('colleague gone rep');
});

test('where nobody is, nothing is known of him, and no more of the contrary', async () => {
  const others = await workspace.person(['not_east'], { teams: rep.actor.teams });
  expect(await seen(others)).toBe('stranger');
});

test('what several roles let somebody see adds up', async () => {
  const both = await workspace.person(['own_or_team', 'strangers'], { name: 'both', teams: rep.actor.teams });
  expect(await seen(both)).toBe('colleague rep stranger');
});

test.each([
  ['owner.name == "rep" || owner.name == "stranger"', 'rep stranger'],
  ['owner.name.startsWith("s") || owner == user.id', 'rep stranger'],
  ['!(owner.name == "rep") && name != "colleague"', 'stranger'],
  ['!(owner.name == "rep" || owner.name == "stranger")', 'colleague'],
  ['!(owner.name == "rep" && name == "x")', 'colleague gone nobody rep stranger'],
  ['owner.name == null', 'gone nobody'],
  ['owner.name != "rep"', 'colleague stranger'],
  ['owner.name in ["rep", "gone"]', 'rep'],
  ['owner.team.name == "East" && owner.name != "rep"', 'colleague'],
  ['owner == user.id || owner.team.name == "West" || name == "nobody"', 'nobody rep stranger'],
  ['(owner.name == "rep" ? owner == user.id : owner.team.name == "West")', 'rep stranger'],
])('%s', async (filter, names) => {
  const everything = { ...workspace.system, actor: rep.actor };
  expect(await seen(everything, filter)).toBe(names);
});

import { beforeAll, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../../testing/test-records.ts';
import { refusal } from '../../../testing/refusal.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Queryable } from '../../kernel/database.ts';
import { createRecord } from '../create-record.ts';
import { updateRecord } from '../update-record.ts';

const OWN_OR_TEAM = 'record.owner == user.id || record.owner.team in user.teams';

let workspace: RecordWorkspace;
let rep: AccessContext;
let colleague: AccessContext;
let stranger: AccessContext;

beforeAll(async () => {
  workspace = await recordWorkspace([
    ...SALES_DOCUMENTS,
    {
      ...SALES_DOCUMENTS.find((document) => document.kind === 'role')!,
      id: '0f0f0f0f-0000-4000-8000-000000000001',
      name: 'own_or_team',
      grants: { account: { create: OWN_OR_TEAM, read: OWN_OR_TEAM, update: OWN_OR_TEAM, fields: { '*': 'edit' } } },
    },
  ] as typeof SALES_DOCUMENTS);
  const [east, west] = [await workspace.team('East'), await workspace.team('West')];
  rep = await workspace.person(['own_or_team'], { name: 'Rep', teams: [east] });
  colleague = await workspace.person(['own_or_team'], { name: 'Colleague', teams: [east] });
  stranger = await workspace.person(['own_or_team'], { name: 'Stranger', teams: [west] });
});

/** Someone, and what he asks of the database. */
function overheard(ctx: AccessContext): { ctx: AccessContext; asked: string[] } {
  const asked: string[] = [];
  const db = new Proxy(ctx.db, {
    get(target, key) {
      if (key === 'query')
        return (...call: Parameters<Queryable['query']>) => {
          asked.push(call[0]);
          return target.query(...call);
        };
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { ctx: { ...ctx, now: ctx.now, db }, asked };
}

/** Statements about people alone. */
function aboutPeople(asked: readonly string[]): number {
  return asked.filter((text) => /from "core"\."user" as "?t"?/.test(text)).length;
}

test('what lets him is found out in the order of the rule, and no further than needed', async () => {
  const { ctx, asked } = overheard(rep);
  await createRecord(ctx, 'account', { name: 'His own' });
  expect(aboutPeople(asked)).toBe(0);
  await createRecord(ctx, 'account', { name: "His colleague's", owner: colleague.actor.userId });
  expect(aboutPeople(asked)).toBeGreaterThan(0);
  const theirs = createRecord(rep, 'account', { name: 'Of strangers', owner: stranger.actor.userId });
  expect((await refusal(theirs)).code).toBe('forbidden_row');
});

test('a change of what no rule asks about is let through by how the record was read', async () => {
  const { data } = await createRecord(colleague, 'account', { name: "A colleague's" });
  const { ctx, asked } = overheard(rep);
  const changed = await updateRecord(ctx, 'account', data.id, { employees: 12 });
  expect(changed.data).toMatchObject({ name: "A colleague's", employees: 12 });
  expect(asked).toHaveLength(2);
  // Another owner is another matter.
  const away = updateRecord(rep, 'account', data.id, { owner: stranger.actor.userId });
  expect((await refusal(away)).code).toBe('forbidden_row');
  await updateRecord(rep, 'account', data.id, { owner: rep.actor.userId });
});

test.each([
  ['a formula', 'record.big != true'],
  ['who changed it last', 'record.updated_by != user.id'],
])('what a rule asks of by %s is asked anew', async (_, rule) => {
  const role = SALES_DOCUMENTS.find((document) => document.kind === 'role')!;
  const grants = { account: { create: true, read: true, update: rule, fields: { '*': 'edit' } } };
  const limited = { ...role, id: '0f0f0f0f-0000-4000-8000-000000000002', name: 'limited', grants };
  const own = await recordWorkspace([...SALES_DOCUMENTS, limited] as typeof SALES_DOCUMENTS);
  const person = await own.person(['limited'], { name: 'Limited' });
  const other = await own.person(['everything'], { name: 'Other' });
  const { data } = await createRecord(other, 'account', { name: 'Small', employees: 5 });
  const grown = updateRecord(person, 'account', data.id, { employees: 500 });
  expect((await refusal(grown)).code).toBe('forbidden_row');
});

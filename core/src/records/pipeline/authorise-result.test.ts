import { beforeAll, expect, test } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { recordWorkspace, type RecordWorkspace } from '../../../testing/test-records.ts';
import { refusal } from '../../../testing/refusal.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Queryable } from '../../kernel/database.ts';
import { createRecord } from '../create-record.ts';

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

test('what lets him is found out in the order of the rule, and no further than needed', async () => {
  const asked: string[] = [];
  const db = new Proxy(rep.db, {
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
  const aboutPeople = () => asked.filter((text) => text.includes('from "core"."user"')).length;
  await createRecord({ ...rep, db }, 'account', { name: 'His own' });
  expect(aboutPeople()).toBe(0);
  await createRecord({ ...rep, db }, 'account', { name: "His colleague's", owner: colleague.actor.userId });
  expect(aboutPeople()).toBeGreaterThan(0);
  const theirs = createRecord(rep, 'account', { name: 'Of strangers', owner: stranger.actor.userId });
  expect((await refusal(theirs)).code).toBe('forbidden_row');
});

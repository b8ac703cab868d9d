import { defineRole, label } from '@stratacrm/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { memberOf } from '../../../testing/test-people.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../../testing/test-workflows.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { createRecord } from '../../records/create-record.ts';
import { getRecord } from '../../records/get-record.ts';
import { queryRecords } from '../../records/query-records.ts';
import { writeRecords } from '../../records/write-records.ts';
import { changeWorkProfile } from './work-profile.ts';

const on = (name: string) => ({
  type: 'record_created',
  settings: { object: 'account', when: `record.name.startsWith("${name}")` },
});

const role = (name: string) =>
  defineRole({
    name,
    label: label(name, name),
    grants: { account: { create: true, read: true, update: true, delete: false, export: false } },
  });

const to = (value: string) => ({ people: [{ kind: 'role', value }] });

const DOCUMENTS = [
  ...SALES_DOCUMENTS,
  ...['turns', 'rush', 'loaded', 'skilled', 'north', 'south', 'nobody_has', 'bulk'].map(role),
  workflowOf('turns', on('Turn'), [{ id: 'give', type: 'assign', settings: to('turns') }]),
  workflowOf('rush', on('Rush'), [{ id: 'give', type: 'assign', settings: to('rush') }]),
  workflowOf('loaded', on('Load'), [
    { id: 'give', type: 'assign', settings: { by: 'least_loaded', open: 'rating < 5', ...to('loaded') } },
  ]),
  workflowOf('skilled', on('Skill'), [
    {
      id: 'give',
      type: 'assign',
      settings: { by: 'skill', skill: 'record.industry', ...to('skilled') },
      next: { nobody: 'note' },
    },
    { id: 'note', type: 'update_record', settings: { values: { code: '"nobody"' } }, next: {} },
  ]),
  workflowOf('territory', on('Land'), [
    {
      id: 'give',
      type: 'assign',
      settings: {
        by: 'territory',
        territories: [
          { condition: 'record.industry == "energy"', kind: 'role', value: 'north' },
          { condition: 'true', kind: 'team', value: 'Southerners' },
        ],
      },
    },
  ]),
  workflowOf('empty', on('Empty'), [{ id: 'give', type: 'assign', settings: to('nobody_has') }]),
  workflowOf('bulk', on('Start'), [
    {
      id: 'give',
      type: 'assign',
      settings: { object: 'account', filter: 'name.startsWith("Heap")', ...to('bulk') },
    },
    { id: 'note', type: 'update_record', settings: { values: { employees: 'give_count' } }, next: {} },
  ]),
];

let workspace: WorkflowWorkspace;
const people = new Map<string, string[]>();

beforeAll(async () => {
  workspace = await workflowWorkspace(DOCUMENTS);
  for (const name of ['turns', 'rush', 'loaded', 'skilled', 'bulk']) people.set(name, await persons(name, 3));
  people.set('north', await persons('north', 1));
});

async function persons(name: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push((await memberOf(workspace, [name])).actor.userId!);
  return ids;
}

async function owners(prefix: string): Promise<string[]> {
  const { data } = await queryRecords(workspace.system, 'account', {
    fields: ['name', 'owner'],
    filter: `name.startsWith("${prefix}")`,
    sort: 'created_at',
    limit: 200,
  });
  return data.map((each) => String(each['owner']));
}

const system = (): AccessContext => workspace.system;

describe('The step "Assign"', () => {
  it('gives turns in a circle, each user once before the first again, and leaves out who is away or gone', async () => {
    const [first, second, third] = people.get('turns')!;
    for (let n = 0; n < 4; n++) {
      await createRecord(system(), 'account', { name: `Turn ${n}` });
      await workspace.settled('turns');
    }
    expect(await owners('Turn')).toEqual([first, second, third, first]);
    const away = { away_from: new Date(Date.now() - 60_000).toISOString(), away_until: null };
    await changeWorkProfile(system(), second!, away);
    await createRecord(system(), 'account', { name: 'Turn 4' });
    await workspace.settled('turns');
    await changeWorkProfile(system(), second!, { away_from: null });
    await workspace.database.query('update core."user" set active = false where id = $1', [first]);
    for (let n = 5; n < 7; n++) {
      await createRecord(system(), 'account', { name: `Turn ${n}` });
      await workspace.settled('turns');
    }
    expect((await owners('Turn')).slice(4)).toEqual([third, second, third]);
  });

  it('gives exactly as many to each when very many come at the same moment', async () => {
    const inputs = Array.from({ length: 60 }, (_, n) => ({ name: `Rush ${n}` }));
    await Promise.all(
      [0, 1, 2].map((part) =>
        writeRecords(
          system(),
          'account',
          inputs.slice(part * 20, part * 20 + 20).map((input) => ({ action: 'create', input })),
          { mode: 'all' },
        ),
      ),
    );
    const runs = await workspace.settled('rush');
    expect(runs.filter((run) => run.status !== 'done')).toEqual([]);
    const given = Map.groupBy(await owners('Rush'), (owner) => owner);
    expect(people.get('rush')!.map((id) => given.get(id)?.length)).toEqual([20, 20, 20]);
    const { rows } = await workspace.database.query(
      `select turns::int from core.assign_turn t join core.workflow_run r using (workflow_id) where r.workflow = 'rush' limit 1`,
    );
    expect(rows).toEqual([{ turns: 60 }]);
  });

  it('gives to who has least of what counts as load', async () => {
    const [busy, middling, idle] = people.get('loaded')!;
    const load = [
      [busy, 3, '1'],
      [middling, 2, '1'],
      [idle, 4, '9'],
    ] as const;
    for (const [owner, count, rating] of load) {
      for (let n = 0; n < count; n++)
        await createRecord(system(), 'account', { name: `Had ${owner} ${n}`, owner: owner!, rating });
    }
    for (let n = 0; n < 4; n++) {
      await createRecord(system(), 'account', { name: `Load ${n}`, rating: '1' });
      await workspace.settled('loaded');
    }
    const given = await owners('Load');
    expect(given.slice(0, 2)).toEqual([idle, idle]);
    // At two each, whose turn it is decides; then the fourth goes to the other.
    expect(new Set(given.slice(2))).toEqual(new Set([middling, idle]));
  });

  it('asks for a skill, in whatever case it is written, and goes its own way when nobody has it', async () => {
    const [, second] = people.get('skilled')!;
    await changeWorkProfile(system(), second!, { skills: ['Energy', 'Solar'] });
    await createRecord(system(), 'account', { name: 'Skill 1', industry: 'energy' });
    const { data: none } = await createRecord(system(), 'account', { name: 'Other', industry: 'retail' });
    await createRecord(system(), 'account', { name: 'Skill 2', industry: 'retail' });
    const runs = await workspace.settled('skilled');
    expect(runs.map((run) => run.status)).toEqual(['done', 'done']);
    expect((await owners('Skill'))[0]).toBe(second);
    const { data } = await queryRecords(system(), 'account', { filter: 'name == "Skill 2"' });
    expect(data[0]).toMatchObject({ code: 'nobody', owner: null });
    expect((await getRecord(system(), 'account', none.id)).data['code']).toBeNull();
  });

  it('goes by territory: the first whose condition holds', async () => {
    const team = await workspace.team('Southerners');
    const southerner = await memberOf(workspace, ['south'], { teams: [team] });
    await createRecord(system(), 'account', { name: 'Land 1', industry: 'energy' });
    await createRecord(system(), 'account', { name: 'Land 2', industry: 'retail' });
    await workspace.settled('territory');
    expect(await owners('Land')).toEqual([people.get('north')![0], southerner.actor.userId]);
  });

  it('fails with a reason where nobody is there and no way leads on', async () => {
    await createRecord(system(), 'account', { name: 'Empty' });
    expect(await workspace.settled('empty')).toMatchObject([{ status: 'failed', error: { code: 'assign_nobody' } }]);
  });

  it('assigns many records in one go, in turn', async () => {
    await writeRecords(
      system(),
      'account',
      Array.from({ length: 30 }, (_, n) => ({ action: 'create', input: { name: `Heap ${n}` } })),
      { mode: 'all' },
    );
    const { data } = await createRecord(system(), 'account', { name: 'Start' });
    const [run] = await workspace.settled('bulk');
    expect(run).toMatchObject({ status: 'done', records_changed: 31 });
    const given = Map.groupBy(await owners('Heap'), (owner) => owner);
    expect(people.get('bulk')!.map((id) => given.get(id)?.length)).toEqual([10, 10, 10]);
    expect((await getRecord(system(), 'account', data.id)).data['employees']).toBe(30);
  });
});

import { defineRole, label } from '@stratacrm/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../testing/test-workflows.ts';
import { createRecord } from '../records/create-record.ts';
import { deleteRecord } from '../records/delete-record.ts';
import { getRecord } from '../records/get-record.ts';
import { queryRecords } from '../records/query-records.ts';
import { updateRecord } from '../records/update-record.ts';
import { writeRecords } from '../records/write-records.ts';

const created = (object: string, when?: string) => ({
  type: 'record_created',
  settings: { object, ...(when !== undefined && { when }) },
});

const WORKFLOWS = [
  workflowOf('welcome', created('account', 'record.industry == "energy"'), [
    { id: 'big', type: 'condition', settings: { when: 'record.employees > 100' }, next: { yes: 'call', no: 'note' } },
    {
      id: 'call',
      type: 'create_record',
      settings: {
        object: 'activity',
        values: { name: '"Call " + record.name', type: '"call"', account: 'record.id', at: 'now()' },
      },
      next: { done: 'mark' },
    },
    { id: 'mark', type: 'update_record', settings: { values: { tags: '["key"]' } }, next: {} },
    {
      id: 'note',
      type: 'create_record',
      settings: { object: 'activity', values: { name: '"Note " + record.name', type: '"note"', account: 'record.id' } },
      next: {},
    },
  ]),
  workflowOf(
    'won',
    {
      type: 'record_updated',
      settings: { object: 'deal', fields: ['stage'], when: 'record.stage == "won" && old.stage != "won"' },
    },
    [
      { id: 'worth', type: 'compute', settings: { value: 'record.amount * 2' } },
      {
        id: 'count',
        type: 'find_records',
        settings: { object: 'deal', filter: 'account == {{ record.account }} && stage == "won"' },
      },
      {
        id: 'log',
        type: 'create_record',
        settings: {
          object: 'activity',
          values: {
            name: '"was " + old.stage + ", worth " + text(worth) + ", won " + text(count_count)',
            account: 'record.account',
          },
        },
      },
    ],
  ),
  workflowOf('gone', { type: 'record_deleted', settings: { object: 'contact' } }, [
    {
      id: 'others',
      type: 'update_records',
      settings: {
        object: 'contact',
        filter: 'account == {{ record.account }}',
        values: { notes: 'record.name + " of " + record.account.name + " left"' },
      },
    },
    { id: 'firm', type: 'update_record', settings: { record: 'record.account', values: { code: 'record.name' } } },
  ]),
  workflowOf('circle', { type: 'record_updated', settings: { object: 'account', fields: ['rating'] } }, [
    { id: 'again', type: 'update_record', settings: { values: { rating: 'record.rating + 1.0' } } },
  ]),
  workflowOf('spread', created('account', 'record.name == "Spread"'), [
    {
      id: 'both',
      type: 'parallel',
      next: { branch_1: 'left', branch_2: 'right', done: 'after' },
    },
    { id: 'left', type: 'compute', settings: { value: '1' }, next: {} },
    { id: 'right', type: 'compute', settings: { value: '2' }, next: {} },
    { id: 'after', type: 'update_record', settings: { values: { employees: 'left + right' } }, next: { done: 'each' } },
    {
      id: 'each',
      type: 'for_each',
      settings: { object: 'account', filter: 'industry == "retail"', at_most: 100 },
      next: { each: 'touch', done: 'end' },
    },
    {
      id: 'touch',
      type: 'update_record',
      settings: { record: 'each_each', values: { code: '"C-" + each_each.name' } },
      next: {},
    },
    { id: 'end', type: 'update_record', settings: { values: { website: '"https://example.com"' } }, next: {} },
  ]),
  workflowOf('refused', created('deal', 'record.name == "Refused"'), [
    { id: 'write', type: 'update_record', settings: { values: { amount: '-1' } } },
  ]),
  workflowOf('answered', created('deal', 'record.name == "Answered"'), [
    { id: 'write', type: 'update_record', settings: { values: { amount: '-1' } }, next: { failed: 'instead' } },
    { id: 'instead', type: 'update_record', settings: { values: { amount: '1' } }, next: {} },
  ]),
  workflowOf('patient', created('deal', 'record.name == "Patient"'), [
    {
      id: 'until',
      type: 'wait_until',
      settings: { when: 'record.stage == "offer"', at_most: '3d' },
      next: { done: 'seen', late: 'late' },
    },
    { id: 'seen', type: 'update_record', settings: { values: { reason: '"seen"' } }, next: {} },
    { id: 'late', type: 'update_record', settings: { values: { reason: '"late"' } }, next: {} },
  ]),
  workflowOf('short', created('deal', 'record.name == "Short"'), [
    { id: 'pause', type: 'wait', settings: { for: '1s' } },
    { id: 'after', type: 'update_record', settings: { values: { reason: '"waited"' } } },
  ]),
  workflowOf('outer', created('deal', 'record.name == "Outer"'), [
    { id: 'inner', type: 'call', settings: { workflow: 'called' } },
    { id: 'after', type: 'update_record', settings: { values: { reason: 'record.reason + "+outer"' } } },
  ]),
  workflowOf('called', { type: 'called', settings: { object: 'deal' } }, [
    { id: 'inner', type: 'update_record', settings: { values: { reason: '"inner"' } } },
  ]),
  workflowOf('peek', created('account', 'record.name.startsWith("Peek")'), [
    { id: 'read', type: 'update_record', settings: { values: { code: 'record.secret' } } },
  ]),
  workflowOf(
    'peek_as_role',
    created('account', 'record.name.startsWith("Role")'),
    [{ id: 'read', type: 'update_record', settings: { values: { code: 'record.secret' } } }],
    { run_as: 'everything' },
  ),
];

let workspace: WorkflowWorkspace;

beforeAll(async () => {
  workspace = await workflowWorkspace([
    ...SALES_DOCUMENTS,
    ...WORKFLOWS,
    defineRole({
      name: 'half_blind',
      label: label('Half blind', '半盲'),
      grants: {
        account: {
          create: true,
          read: true,
          update: true,
          delete: false,
          export: false,
          fields: { '*': 'edit', secret: 'none' },
        },
      },
    }),
  ]);
});

describe('A workflow', () => {
  it('goes the way of its conditions, writes through the pipeline, and tells what each step did', async () => {
    const { system, database } = workspace;
    const { data } = await createRecord(system, 'account', { name: 'Power', industry: 'energy', employees: 500 });
    const [run] = await workspace.settled('welcome');
    expect(run).toMatchObject({ status: 'done', records_changed: 2, record_id: data.id, depth: 0, error: null });
    expect((await getRecord(system, 'account', data.id)).data['tags']).toEqual(['key']);
    const { data: activities } = await queryRecords(system, 'activity', { filter: `account == "${data.id}"` });
    expect(activities.map((each) => each['name'])).toEqual(['Call Power']);
    const { rows } = await database.query<{ step: string; outcome: string }>(
      'select step, outcome from core.workflow_step where run_id = $1 order by id',
      [run!.id],
    );
    expect(rows).toEqual([
      { step: 'big', outcome: 'yes' },
      { step: 'call', outcome: 'done' },
      { step: 'mark', outcome: 'done' },
    ]);
    const { rows: log } = await database.query<{ cause: string; cause_id: string }>(
      `select cause, cause_id from core.change_log where record_id = $1 and action = 'update'`,
      [data.id],
    );
    expect(log).toEqual([{ cause: 'workflow', cause_id: run!.id }]);
  });

  it('is not triggered where its condition does not hold, and once for each of many records', async () => {
    const before = (await workspace.settled('welcome')).length;
    await createRecord(workspace.system, 'account', { name: 'Shop', industry: 'retail' });
    const inputs = Array.from({ length: 50 }, (_, n) => ({
      name: `Many ${n}`,
      industry: n < 30 ? 'energy' : 'retail',
    }));
    await writeRecords(
      workspace.system,
      'account',
      inputs.map((input) => ({ action: 'create', input })),
      { mode: 'all' },
    );
    const runs = await workspace.settled('welcome');
    expect(runs.length - before).toBe(30);
    expect(runs.every((run) => run.status === 'done')).toBe(true);
  });

  it('knows the record before and after the change, and results of steps before', async () => {
    const { system } = workspace;
    const { data: account } = await createRecord(system, 'account', { name: 'Buyer' });
    const { data: deal } = await createRecord(system, 'deal', {
      name: 'Big',
      account: account.id,
      amount: { amount: '5', currency: 'CNY' },
    });
    await updateRecord(system, 'deal', deal.id, { stage: 'offer' });
    await updateRecord(system, 'deal', deal.id, { stage: 'won' });
    expect(await workspace.settled('won')).toMatchObject([{ status: 'done' }]);
    const { data } = await queryRecords(system, 'activity', { filter: `account == "${account.id}"` });
    expect(data.map((each) => each['name'])).toEqual(['was offer, worth 10, won 1']);
  });

  it('runs when a record goes, for records related to it', async () => {
    const { system } = workspace;
    const { data: account } = await createRecord(system, 'account', { name: 'Firm' });
    const { data: one } = await createRecord(system, 'contact', { name: 'One', account: account.id });
    const { data: two } = await createRecord(system, 'contact', { name: 'Two', account: account.id });
    await deleteRecord(system, 'contact', one.id);
    // The record itself is in the recycle bin, and is read there, with what it points to.
    expect(await workspace.settled('gone')).toMatchObject([{ status: 'done' }]);
    expect((await getRecord(system, 'contact', two.id)).data['notes']).toBe('One of Firm left');
    expect((await getRecord(system, 'account', account.id)).data['code']).toBe('One');
  });

  it('that triggers itself ends as a named failure', async () => {
    const { system } = workspace;
    const { data } = await createRecord(system, 'account', { name: 'Round' });
    await updateRecord(system, 'account', data.id, { rating: '1' });
    const runs = await workspace.settled('circle');
    expect(runs.at(-1)).toMatchObject({ status: 'failed', error: { code: 'run_feedback' }, depth: 8 });
    expect(runs.filter((run) => run.status === 'done')).toHaveLength(8);
    expect((await getRecord(system, 'account', data.id)).data['rating']).toBe('9.0');
  });

  it('does branches side by side and records one after the other, then goes on', async () => {
    const { system } = workspace;
    const { data } = await createRecord(system, 'account', { name: 'Spread' });
    const [run] = await workspace.settled('spread');
    expect(run).toMatchObject({ status: 'done', error: null });
    const { data: after } = await getRecord(system, 'account', data.id);
    expect(after).toMatchObject({ employees: 3, website: 'https://example.com' });
    const { data: shops } = await queryRecords(system, 'account', { filter: 'industry == "retail"' });
    expect(shops.length).toBeGreaterThan(0);
    expect(shops.every((shop) => shop['code'] === `C-${shop['name'] as string}`)).toBe(true);
  });

  it('fails with the reason of a refused record, and its own way for failure is taken where there is one', async () => {
    const { system } = workspace;
    await createRecord(system, 'deal', { name: 'Refused' });
    const { data } = await createRecord(system, 'deal', { name: 'Answered' });
    const [refused] = await workspace.settled('refused');
    expect(refused).toMatchObject({ status: 'failed', records_changed: 0 });
    expect(refused!.error!.issues).toMatchObject([{ path: 'amount' }]);
    expect(await workspace.settled('answered')).toMatchObject([{ status: 'done' }]);
    expect((await getRecord(system, 'deal', data.id)).data['amount']).toEqual({ amount: '1.00', currency: 'CNY' });
  });

  it('waits for the record to be so, and for time', async () => {
    const { system } = workspace;
    const { data } = await createRecord(system, 'deal', { name: 'Patient', amount: { amount: '5', currency: 'CNY' } });
    expect(await workspace.settled('patient')).toMatchObject([{ status: 'waiting' }]);
    await updateRecord(system, 'deal', data.id, { reason: 'not yet' });
    expect(await workspace.settled('patient')).toMatchObject([{ status: 'waiting' }]);
    await updateRecord(system, 'deal', data.id, { stage: 'offer' });
    expect(await workspace.settled('patient')).toMatchObject([{ status: 'done' }]);
    expect((await getRecord(system, 'deal', data.id)).data['reason']).toBe('seen');

    const { data: short } = await createRecord(system, 'deal', { name: 'Short' });
    await expect.poll(async () => (await getRecord(system, 'deal', short.id)).data['reason']).toBe('waited');
  });

  it('calls another and goes on when that has ended', async () => {
    const { data } = await createRecord(workspace.system, 'deal', { name: 'Outer' });
    const [run] = await workspace.settled('outer');
    expect(run).toMatchObject({ status: 'done' });
    expect(await workspace.settled('called')).toMatchObject([{ status: 'done', parent_run: run!.id }]);
    expect((await getRecord(workspace.system, 'deal', data.id)).data['reason']).toBe('inner+outer');
  });

  it('acts with the rights of who triggered it, or of the role it names, and never more', async () => {
    const person = await workspace.person(['half_blind']);
    const { data: hidden } = await createRecord(person, 'account', { name: 'Peek' });
    const [peek] = await workspace.settled('peek');
    expect(peek).toMatchObject({ status: 'failed', error: { code: 'run_hidden_field' }, actor: person.actor.userId });
    expect((await getRecord(workspace.system, 'account', hidden.id)).data['code']).toBeNull();
    await createRecord(workspace.system, 'account', { name: 'Role', secret: 'S1' });
    await createRecord(person, 'account', { name: 'Role two' });
    const runs = await workspace.settled('peek_as_role');
    expect(runs).toMatchObject([{ status: 'done' }, { status: 'done' }]);
  });
});

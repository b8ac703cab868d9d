import { defineRole, label, type DocumentDraft, type WorkflowDocument } from '@stratacrm/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../../testing/test-workflows.ts';
import { createRecord } from '../../records/create-record.ts';
import { deleteRecord } from '../../records/delete-record.ts';
import { getRecord } from '../../records/get-record.ts';
import { updateRecord } from '../../records/update-record.ts';
import { startFromOutside } from '../start/start-from-outside.ts';
import { recentBeginnings } from './recent-beginnings.ts';
import { requireReplay, startReplay, changedByReplay, type ReplayRow } from './replay.ts';
import { tryOne } from './try-one.ts';

const updated = (object: string, fields: string[], when?: string) => ({
  type: 'record_updated',
  settings: { object, fields, ...(when !== undefined && { when }) },
});

const draft = (document: DocumentDraft): WorkflowDocument =>
  ({ id: '00000000-0000-7000-8000-0000000000aa', ...document }) as WorkflowDocument;

const WON = draft(
  workflowOf('won', updated('deal', ['stage'], 'record.stage == "won" && old.stage != "won"'), [
    { id: 'large', type: 'condition', settings: { when: 'record.amount >= 100' }, next: { yes: 'note', no: 'small' } },
    {
      id: 'note',
      type: 'update_record',
      settings: { values: { reason: '"was " + old.stage' } },
      next: { done: 'log' },
    },
    {
      id: 'log',
      type: 'create_record',
      settings: { object: 'deal', values: { name: '"After " + record.reason', stage: '"new"' } },
      next: {},
    },
    { id: 'small', type: 'update_record', settings: { values: { amount: '-1' } }, next: {} },
  ]),
);

let workspace: WorkflowWorkspace;

beforeAll(async () => {
  workspace = await workflowWorkspace([
    ...SALES_DOCUMENTS,
    defineRole({
      name: 'no_reason',
      label: label('No reason', '无原因'),
      grants: {
        deal: {
          create: true,
          read: true,
          update: true,
          delete: false,
          export: false,
          fields: { '*': 'edit', reason: 'none' },
        },
      },
    }),
  ]);
});

async function deal(name: string, amount: string): Promise<string> {
  const { data } = await createRecord(workspace.system, 'deal', { name, amount: { amount, currency: 'CNY' } });
  return data.id;
}

async function move(id: string, ...stages: string[]): Promise<void> {
  for (const stage of stages) await updateRecord(workspace.system, 'deal', id, { stage });
}

async function replayed(document: WorkflowDocument): Promise<ReplayRow> {
  const id = await startReplay(workspace.system, workspace.engine, { document, days: 7 });
  await expect.poll(async () => (await requireReplay(workspace.database, id)).status, { timeout: 30_000 }).toBe('done');
  return requireReplay(workspace.database, id);
}

/** All that a trial could leave behind. */
async function traces(): Promise<Record<string, string>> {
  const { rows } = await workspace.database.query<Record<string, string>>(
    `select (select count(*) from core.change_log) as logged, (select count(*) from core.outbox) as told,
       (select count(*) from core.workflow_run) as runs, (select count(*) from crm.deal) as deals,
       (select sum(last_value) from pg_sequences where schemaname = 'crm') as numbers`,
  );
  return rows[0]!;
}

/** Makes an account of what another system sends. */
const HOOK = draft(
  workflowOf(
    'hook',
    { type: 'webhook_received', settings: { sample: '{"name": "x", "size": 3, "rating": 1.5}' } },
    [
      {
        id: 'make',
        type: 'create_record',
        settings: {
          object: 'account',
          values: { name: 'payload_name', employees: 'payload_size', rating: 'payload_rating' },
        },
      },
    ],
    { run_as: 'everything', id: '00000000-0000-7000-8000-0000000000ae' } as Partial<WorkflowDocument>,
  ),
);

describe('A dry run', () => {
  it('is told what the outside would tell, and nothing that it would not', async () => {
    const input = { payload_name: 'Tried', payload_size: 4, payload_rating: '2.5' };
    const tried = await tryOne(workspace.system, workspace.engine, { document: HOOK, input });
    expect(tried).toMatchObject({ status: 'done', triggered: true });
    expect(tried.writes[0]!.changes).toMatchObject({
      name: [null, 'Tried'],
      employees: [null, 4],
      rating: [null, '2.5'],
    });
    const strange = tryOne(workspace.system, workspace.engine, { document: HOOK, input: { payload_nam: 'x' } });
    await expect(strange).rejects.toMatchObject({ issues: [{ path: 'input.payload_nam', code: 'unknown_property' }] });
    const fromStranger = draft(
      workflowOf(
        'mail',
        { type: 'mail_received', settings: { address: 'help', object: 'contact', field: 'email' } },
        [
          { id: 'known', type: 'condition', settings: { when: 'has(record.name)' }, next: { no: 'make' } },
          { id: 'make', type: 'create_record', settings: { object: 'account', values: { name: 'mail_subject' } } },
        ],
        { run_as: 'everything' } as Partial<WorkflowDocument>,
      ),
    );
    const mail = { mail_subject: 'Hello', mail_from: 'a@example.com' };
    const unknown = await tryOne(workspace.system, workspace.engine, { document: fromStranger, input: mail });
    expect(unknown.steps.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['known', 'no'],
      ['make', 'done'],
    ]);
  });

  it('shows each step, what would be written and why it fails, and leaves nothing behind', async () => {
    const id = await deal('Dry', '150');
    await move(id, 'offer', 'won');
    const small = await deal('Small', '5');
    await move(small, 'offer', 'won');
    await workspace.settled();
    const before = await traces();
    const tried = await tryOne(workspace.system, workspace.engine, { document: WON, record: id });
    expect(tried).toMatchObject({ status: 'done', triggered: true, deliveries: [] });
    expect(tried.steps.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['large', 'yes'],
      ['note', 'done'],
      ['log', 'done'],
    ]);
    expect(tried.writes).toMatchObject([
      { step: 'note', object: 'deal', id, action: 'update', changes: { reason: [null, 'was offer'] } },
      { step: 'log', object: 'deal', id: null, action: 'create' },
    ]);
    expect(tried.writes[1]!.changes).toMatchObject({ name: [null, 'After was offer'] });
    const refused = await tryOne(workspace.system, workspace.engine, { document: WON, record: small });
    expect(refused).toMatchObject({ status: 'failed', failedAt: 'small' });
    expect(refused.error!.issues).toMatchObject([{ path: 'amount' }]);
    expect((await getRecord(workspace.system, 'deal', id)).data['reason']).toBeNull();
    expect(await traces()).toEqual(before);
  });

  it('passes waits at once, does branches and records of a filter, and takes what is assumed for granted', async () => {
    const id = await deal('Waits', '10');
    await createRecord(workspace.system, 'account', { name: 'Shop', industry: 'retail' });
    const document = draft(
      workflowOf('long', { type: 'manual', settings: { object: 'deal' } }, [
        { id: 'pause', type: 'wait', settings: { for: '3d' } },
        {
          id: 'until',
          type: 'wait_until',
          settings: { when: 'record.stage == "won"', at_most: '2d' },
          next: { late: 'each', done: 'guess' },
        },
        { id: 'guess', type: 'compute', settings: { value: '"seen"' }, next: { done: 'each' } },
        {
          id: 'each',
          type: 'for_each',
          settings: { object: 'account', filter: 'industry == "retail"', at_most: 10 },
          next: { each: 'touch', done: 'all' },
        },
        {
          id: 'touch',
          type: 'update_record',
          settings: { record: 'each_each', values: { code: '"C" + each_each.name' } },
          next: {},
        },
        {
          id: 'all',
          type: 'update_records',
          settings: { object: 'account', filter: 'code.startsWith("C")', values: { employees: '7' } },
          next: {},
        },
      ]),
    );
    const tried = await tryOne(workspace.system, workspace.engine, { document, record: id });
    expect(tried).toMatchObject({ status: 'done', waits: 2, error: null });
    expect(tried.steps.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['pause', 'done'],
      ['until', 'late'],
      ['each', null],
      ['touch', 'done'],
      ['all', 'done'],
    ]);
    expect(tried.steps[0]!.until).not.toBeNull();
    expect(tried.writes.map(({ step, object }) => [step, object])).toEqual([
      ['touch', 'account'],
      ['all', 'account'],
    ]);
    const assumed = { until: { outcome: 'done' } };
    const other = await tryOne(workspace.system, workspace.engine, { document, record: id, assumed });
    expect(other.steps.map(({ step, assumed: taken }) => [step, taken]).slice(1, 3)).toEqual([
      ['until', true],
      ['guess', false],
    ]);
  });

  it('has the rights of who tries it, shows him nothing hidden, and takes no role he does not hold', async () => {
    const id = await deal('Hidden', '150');
    await move(id, 'offer', 'won');
    const person = await workspace.person(['no_reason']);
    const tried = await tryOne(person, workspace.engine, { document: WON, record: id });
    expect(tried).toMatchObject({ status: 'failed', failedAt: 'note', writes: [] });
    const stranger = await workspace.person([]);
    await expect(tryOne(stranger, workspace.engine, { document: WON, record: id })).rejects.toMatchObject({
      code: 'record_not_found',
    });
    expect(await recentBeginnings(stranger, WON)).toEqual([]);
    expect((await recentBeginnings(person, WON)).map((each) => each.record)).toContain(id);
  });
});

describe('A replay', () => {
  it('counts exactly what each change of the past would have done to the record as it was then', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 12; n++) ids.push(await deal(`Past ${n}`, n < 8 ? '500' : '50'));
    for (const id of ids) await move(id, 'offer', 'won');
    // What happened since must not be seen.
    for (const id of ids)
      await updateRecord(workspace.system, 'deal', id, { amount: { amount: '1', currency: 'CNY' }, reason: 'later' });
    await deleteRecord(workspace.system, 'deal', ids[0]!);
    await workspace.settled();
    const before = await traces();
    const only = draft({
      ...WON,
      name: 'replayed',
      trigger: updated('deal', ['stage'], 'record.stage == "won" && record.name.startsWith("Past ")'),
    } as DocumentDraft);
    const row = await replayed(only);
    expect(row.tally.tried).toMatchObject({ triggered: 12, done: 8, failed: 4, updated: 8, created: 8 });
    expect(row.tally.tried.failures).toEqual({ 'invalid_input small': 4 });
    expect(await changedByReplay(workspace.database, row.id)).toEqual({ tried: 8, compared: 0 });
    const entry = row.sample.changed!.find((each) => each.record === ids[1])!;
    expect(entry.tried!.writes[0]).toMatchObject({ id: ids[1], changes: { reason: [null, 'was offer'] } });
    expect(row.sample.failed).toHaveLength(4);
    expect(await traces()).toEqual(before);
    expect((await getRecord(workspace.system, 'deal', ids[1]!)).data['reason']).toBe('later');
    const { rows } = await workspace.database.query('select from core.workflow_replay_beginning');
    expect(rows).toEqual([]);
  });

  it('has the same outcome together and one by one, and acts for who made the change', async () => {
    const person = await workspace.person(['no_reason']);
    const { data } = await createRecord(person, 'deal', {
      name: 'Someone',
      amount: { amount: '200', currency: 'CNY' },
    });
    await updateRecord(person, 'deal', data.id, { stage: 'offer' });
    await updateRecord(person, 'deal', data.id, { stage: 'won' });
    const trigger = updated('deal', ['stage'], 'record.stage == "won" && record.name == "Someone"');
    const together = await replayed(
      draft({ ...WON, id: '00000000-0000-7000-8000-0000000000ab', name: 'mine', trigger } as DocumentDraft),
    );
    expect(together.tally.tried).toMatchObject({ triggered: 1, failed: 1, updated: 0 });
    const steps = [
      { id: 'look', type: 'find_records', settings: { object: 'deal', filter: 'stage == "won"' } },
      {
        id: 'all',
        type: 'update_records',
        settings: { object: 'activity', filter: 'name == "none"', values: { body: '"x"' } },
      },
    ];
    const alone = await replayed(
      draft(workflowOf('looks', trigger, steps, { id: '00000000-0000-7000-8000-0000000000ac' })),
    );
    expect(alone.tally.tried).toMatchObject({ triggered: 1 });
    expect(alone.tally.unable).toBe(0);
  });

  it('tells again what began the runs that something outside began', async () => {
    await workspace.database.transaction(async (tx) => {
      for (const n of [1, 2, 3]) {
        const results = { payload_name: `Again ${n}`, payload_size: n === 3 ? -1 : n, payload_rating: null };
        const start = { workflow: HOOK, record: null, results, occasion: null };
        await startFromOutside(tx, workspace.engine.definitions, start);
      }
    });
    await workspace.settled();
    const row = await replayed(HOOK);
    expect(row.tally.tried).toMatchObject({ triggered: 3, done: 2, failed: 1, created: 2 });
    const names = row.sample.changed!.map((each) => each.tried!.writes[0]!.changes['name']![1]);
    expect(new Set(names)).toEqual(new Set(['Again 1', 'Again 2']));
  });

  it('says of a schedule how often it would have run', async () => {
    const document = draft(
      workflowOf(
        'nightly',
        { type: 'schedule', settings: { cron: '0 3 * * *' } },
        [
          {
            id: 'none',
            type: 'update_records',
            settings: { object: 'deal', filter: 'name == "nobody"', values: { reason: '"x"' } },
          },
        ],
        { run_as: 'everything', id: '00000000-0000-7000-8000-0000000000ad' } as Partial<WorkflowDocument>,
      ),
    );
    const row = await replayed(document);
    expect(Number(row.total)).toBe(7);
    expect(row.tally.tried).toMatchObject({ triggered: 7, done: 7, failed: 0 });
  });
});

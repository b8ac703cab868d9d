import { businessTime, label, type BusinessCalendar, type DeadlineValue, type DocumentDraft } from '@stratacrm/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../../testing/refusal.ts';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../../testing/test-workflows.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { bulkRecords } from '../../records/bulk-records.ts';
import { createRecord } from '../../records/create-record.ts';
import { deleteRecord } from '../../records/delete-record.ts';
import { getRecord } from '../../records/get-record.ts';
import { groupRecords } from '../../records/group-records.ts';
import { queryRecords } from '../../records/query-records.ts';
import { restoreRecord } from '../../records/restore-record.ts';
import { updateRecord } from '../../records/update-record.ts';
import { lookFirst } from './first-look.ts';
import { ringTimers } from './ring.ts';

const HOUR = 3_600_000;
const option = (value: string) => ({ value, label: label(value, `${value}值`) });
const field = (name: string, type: string, rest: object = {}): DocumentDraft =>
  ({ kind: 'field', object: 'ticket', name, type, label: label(name, `${name}栏`), ...rest }) as DocumentDraft;

const called = { type: 'called', settings: { object: 'ticket' } };
const noting = (name: string) =>
  workflowOf(name, called, [{ id: 'note', type: 'update_record', settings: { values: { note: `"${name}"` } } }], {
    run_as: 'everything',
  });

const DOCUMENTS: DocumentDraft[] = [
  {
    kind: 'object',
    name: 'ticket',
    label: label('Ticket', '工单'),
    label_plural: label('Tickets', '工单'),
    name_field: 'name',
  } as DocumentDraft,
  field('name', 'text'),
  field('note', 'text'),
  field('urgent', 'boolean', { default: false }),
  field('answered_at', 'datetime'),
  field('state', 'select', { default: 'new', options: ['new', 'working', 'waiting', 'done'].map(option) }),
  field('stage_time', 'deadline'),
  field('response', 'deadline'),
  field('resolution', 'deadline'),
  {
    kind: 'process',
    name: 'tickets',
    label: label('Tickets', '工单'),
    object: 'ticket',
    field: 'state',
    stages: [
      { id: 'new', category: 'open', target_days: 1 },
      { id: 'working', category: 'open', target_days: 3 },
      { id: 'waiting', category: 'open', pauses: true, target_days: 1 },
      { id: 'done', category: 'won' },
    ],
    stage_clock: { field: 'stage_time', calendar: 'always', warn_before: '6h', on_warn: 'warned', on_breach: 'late' },
    clocks: [
      {
        id: 'response',
        label: label('First response', '首次响应'),
        field: 'response',
        until: 'has(record.answered_at)',
        calendar: 'always',
        limits: [{ id: 'all', within: '8h' }],
      },
      {
        id: 'resolution',
        label: label('Resolution', '解决'),
        field: 'resolution',
        until: 'record.state == "done"',
        calendar: 'always',
        warn_before: '2h',
        on_breach: 'late',
        limits: [
          { id: 'urgent', when: 'record.urgent', within: '4h' },
          { id: 'normal', within: '2d' },
        ],
      },
    ],
  } as unknown as DocumentDraft,
  workflowOf('patient', { type: 'record_created', settings: { object: 'ticket', when: 'record.name == "Patient"' } }, [
    { id: 'rest', type: 'wait', settings: { for: '1d2h', hours: 'business' } },
  ]),
  noting('warned'),
  noting('late'),
];

/** Everybody works on one day of the week only, and at night. */
const SUNDAYS: BusinessCalendar = {
  name: 'sundays',
  label: label('Sundays', '周日'),
  time_zone: 'UTC',
  week: [[], [], [], [], [], [], [{ from: '00:00', to: '04:00' }]],
  days: [],
};

let workspace: WorkflowWorkspace;
let ctx: AccessContext;

beforeAll(async () => {
  workspace = await workflowWorkspace([...SALES_DOCUMENTS, ...DOCUMENTS]);
  workspace.catalog.model.workspace.calendars = [SUNDAYS];
  ctx = workspace.system;
});

/** The context some hours from the beginning of the test. */
const START = Date.now();
const at = (hours: number): AccessContext => ({ ...ctx, now: new Date(START + hours * HOUR) });
const moment = (hours: number): string => new Date(START + hours * HOUR).toISOString().replace('.000Z', 'Z');

async function ticket(values: Parameters<typeof createRecord>[2] = {}): Promise<string> {
  return (await createRecord(at(0), 'ticket', { name: 'T', ...values })).data.id;
}

async function limit(id: string, name: string): Promise<DeadlineValue> {
  return (await getRecord(ctx, 'ticket', id)).data[name] as unknown as DeadlineValue;
}

const change = (hours: number, id: string, patch: Parameters<typeof updateRecord>[3]) =>
  updateRecord(at(hours), 'ticket', id, patch);

describe('time in a stage', () => {
  test('is kept exactly, one by one and in bulk, and begins anew with each', async () => {
    const id = await ticket();
    expect(await limit(id, 'stage_time')).toMatchObject({ state: 'running', since: moment(0), due: moment(24) });
    await change(5, id, { name: 'Other' });
    expect(await limit(id, 'stage_time')).toMatchObject({ since: moment(0) });
    const other = await ticket();
    await bulkRecords(at(6), 'ticket', {
      mode: 'all',
      update: [
        { id, state: 'working' },
        { id: other, state: 'working' },
      ],
    });
    for (const each of [id, other])
      expect(await limit(each, 'stage_time')).toMatchObject({ since: moment(6), due: moment(6 + 72) });
    await change(7, id, { state: 'done' });
    const ended = await limit(id, 'stage_time');
    expect(ended).toEqual({ state: 'ended', since: moment(7), ended: moment(7), used: 0 });
    await change(9, id, { name: 'Another' });
    expect(await limit(id, 'stage_time')).toEqual(ended);
    await change(10, id, { state: 'working' });
    expect(await limit(id, 'stage_time')).toMatchObject({ state: 'running', since: moment(10), due: moment(10 + 72) });
  });

  test('cannot be written by anybody', async () => {
    const error = await refusal(createRecord(ctx, 'ticket', { name: 'T', stage_time: { state: 'met' } }));
    expect(error.issues).toMatchObject([{ path: 'stage_time', code: 'read_only_field' }]);
  });

  test('warns, then is over, each once, with its workflow', async () => {
    const id = await ticket({ urgent: false });
    await workspace.settled();
    await ringTimers(workspace.engine, new Date(START + 17 * HOUR));
    expect(await limit(id, 'stage_time')).toMatchObject({ state: 'running' });
    await ringTimers(workspace.engine, new Date(START + 18.5 * HOUR));
    await workspace.settled();
    expect(await limit(id, 'stage_time')).toMatchObject({ state: 'due_soon' });
    expect((await getRecord(ctx, 'ticket', id)).data['note']).toBe('warned');
    await ringTimers(workspace.engine, new Date(START + 25 * HOUR));
    await ringTimers(workspace.engine, new Date(START + 26 * HOUR));
    const runs = (await workspace.settled()).filter((run) => run.record_id === id);
    expect(runs.map((run) => run.workflow)).toEqual(['warned', 'late']);
    expect(await limit(id, 'stage_time')).toMatchObject({ state: 'breached' });
  });

  test('is looked up in the past for records older than it', async () => {
    const id = await ticket();
    await change(3, id, { state: 'working' });
    await workspace.settled();
    await workspace.database.query(`update crm.ticket set stage_time = null, stage_time__value = null`);
    await workspace.database.query('delete from core.process_clock');
    await lookFirst(workspace.engine);
    expect(await limit(id, 'stage_time')).toMatchObject({ since: moment(3) });
    const { rows } = await workspace.database.query('select from core.process_clock where not ready');
    expect(rows).toEqual([]);
  });
});

describe('a service level', () => {
  test('depends on what the record says, and follows it', async () => {
    const id = await ticket();
    expect(await limit(id, 'resolution')).toMatchObject({ due: moment(48), warn: moment(46) });
    await change(1, id, { urgent: true });
    expect(await limit(id, 'resolution')).toMatchObject({ due: moment(4), state: 'running' });
    await change(5, id, { name: 'Late' });
    expect(await limit(id, 'resolution')).toMatchObject({ state: 'breached' });
    await change(6, id, { urgent: false });
    expect(await limit(id, 'resolution')).toMatchObject({ due: moment(48), state: 'running' });
  });

  test('stands still while others are waited for, and goes on where it stood', async () => {
    const id = await ticket({ urgent: true });
    await change(1, id, { state: 'waiting' });
    const paused = await limit(id, 'resolution');
    expect(paused).toMatchObject({ state: 'paused', used: HOUR });
    expect(paused.due).toBeUndefined();
    await change(11, id, { state: 'working' });
    expect(await limit(id, 'resolution')).toMatchObject({ state: 'running', due: moment(14) });
  });

  test('ends in time or late, and goes on when the record is opened again', async () => {
    const id = await ticket({ urgent: true });
    await change(3, id, { state: 'done' });
    expect(await limit(id, 'resolution')).toMatchObject({ state: 'met', ended: moment(3), due: moment(4) });
    await change(10, id, { state: 'working' });
    expect(await limit(id, 'resolution')).toMatchObject({ state: 'due_soon', due: moment(11) });
    await change(12, id, { state: 'done' });
    expect(await limit(id, 'resolution')).toMatchObject({ state: 'met_late', ended: moment(12) });
  });

  test('is not misled by a clock that is put back', async () => {
    const id = await ticket({ urgent: true });
    await change(-5, id, { state: 'waiting' });
    expect(await limit(id, 'resolution')).toMatchObject({ state: 'paused', used: 0 });
  });

  test('is found, sorted and counted by how it stands', async () => {
    const name = 'Counted';
    const [late, soon] = [await ticket({ name, urgent: true }), await ticket({ name })];
    await change(5, late, { note: 'x' });
    const found = await queryRecords(ctx, 'ticket', {
      fields: ['name', 'resolution'],
      filter: `name == "${name}" && resolution.due < timestamp("${moment(72)}")`,
      sort: 'resolution',
    });
    expect(found.data.map(({ id }) => id)).toEqual([late, soon]);
    const breached = await queryRecords(ctx, 'ticket', {
      filter: `name == "${name}" && resolution.state == "breached"`,
    });
    expect(breached.data.map(({ id }) => id)).toEqual([late]);
    const groups = await groupRecords(ctx, 'ticket', {
      filter: `name == "${name}"`,
      group_by: ['resolution.state'],
      aggregates: { n: 'count()' },
    });
    expect(groups.data).toEqual(
      expect.arrayContaining([
        { 'resolution.state': 'breached', n: 1 },
        { 'resolution.state': 'running', n: 1 },
      ]),
    );
  });

  test('is not watched for records that are deleted', async () => {
    const id = await ticket({ urgent: true });
    const timers = async () => {
      await workspace.settled();
      const { rows } = await workspace.database.query('select from core.process_timer where record_id = $1', [id]);
      return rows.length;
    };
    expect(await timers()).toBe(3);
    await deleteRecord(ctx, 'ticket', id);
    expect(await timers()).toBe(0);
    await restoreRecord(ctx, 'ticket', id);
    expect(await timers()).toBe(3);
  });
});

test('a workflow waits in business hours', async () => {
  const id = await ticket({ name: 'Patient' });
  await workspace.settled();
  const { rows } = await workspace.database.query<{ since: string; until: string }>(
    `select t.waits_since as since, t.waits_until as until from core.workflow_token t
     join core.workflow_run r on r.id = t.run_id where r.record_id = $1 and r.workflow = 'patient'`,
    [id],
  );
  const [since, until] = [new Date(rows[0]!.since), new Date(rows[0]!.until)];
  // A day of four hours and two more: on the second Sunday at the latest.
  expect(businessTime(SUNDAYS).between(since.getTime(), until.getTime())).toBeGreaterThan(6 * HOUR - 5_000);
  expect(until.getUTCDay()).toBe(0);
});

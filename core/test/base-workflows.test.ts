import { basePack } from '@stratacrm/plugin-base';
import { lintProcess, type DeadlineValue, type DocumentDraft, type JsonValue } from '@stratacrm/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { mailSink, type MailSink } from '../testing/mail-sink.ts';
import { changeTeam, memberOf } from '../testing/test-people.ts';
import { workflowWorkspace, type WorkflowWorkspace } from '../testing/test-workflows.ts';
import type { AccessContext } from '../src/access/access-profile.ts';
import { mailCarrier } from '../src/kernel/mail/mail-carrier.ts';
import { MAIL } from '../src/kernel/mail/mail.ts';
import { outboundPolicy } from '../src/kernel/outbound/outbound-policy.ts';
import { newKey, secretBox } from '../src/kernel/secret-box.ts';
import { createRecord } from '../src/records/create-record.ts';
import { getRecord } from '../src/records/get-record.ts';
import { queryRecords } from '../src/records/query-records.ts';
import { updateRecord } from '../src/records/update-record.ts';
import { decideTask } from '../src/workflow/people/decide-task.ts';
import { ringTimers } from '../src/workflow/processes/ring.ts';
import { startWhatIsDue } from '../src/workflow/start/on-schedule.ts';

/** The workflows and processes of the base pack on real records, with a real server for mail. */

const HOUR = 3_600_000;
let workspace: WorkflowWorkspace;
let sink: MailSink;
let rep: AccessContext;
let other: AccessContext;
let manager: AccessContext;

beforeAll(async () => {
  sink = await mailSink();
  const config = { smtpUrl: sink.url, mailFrom: 'Strata <crm@example.com>' };
  const mail = { secrets: secretBox([newKey()]), config, outbound: outboundPolicy([]) };
  workspace = await workflowWorkspace(basePack.documents as unknown as DocumentDraft[], (db) => ({
    [MAIL]: mailCarrier({ db, ...mail }),
  }));
  const team = await workspace.team('East');
  rep = await memberOf(workspace, ['sales_representative'], { teams: [team], name: 'Rep' });
  other = await memberOf(workspace, ['sales_representative'], { teams: [team], name: 'Other' });
  manager = await memberOf(workspace, ['sales_manager'], { teams: [team], name: 'Manager' });
  await changeTeam(workspace, team, { manager: manager.actor.userId });
});

type Values = { [field: string]: JsonValue };

const make = async (object: string, values: Values, ctx = workspace.system): Promise<string> =>
  (await createRecord(ctx, object, values)).data.id;
const read = async (object: string, id: string) => (await getRecord(workspace.system, object, id)).data;

async function tasks(filter: string): Promise<Values[]> {
  await workspace.settled();
  const fields = ['subject', 'owner.id', 'due_date', 'priority'];
  return (await queryRecords(workspace.system, 'activity', { fields, filter: `type == "task" && ${filter}` })).data;
}

const ownerOf = (task: Values | undefined): unknown => (task?.['owner'] as { id?: string } | undefined)?.id;

async function opportunity(values: Values, ctx = rep): Promise<string> {
  const account = await make('account', { name: 'A' }, ctx);
  const amount = { amount: '1000', currency: 'CNY' };
  return make('opportunity', { name: 'O', account, amount, close_date: '2026-12-31', ...values }, ctx);
}

test('nothing about the processes is doubtful', () => {
  const workflows = new Map(
    basePack.documents.flatMap((each) => (each.kind === 'workflow' ? [[each.name, each]] : [])),
  );
  for (const process of basePack.documents.filter((each) => each.kind === 'process'))
    expect([process.name, lintProcess(process, (name) => workflows.get(name))]).toEqual([process.name, []]);
});

describe('leads', () => {
  test('without an owner go to the salespeople by turns, with a task', async () => {
    const ids = [await make('lead', { name: 'One' }), await make('lead', { name: 'Two' })];
    await workspace.settled();
    const owners = await Promise.all(ids.map(async (id) => (await read('lead', id))['owner']));
    expect(new Set(owners)).toEqual(new Set([rep.actor.userId, other.actor.userId]));
    for (const [index, id] of ids.entries())
      expect((await tasks(`lead == "${id}"`)).map(ownerOf)).toEqual([owners[index]]);
  });

  test('that have one stay with him, who is reminded when he lets them lie', async () => {
    const id = await make('lead', { name: 'Mine' }, rep);
    expect(await tasks(`lead == "${id}"`)).toEqual([]);
    await ringTimers(workspace.engine, new Date(Date.now() + 25 * HOUR));
    const reminded = await tasks(`lead == "${id}"`);
    expect(reminded.map(ownerOf)).toEqual([rep.actor.userId]);
  });
});

describe('opportunities', () => {
  test('are won at a small discount at once, at a large one when a manager says so', async () => {
    const small = await opportunity({ discount: '10' });
    expect((await updateRecord(rep, 'opportunity', small, { stage: 'won' })).data['stage']).toBe('won');
    const large = await opportunity({ discount: '30' });
    const held = await updateRecord(rep, 'opportunity', large, { stage: 'won' });
    expect(held).toMatchObject({ data: { stage: 'prospecting' }, warnings: [{ code: 'transition_awaits_approval' }] });
    await workspace.settled();
    const { rows } = await workspace.database.query<{ id: string }>('select id from core.task where record_id = $1', [
      large,
    ]);
    await decideTask(manager, rows[0]!.id, { decision: 'approved' } as never);
    await workspace.settled();
    expect((await read('opportunity', large))['stage']).toBe('won');
  });

  test('are renewed two months before they end', async () => {
    const id = await opportunity({ name: 'Ending', renewal_date: '2027-03-02' });
    await updateRecord(rep, 'opportunity', id, { stage: 'won' });
    await workspace.settled();
    // Sixty days before, in the morning by the clock of the workspace.
    await startWhatIsDue(workspace.engine, new Date('2027-01-01T08:30:00+08:00'));
    await workspace.settled();
    const found = await queryRecords(workspace.system, 'opportunity', {
      fields: ['name', 'owner.id', 'close_date'],
      filter: 'type == "renewal"',
    });
    expect(found.data).toMatchObject([{ close_date: '2027-03-02', owner: { id: rep.actor.userId } }]);
    expect(await tasks(`opportunity == "${found.data[0]!.id}"`)).toHaveLength(1);
  });

  test('welcome whoever has bought for the first time, by hand where no mail goes out', async () => {
    const contact = (email: string) => make('contact', { name: '王芳', email }, rep);
    const win = async (email: string): Promise<string> => {
      const id = await opportunity({ type: 'new_business', contact: await contact(email) });
      await updateRecord(rep, 'opportunity', id, { stage: 'won' });
      await workspace.settled();
      return id;
    };
    const id = await win('fang@example.com');
    expect(sink.mails.filter(({ readers }) => readers.includes('fang@example.com'))).toHaveLength(1);
    expect((await workspace.settled('welcome_journey')).find((run) => run.record_id === id)?.status).toBe('waiting');
    sink.refuse({ code: 550, text: 'no such box' });
    const refused = await win('nobody@example.com');
    sink.refuse(null);
    expect((await tasks(`opportunity == "${refused}"`)).map(ownerOf)).toEqual([rep.actor.userId]);
  });
});

describe('cases', () => {
  test('run against service levels by priority, stand still for the customer, and are brought before a manager', async () => {
    const id = await make('case', { subject: 'Broken', priority: 'urgent', owner: rep.actor.userId! });
    const at = async (name: string) => (await read('case', id))[name] as unknown as DeadlineValue;
    expect(await at('response')).toMatchObject({ state: 'running', limit: HOUR });
    await workspace.settled();
    await ringTimers(workspace.engine, new Date(Date.now() + 2 * HOUR));
    const before = await tasks(`case == "${id}"`);
    expect(before.map(ownerOf)).toEqual([manager.actor.userId]);
    expect(before[0]!['priority']).toBe('urgent');
    await updateRecord(workspace.system, 'case', id, { status: 'waiting' });
    expect(await at('resolution_time')).toMatchObject({ state: 'paused' });
    expect((await read('case', id))['first_response_at']).not.toBeNull();
    await updateRecord(workspace.system, 'case', id, { status: 'resolved', resolution: 'New part' });
    expect(await at('resolution_time')).toMatchObject({ state: 'met' });
    const reopened = await updateRecord(workspace.system, 'case', id, {
      status: 'in_progress',
      reopen_reason: 'Broken again',
    });
    expect(reopened.data['resolution_time']).toMatchObject({ state: 'running' });
  });
});

test('the report of the week goes to whoever sells, and to his manager with the numbers of the team', async () => {
  sink.mails.length = 0;
  const speaks = `update core."user" set locale = case id when $1 then 'zh' else 'en' end where id in ($1, $2)`;
  await workspace.database.query(speaks, [manager.actor.userId, rep.actor.userId]);
  const { id } = workspace.catalog.workflows.get('weekly_sales_report')!;
  await workspace.database.query(
    `insert into core.workflow_occasion (workflow_id, occasion, at) values ($1, '2026-11-16T00:00:00.000Z', now())`,
    [id],
  );
  await startWhatIsDue(workspace.engine, new Date('2026-11-23T00:01:00Z'));
  const runs = await workspace.settled('weekly_sales_report');
  expect(runs.map(({ status, error }) => ({ status, error }))).toEqual([{ status: 'done', error: null }]);
  const to = (ctx: AccessContext) => sink.mails.filter(({ readers }) => readers.includes(ctx.actor.email));
  expect(to(rep)).toHaveLength(1);
  expect(to(other)).toEqual([]);
  expect(to(rep)[0]).toMatchObject({ subject: expect.stringMatching(/^Your week: 5 won, /) });
  expect(to(rep)[0]!.text).toMatch(/Won this week: 5 · 5,000/);
  expect(to(manager)[0]!.subject).toMatch(/^销售周报：/);
  expect(to(manager)[0]!.text).toMatch(/团队\n本周赢单：5 个 · 5,000/);
});

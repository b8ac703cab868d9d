import { defineRole, label, type StrataError, type WorkItem } from '@stratacrm/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { changeTeam, memberOf } from '../../../testing/test-people.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../../testing/test-workflows.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { createRecord } from '../../records/create-record.ts';
import { deleteRecord } from '../../records/delete-record.ts';
import { getRecord } from '../../records/get-record.ts';
import { listNotifications } from '../../notify/notifications.ts';
import { updateRecord } from '../../records/update-record.ts';
import { cancelRun } from '../runs/change-run.ts';
import { completeTask, decideTask } from './decide-task.ts';
import { decideByLink, makeLink, showLink } from './decision-link.ts';
import { claimTask, handOnTask, recallTask, releaseTask, takeBackTask } from './hand-on.ts';
import { countTasks, listTasks } from './list-tasks.ts';
import { recordTasks } from './record-tasks.ts';
import { showTask } from './show-task.ts';
import { changeWorkProfile } from './work-profile.ts';

const on = (name: string) => ({
  type: 'record_created',
  settings: { object: 'deal', when: `record.name.startsWith("${name}")` },
});

const note = (id: string, text: string) => ({
  id,
  type: 'update_record',
  settings: { values: { reason: text } },
  next: {},
});

const ways = { approved: 'yes', rejected: 'no', late: 'slow', recalled: 'back' };

/** An approval whose ways write how it went. */
const approving = (name: string, settings: object) =>
  workflowOf(
    name,
    on(name),
    [
      { id: 'ok', type: 'approval', settings: { title: 'May {{ record.name }}?', ...settings }, next: ways },
      note('yes', '"yes " + ok_comment'),
      note('no', '"no " + ok_comment'),
      note('slow', '"late"'),
      note('back', '"recalled"'),
    ],
    // Whoever triggers it may not be able to write what follows.
    { run_as: 'everything' },
  );

const deal = { create: true, read: true, update: true, delete: true, export: false };

const of = (...values: string[]) => values.map((value) => ({ kind: 'role', value }));

const DOCUMENTS = [
  ...SALES_DOCUMENTS,
  ...['seller', 'legal', 'board', 'chief'].map((name) =>
    defineRole({ name, label: label(name, name), grants: { deal, account: deal, activity: deal } }),
  ),
  defineRole({ name: 'blind', label: label('Blind', '盲'), grants: {} }),
  workflowOf('Task', on('Task'), [
    {
      id: 'check',
      type: 'task',
      settings: {
        people: of('legal', 'blind'),
        title: 'Check {{ record.name }}',
        form: [
          { name: 'pages', type: 'integer', label: { en: 'Pages', zh: '页数' }, required: true },
          { name: 'word', type: 'text', label: { en: 'Word', zh: '词' } },
        ],
      },
      next: { done: 'write' },
    },
    note('write', '"pages " + text(check_pages) + " by " + check_by.name'),
  ]),
  approving('One', { people: of('legal'), lock: 'locked' }),
  approving('All', { mode: 'all', people: of('board'), comment: 'never' }),
  approving('Half', { mode: 'majority', people: of('board'), comment: 'never', single: true }),
  approving('Chain', {
    mode: 'chain',
    levels: 3,
    amount: 'record.amount',
    limits: [1_000, 10_000, 100_000],
    lock: 'approvers',
    comment: 'never',
  }),
  approving('Slow', { people: of('legal'), at_most: '4s', remind_after: '1s', escalate_after: '1s' }),
  approving('Own', { people: of('seller'), escalate_after: '5d' }),
  approving('Nobody', { people: of('nobody_has_it') }),
];

let workspace: WorkflowWorkspace;
let seller: AccessContext;
let legal: AccessContext;
let counsel: AccessContext;
let stranger: AccessContext;
const board: AccessContext[] = [];
/** From the seller's manager up. */
const managers: AccessContext[] = [];

beforeAll(async () => {
  workspace = await workflowWorkspace(DOCUMENTS);
  const [house, region, branch] = [
    await workspace.team('House'),
    await workspace.team('Region'),
    await workspace.team('Branch'),
  ];
  seller = await memberOf(workspace, ['seller'], { teams: [branch!], name: 'Sally' });
  legal = await memberOf(workspace, ['legal'], { teams: [region!], name: 'Lena' });
  counsel = await memberOf(workspace, ['legal'], { name: 'Cora' });
  stranger = await memberOf(workspace, ['seller'], { name: 'Stranger' });
  for (let n = 0; n < 3; n++) board.push(await memberOf(workspace, ['board'], { name: `Board ${n}` }));
  for (const team of [branch, region, house])
    managers.push(await memberOf(workspace, ['chief'], { teams: [team!], name: `Manager of ${team}` }));
  await changeTeam(workspace, branch!, { manager: managers[0]!.actor.userId, parent: region! });
  await changeTeam(workspace, region!, { manager: managers[1]!.actor.userId, parent: house! });
  await changeTeam(workspace, house!, { manager: managers[2]!.actor.userId });
});

async function make(name: string, facts: { [field: string]: string | object } = {}, as = seller): Promise<string> {
  const { data } = await createRecord(as, 'deal', { name, ...facts } as never);
  await workspace.settled(name.split(' ')[0]);
  return data.id;
}

async function listed(ctx: AccessContext, show: 'mine' | 'teams' | 'asked' | 'done' = 'mine'): Promise<WorkItem[]> {
  return (await listTasks(ctx, { show, limit: 50, offset: 0 })).items.filter((item) => item.record !== null);
}

async function taskOf(record: string): Promise<string> {
  const { rows } = await workspace.database.query<{ id: string }>('select id from core.task where record_id = $1', [
    record,
  ]);
  return rows[0]!.id;
}

async function reason(record: string): Promise<unknown> {
  await workspace.settled();
  return (await getRecord(workspace.system, 'deal', record)).data['reason'];
}

const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: StrataError) => error.issues?.[0]?.code ?? error.code ?? error,
  );

describe('The step "Task for a person"', () => {
  it('is seen by those asked, taken by one of them, and its answers are known to later steps', async () => {
    const record = await make('Task 1');
    const id = await taskOf(record);
    expect(await listed(legal, 'teams')).toMatchObject([
      { id, title: 'Check Task 1', record: { name: 'Task 1' }, may: { complete: true, claim: true, decide: false } },
    ]);
    expect(await listed(legal)).toEqual([]);
    expect(await countTasks(counsel)).toEqual({ mine: 0, teams: 1, overdue: 0 });
    expect(await listed(seller, 'asked')).toMatchObject([{ id, may: { recall: true, complete: false } }]);
    expect(await code(showTask(stranger, id))).toBe('unknown_task');
    expect(await code(completeTask(stranger, id, {}))).toBe('unknown_task');
    expect(await code(completeTask(seller, id, { answers: { pages: 1 } }))).toBe('task_not_yours');

    await claimTask(legal, id);
    expect(await listed(legal)).toMatchObject([{ id }]);
    expect(await code(claimTask(counsel, id))).toBe('task_taken');
    expect(await code(completeTask(counsel, id, { answers: { pages: 1 } }))).toBe('task_taken');
    expect(await code(releaseTask(counsel, id))).toBe('task_taken');
    await releaseTask(legal, id);
    await claimTask(counsel, id);

    expect(await code(completeTask(counsel, id, {}))).toBe('required');
    expect(await code(completeTask(counsel, id, { answers: { pages: 'many' } }))).not.toBe('done');
    expect(await code(completeTask(counsel, id, { answers: { pages: 1, other: 1 } }))).toBe('unknown_setting');
    await completeTask(counsel, id, { answers: { pages: 12 }, comment: 'read it' });
    expect(await code(completeTask(counsel, id, { answers: { pages: 12 } }))).toBe('task_ended');
    expect(await reason(record)).toBe('pages 12 by Cora');
    expect(await listed(legal, 'teams')).toEqual([]);
    expect((await listed(counsel, 'done')).map((item) => item.id)).toContain(id);
    const { events, seats } = await showTask(seller, id);
    expect(events.map((event) => event.kind)).toEqual(['asked', 'claimed', 'released', 'claimed', 'done']);
    expect(seats).toMatchObject([{ open: false }, { open: false }].slice(0, seats.length));
  });

  it('shows its record only to whom the record itself shows', async () => {
    const blind = await memberOf(workspace, ['blind']);
    const record = await make('Task hidden');
    const { items } = await listTasks(blind, { show: 'teams', limit: 50, offset: 0 });
    const item = items.find((each) => each.title === 'Check Task hidden');
    expect(item).toMatchObject({ record: null, may: { complete: true } });
    expect((await showTask(blind, item!.id)).change).toBeNull();
    expect(await code(recordTasks(blind, 'deal', record))).not.toBe('done');
    await recallTask(seller, item!.id);
  });

  it('can be handed on and taken back', async () => {
    const id = await taskOf(await make('Task 2'));
    await handOnTask(legal, id, stranger.actor.userId!, 'please');
    expect(await listed(stranger)).toMatchObject([{ id, may: { complete: true } }]);
    expect(await code(handOnTask(legal, id, legal.actor.userId!))).not.toBe('done');
    await takeBackTask(legal, id);
    expect(await listed(stranger)).toEqual([]);
    expect(await code(completeTask(stranger, id, { answers: { pages: 1 } }))).toBe('unknown_task');
    await completeTask(legal, id, { answers: { pages: 1 } });
  });
});

describe('The step "Approval"', () => {
  it('of one: the first answer decides, a rejection needs a comment, and the record is locked meanwhile', async () => {
    const record = await make('One 1');
    const id = await taskOf(record);
    const locked = updateRecord(seller, 'deal', record, { name: 'Changed' });
    await expect(locked).rejects.toMatchObject({ code: 'record_locked' });
    await expect(locked).rejects.toThrow(/legal/);
    expect(await code(deleteRecord(workspace.system, 'deal', record))).toBe('record_locked');
    expect(await code(decideTask(seller, id, { decision: 'approved' }))).toBe('task_not_yours');
    expect(await code(decideTask(legal, id, { decision: 'rejected' }))).toBe('comment_needed');
    await decideTask(legal, id, { decision: 'rejected', comment: 'too cheap' });
    expect(await code(decideTask(counsel, id, { decision: 'approved' }))).toBe('task_ended');
    expect(await reason(record)).toBe('no too cheap');
    // Whoever asked finds it under his bell.
    await expect
      .poll(async () => (await listNotifications(seller as never, { unread: true, limit: 5 })).data[0], {
        timeout: 5_000,
      })
      .toMatchObject({ title: { en: expect.stringMatching(/^Settled: .*\(Rejected\)$/) }, record });
    await updateRecord(seller, 'deal', record, { name: 'Changed' });
  });

  it('decided by two at the same moment is decided once', async () => {
    const record = await make('One 2');
    const id = await taskOf(record);
    const answers = await Promise.all([
      code(decideTask(legal, id, { decision: 'approved', comment: 'a' })),
      code(decideTask(counsel, id, { decision: 'rejected', comment: 'b' })),
    ]);
    expect(answers.map(String).toSorted((a, b) => a.localeCompare(b))).toEqual(['done', 'task_ended']);
    expect(await reason(record)).toBe(answers[0] === 'done' ? 'yes a' : 'no b');
  });

  it('of all: everybody approves, one rejection ends it', async () => {
    const record = await make('All 1');
    const id = await taskOf(record);
    for (const member of board) {
      expect(await reason(record)).toBeNull();
      await decideTask(member, id, { decision: 'approved' });
    }
    expect(await reason(record)).toBe('yes ');
    const other = await make('All 2');
    await decideTask(board[0]!, await taskOf(other), { decision: 'approved' });
    expect(await code(decideTask(board[0]!, await taskOf(other), { decision: 'rejected' }))).toBe('task_not_yours');
    await decideTask(board[1]!, await taskOf(other), { decision: 'rejected' });
    expect(await reason(other)).toBe('no ');
  });

  it('of more than half', async () => {
    const record = await make('Half 1');
    const id = await taskOf(record);
    await decideTask(board[2]!, id, { decision: 'rejected' });
    await decideTask(board[0]!, id, { decision: 'approved' });
    expect(await reason(record)).toBeNull();
    expect(await code(decideTask(board[1]!, id, { decision: 'approved' }, 'bulk'))).toBe('not_in_bulk');
    await decideTask(board[1]!, id, { decision: 'approved' });
    expect(await reason(record)).toBe('yes ');
  });

  it('of managers: up to the level whose limit is enough, and each level may change the record in its turn', async () => {
    const small = await make('Chain 1', { amount: { amount: '800', currency: 'CNY' } });
    await decideTask(managers[0]!, await taskOf(small), { decision: 'approved' });
    expect(await reason(small)).toBe('yes ');

    const great = await make('Chain 2', { amount: { amount: '9000', currency: 'CNY' } });
    const id = await taskOf(great);
    expect(await showTask(managers[0]!, id)).toMatchObject({ level: 1, levels: 2, mode: 'chain' });
    expect(await code(showTask(managers[1]!, id))).toBe('unknown_task');
    expect(await code(updateRecord(managers[1]!, 'deal', great, { name: 'Changed' }))).toBe('record_locked');
    await decideTask(managers[0]!, id, { decision: 'approved' });
    expect(await reason(great)).toBeNull();
    await updateRecord(managers[1]!, 'deal', great, { name: 'Changed' });
    expect(await code(updateRecord(managers[0]!, 'deal', great, { name: 'Again' }))).toBe('record_locked');
    await decideTask(managers[1]!, id, { decision: 'approved' });
    expect(await reason(great)).toBe('yes ');

    // Beyond every limit the highest there is decides.
    const huge = await make('Chain 3', { amount: { amount: '9000000', currency: 'CNY' } });
    for (const manager of managers) await decideTask(manager, await taskOf(huge), { decision: 'approved' });
    expect(await reason(huge)).toBe('yes ');
  });

  it('may be answered by who stands in for somebody who is away, and only meanwhile', async () => {
    const record = await make('All 3');
    const id = await taskOf(record);
    const [away] = board;
    expect(await code(decideTask(counsel, id, { decision: 'approved' }))).toBe('unknown_task');
    const from = new Date(Date.now() - 1_000).toISOString();
    await changeWorkProfile(away!, away!.actor.userId!, { away_from: from, stand_in: counsel.actor.userId! });
    expect((await listed(counsel)).map((item) => item.id)).toContain(id);
    await decideTask(counsel, id, { decision: 'approved' });
    const { seats } = await showTask(board[1]!, id);
    expect(seats.find((seat) => seat.asked.id === away!.actor.userId)).toMatchObject({
      decision: 'approved',
      decided_by: { name: 'Cora' },
    });
    await changeWorkProfile(away!, away!.actor.userId!, { away_from: null, stand_in: null });
    expect(await code(changeWorkProfile(away!, away!.actor.userId!, { stand_in: away!.actor.userId! }))).toBe(
      'bad_stand_in',
    );
    await recallTask(seller, id);
    expect(await reason(record)).toBe('recalled');
  });

  it('reminds, asks the managers as well, and gives up', async () => {
    const record = await make('Slow 1');
    const id = await taskOf(record);
    await expect.poll(async () => (await showTask(seller, id)).events.map((event) => event.kind)).toContain('late');
    const { events, seats, outcome } = await showTask(seller, id);
    const kinds = events.map((event) => event.kind);
    expect(kinds).toContain('reminded');
    expect(kinds.filter((kind) => kind === 'escalated')).toHaveLength(1);
    expect(seats[0]!.also.map((person) => person.id)).toEqual([managers[1]!.actor.userId]);
    expect(outcome).toBe('late');
    expect(await reason(record)).toBe('late');
  });

  it('is not decided by who asks for it himself, and fails where nobody else is there', async () => {
    const record = await make('Own 1');
    const id = await taskOf(record);
    expect(await listed(seller, 'teams')).toEqual([]);
    expect(await code(decideTask(seller, id, { decision: 'approved' }))).toBe('task_not_yours');
    await decideTask(stranger, id, { decision: 'approved' });
    expect(await reason(record)).toBe('yes ');
    await make('Nobody 1');
    expect(await workspace.settled('Nobody')).toMatchObject([
      { status: 'failed', error: { code: 'task_asks_nobody' } },
    ]);
  });

  it('is not waited for any more when its run is cancelled; the record is free again', async () => {
    const record = await make('One 3');
    const id = await taskOf(record);
    const [run] = (await workspace.settled('One')).filter((each) => each.record_id === record);
    await cancelRun(workspace.database, run!.id);
    expect(await code(decideTask(legal, id, { decision: 'approved' }))).toBe('task_ended');
    await updateRecord(seller, 'deal', record, { name: 'Changed' });
    expect((await listed(legal, 'teams')).map((item) => item.id)).not.toContain(id);
  });
});

describe('A link in an e-mail', () => {
  it('shows, decides once as its approver, and is then of no use', async () => {
    const { database, system } = workspace;
    const record = await make('One 4');
    const id = await taskOf(record);
    const { seats } = await showTask(legal, id);
    const nobody: AccessContext = { ...system, actor: { ...system.actor, roles: [] } };
    const link = (user: AccessContext, end: string | null = null) =>
      makeLink(database, seats[0]!.id, user.actor.userId!, end, new Date());
    const [first, second, old] = [await link(legal), await link(counsel), await link(legal, '2020-01-01T00:00:00Z')];
    expect(await code(showLink(nobody, database, old))).toBe('decision_link_void');
    expect(await code(showLink(nobody, database, 'x'.repeat(43)))).toBe('decision_link_void');
    for (let n = 0; n < 3; n++)
      expect(await showLink(nobody, database, first)).toMatchObject({
        title: 'May One 4?',
        approver: 'Lena',
        record: { name: 'One 4' },
      });
    expect(await reason(record)).toBeNull();
    expect(await code(decideByLink(nobody, database, first, { decision: 'rejected' }))).toBe('comment_needed');
    await database.query('update core."user" set active = false where id = $1', [counsel.actor.userId]);
    expect(await code(decideByLink(nobody, database, second, { decision: 'approved' }))).toBe('decision_link_void');
    await database.query('update core."user" set active = true where id = $1', [counsel.actor.userId]);
    await decideByLink(nobody, database, first, { decision: 'approved', comment: 'fine' });
    expect(await reason(record)).toBe('yes fine');
    expect(await code(decideByLink(nobody, database, first, { decision: 'rejected' }))).toBe('decision_link_void');
    expect(await code(decideByLink(nobody, database, second, { decision: 'rejected' }))).toBe('decision_link_void');
    const { events } = await showTask(seller, id);
    expect(events.at(-1)).toMatchObject({ kind: 'approved', actor: { name: 'Lena' } });
  });
});

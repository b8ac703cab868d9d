import { defineRole, label, type DocumentDraft } from '@stratacrm/sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../../testing/refusal.ts';
import { memberOf } from '../../../testing/test-people.ts';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../../testing/test-workflows.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { bulkRecords } from '../bulk-records.ts';
import { createRecord } from '../create-record.ts';
import { getRecord } from '../get-record.ts';
import { updateRecord } from '../update-record.ts';
import { openTransitions } from './open-transitions.ts';
import { tryProcess } from './try-process.ts';

const option = (value: string) => ({ value, label: label(value.toUpperCase(), `${value}阶段`) });
const text = (object: string, name: string): DocumentDraft =>
  ({ kind: 'field', object, name, type: 'text', label: label(name, `${name}栏`) }) as DocumentDraft;

const DOCUMENTS: DocumentDraft[] = [
  {
    kind: 'object',
    name: 'offer',
    label: label('Offer', '报价'),
    label_plural: label('Offers', '报价'),
    name_field: 'name',
  } as DocumentDraft,
  ...['name', 'why', 'sent_by', 'note'].map((name) => text('offer', name)),
  {
    kind: 'field',
    object: 'offer',
    name: 'discount',
    type: 'integer',
    label: label('Discount', '折扣'),
  } as DocumentDraft,
  {
    kind: 'field',
    object: 'offer',
    name: 'state',
    type: 'select',
    default: 'draft',
    label: label('State', '状态'),
    options: ['draft', 'checked', 'sent', 'won', 'old'].map(option),
  } as DocumentDraft,
  {
    kind: 'process',
    name: 'offers',
    label: label('Offers', '报价'),
    object: 'offer',
    field: 'state',
    enter: ['draft', 'checked'],
    stages: ['draft', 'checked', 'sent', 'won'].map((id) => ({ id, category: 'open' })),
    transitions: [
      { id: 'check', from: 'draft', to: 'checked', roles: ['checker'], requires: ['note'] },
      {
        id: 'send',
        from: 'checked',
        to: 'sent',
        guard: 'record.discount <= 10',
        set: { sent_by: 'user.name' },
        run: ['after_sending'],
      },
      { id: 'send_cheap', from: 'checked', to: 'sent', approval: 'decide', set: { sent_by: '"approved"' } },
      { id: 'back', from: '*', to: 'draft', reason: 'why' },
      { id: 'win', from: 'sent', to: 'won', allowed: 'record.owner == user.id' },
    ],
  } as unknown as DocumentDraft,
  {
    kind: 'field',
    object: 'offer',
    name: 'payment',
    type: 'select',
    default: 'open',
    label: label('Payment', '付款'),
    options: ['open', 'asked', 'paid'].map(option),
  } as DocumentDraft,
  {
    kind: 'process',
    name: 'payments',
    label: label('Payments', '付款'),
    object: 'offer',
    field: 'payment',
    enter: ['open'],
    stages: ['open', 'asked', 'paid'].map((id) => ({ id, category: 'open' })),
    transitions: [
      { id: 'ask', from: 'open', to: 'asked', guard: 'record.state != "draft"', set: { why: '"asked for"' } },
      { id: 'pay', from: 'asked', to: 'paid', approval: 'decide_payment', run: ['thank'] },
    ],
  } as unknown as DocumentDraft,
  workflowOf(
    'thank',
    { type: 'called', settings: { object: 'offer' } },
    [{ id: 'note', type: 'update_record', settings: { values: { why: '"thanked"' } } }],
    { run_as: 'seller' },
  ),
  workflowOf(
    'decide_payment',
    { type: 'move_requested', settings: { object: 'offer' } },
    [
      { id: 'decided', type: 'wait_until', settings: { when: 'record.discount == 0', at_most: '5d' } },
      {
        id: 'yes',
        type: 'condition',
        settings: { when: 'move_field == "payment" && move_to == "paid"' },
        next: { yes: 'go' },
      },
      { id: 'go', type: 'make_move', next: {} },
    ],
    { run_as: 'seller' },
  ),
  workflowOf(
    'after_sending',
    { type: 'called', settings: { object: 'offer' } },
    [{ id: 'note', type: 'update_record', settings: { values: { note: '"sent by " + record.sent_by' } } }],
    { run_as: 'seller' },
  ),
  workflowOf(
    'decide',
    { type: 'move_requested', settings: { object: 'offer' } },
    [
      { id: 'decided', type: 'wait_until', settings: { when: 'has(record.note)', at_most: '5d' } },
      {
        id: 'yes',
        type: 'condition',
        settings: { when: 'record.note == "yes" && move_to == "sent"' },
        next: { yes: 'go' },
      },
      { id: 'go', type: 'make_move', next: {} },
    ],
    { run_as: 'seller' },
  ),
  defineRole({
    name: 'seller',
    label: label('Seller', '销售'),
    grants: { '*': { create: true, read: true, update: true } },
  }),
  defineRole({
    name: 'blind',
    label: label('Blind', '盲'),
    grants: { '*': { read: true, update: true, fields: { '*': 'edit', discount: 'none' } } },
  }),
  defineRole({ name: 'boss', label: label('Boss', '主管'), rights: ['manage_users'], grants: { '*': { read: true } } }),
  defineRole({
    name: 'checker',
    label: label('Checker', '复核'),
    grants: { '*': { create: true, read: true, update: true } },
  }),
];

let workspace: WorkflowWorkspace;
let seller: AccessContext;
let checker: AccessContext;

beforeAll(async () => {
  workspace = await workflowWorkspace([...SALES_DOCUMENTS, ...DOCUMENTS]);
  seller = await memberOf(workspace, ['seller'], { name: 'Sam' });
  checker = await memberOf(workspace, ['checker'], { name: 'Chris' });
});

async function offer(values: Parameters<typeof createRecord>[2] = {}, ctx = seller): Promise<string> {
  return (await createRecord(ctx, 'offer', { name: 'O', ...values })).data.id;
}

const codes = (issues: readonly { path: string; code: string }[]) => issues.map(({ path, code }) => `${path} ${code}`);

describe('a process', () => {
  test('says where records begin', async () => {
    const error = await refusal(createRecord(seller, 'offer', { name: 'O', state: 'won' }));
    expect(codes(error.issues)).toEqual(['state stage_not_for_beginning']);
    expect(error.issues[0]!.params).toMatchObject({ stages: { en: 'DRAFT, CHECKED', zh: 'draft阶段、checked阶段' } });
    await offer({ state: 'checked' });
  });

  test('says who moves a record and what that takes, one by one and in bulk', async () => {
    const id = await offer();
    const foreign = await refusal(updateRecord(seller, 'offer', id, { state: 'checked' }));
    expect(foreign.issues).toMatchObject([{ code: 'transition_not_yours', params: { who: { en: 'Checker' } } }]);
    const empty = await refusal(updateRecord(checker, 'offer', id, { state: 'checked' }));
    expect(codes(empty.issues)).toEqual(['note transition_requires']);
    const other = await offer();
    const bulk = await bulkRecords(checker, 'offer', {
      mode: 'partial',
      update: [
        { id, state: 'checked', note: 'fine' },
        { id: other, state: 'sent' },
      ],
    });
    expect(bulk.updated).toHaveLength(1);
    expect(bulk.errors).toMatchObject([{ index: 1 }]);
    expect(JSON.stringify(bulk.errors)).toContain('transition_not_allowed');
  });

  test('names where else one can go', async () => {
    const id = await offer();
    const error = await refusal(updateRecord(seller, 'offer', id, { state: 'won' }));
    expect(error.issues).toMatchObject([{ code: 'transition_not_allowed', params: { open: { en: 'CHECKED' } } }]);
  });

  test('sets what comes with the move and begins its workflow once it is made', async () => {
    const id = await offer({ state: 'checked', discount: 5 });
    const { data } = await updateRecord(seller, 'offer', id, { state: 'sent' });
    expect(data).toMatchObject({ state: 'sent', sent_by: 'Sam' });
    await workspace.settled();
    expect((await getRecord(seller, 'offer', id)).data['note']).toBe('sent by Sam');
  });

  test('lets a record go back for a reason that is given anew', async () => {
    const id = await offer({ state: 'checked', why: 'an older one' });
    const error = await refusal(updateRecord(seller, 'offer', id, { state: 'draft' }));
    expect(codes(error.issues)).toEqual(['why transition_reason']);
    const { data } = await updateRecord(seller, 'offer', id, { state: 'draft', why: 'figures were wrong' });
    expect(data['state']).toBe('draft');
  });

  test('holds a move back until it is approved, keeping the rest of the write', async () => {
    const id = await offer({ state: 'checked', discount: 30 });
    const held = await updateRecord(seller, 'offer', id, { state: 'sent', name: 'Cheap' });
    expect(held.data).toMatchObject({ state: 'checked', name: 'Cheap', sent_by: null });
    expect(codes(held.warnings)).toEqual(['state transition_awaits_approval']);
    await workspace.settled();
    const again = await updateRecord(seller, 'offer', id, { state: 'sent' });
    expect(codes(again.warnings)).toEqual(['state transition_awaits_approval']);
    expect(await openTransitions(seller, 'offer', id)).toMatchObject({
      stage: 'checked',
      pending: { to: 'sent', by: seller.actor.userId },
    });
    expect((await workspace.settled('decide')).filter((run) => run.record_id === id)).toHaveLength(1);
    await updateRecord(checker, 'offer', id, { note: 'yes' });
    await workspace.settled();
    expect((await getRecord(seller, 'offer', id)).data).toMatchObject({ state: 'sent', sent_by: 'approved' });
    expect((await openTransitions(seller, 'offer', id)).pending).toBeNull();
  });

  test('lets nobody make a move that was not approved', async () => {
    const id = await offer({ state: 'checked', discount: 30 });
    await updateRecord(seller, 'offer', id, { state: 'sent' });
    await workspace.settled();
    await updateRecord(checker, 'offer', id, { note: 'no' });
    await workspace.settled();
    expect((await getRecord(seller, 'offer', id)).data['state']).toBe('checked');
    expect((await openTransitions(seller, 'offer', id)).pending).toBeNull();
    // Asked for anew, it is decided anew: the note is there already.
    await updateRecord(checker, 'offer', id, { note: null });
    await updateRecord(seller, 'offer', id, { state: 'sent' });
    await workspace.settled();
    expect((await openTransitions(seller, 'offer', id)).pending).toMatchObject({ to: 'sent' });
  });

  test('says what is open from here, and what each move asks for', async () => {
    const id = await offer();
    const found = await openTransitions(seller, 'offer', id);
    expect(found).toMatchObject({ field: 'state', stage: 'draft', pending: null });
    expect(found.transitions).toMatchObject([{ to: 'checked', yours: false, approval: false }]);
    const mine = await openTransitions(checker, 'offer', id);
    expect(mine.transitions).toMatchObject([{ to: 'checked', yours: true, fill: ['note'], problems: [] }]);
    const sent = await offer({ state: 'checked', discount: 30 });
    expect((await openTransitions(seller, 'offer', sent)).transitions).toMatchObject([
      { to: 'draft', fill: ['why'] },
      { to: 'sent', approval: true, problems: [] },
    ]);
  });

  test('says nothing of conditions over what is hidden from who asks', async () => {
    const blind = await workspace.person(['blind'], { name: 'Blind' });
    const [free, bound] = [
      await offer({ state: 'checked', discount: 1 }),
      await offer({ state: 'checked', discount: 99 }),
    ];
    const [one, other] = [await openTransitions(blind, 'offer', free), await openTransitions(blind, 'offer', bound)];
    expect(one.transitions).toEqual(other.transitions);
    expect(one.transitions.find(({ to }) => to === 'sent')).toMatchObject({ yours: true, problems: [] });
  });

  test('offers a move only to those it is for', async () => {
    const id = await offer({ state: 'checked', discount: 1 });
    await updateRecord(seller, 'offer', id, { state: 'sent' });
    expect((await openTransitions(seller, 'offer', id)).transitions.find(({ to }) => to === 'won')).toMatchObject({
      yours: true,
    });
    const other = await refusal(updateRecord(checker, 'offer', id, { state: 'won' }));
    expect(codes(other.issues)).toEqual(['state transition_not_yours']);
  });
});

describe('a second process, on another field', () => {
  test('guards its own field, and says everything that is in the way of both', async () => {
    const error = await refusal(createRecord(seller, 'offer', { name: 'O', state: 'won', payment: 'paid' }));
    expect(codes(error.issues).toSorted()).toEqual([
      'payment stage_not_for_beginning',
      'state stage_not_for_beginning',
    ]);
    const id = await offer();
    const far = await refusal(updateRecord(seller, 'offer', id, { state: 'sent', payment: 'paid' }));
    expect(codes(far.issues).toSorted()).toEqual(['payment transition_not_allowed', 'state transition_not_allowed']);
    const early = await refusal(updateRecord(seller, 'offer', id, { payment: 'asked' }));
    expect(early.issues).toMatchObject([{ path: 'payment', code: 'transition_guarded' }]);
  });

  test('is moved in the same write as the first, each with what it brings along', async () => {
    const id = await offer({ state: 'checked', discount: 5 });
    const { data } = await updateRecord(seller, 'offer', id, { state: 'sent', payment: 'asked' });
    expect(data).toMatchObject({ state: 'sent', sent_by: 'Sam', payment: 'asked', why: 'asked for' });
  });

  test('waits for its own approval while the other move is made, or waits for its own', async () => {
    const id = await offer({ state: 'checked', discount: 30 });
    await updateRecord(seller, 'offer', id, { payment: 'asked' });
    const held = await updateRecord(seller, 'offer', id, { state: 'sent', payment: 'paid' });
    expect(held.data).toMatchObject({ state: 'checked', payment: 'asked' });
    expect(codes(held.warnings).toSorted()).toEqual([
      'payment transition_awaits_approval',
      'state transition_awaits_approval',
    ]);
    await workspace.settled();
    expect((await openTransitions(seller, 'offer', id)).pending).toMatchObject({ to: 'sent' });
    expect((await openTransitions(seller, 'offer', id, 'payment')).pending).toMatchObject({ to: 'paid' });
    // One is approved: the request for the other still stands, and its run could not have made this move.
    await updateRecord(checker, 'offer', id, { discount: 0 });
    await workspace.settled();
    expect((await getRecord(seller, 'offer', id)).data).toMatchObject({
      state: 'checked',
      payment: 'paid',
      why: 'thanked',
    });
    expect((await openTransitions(seller, 'offer', id)).pending).toMatchObject({ to: 'sent' });
    expect((await openTransitions(seller, 'offer', id, 'payment')).pending).toBeNull();
    const one = await offer({ state: 'checked', discount: 30 });
    await updateRecord(seller, 'offer', one, { payment: 'asked' });
    const mixed = await updateRecord(seller, 'offer', one, { state: 'draft', why: 'wrong', payment: 'paid' });
    expect(mixed.data).toMatchObject({ state: 'draft', payment: 'asked' });
  });

  test('says what is open from here', async () => {
    const id = await offer({ state: 'checked' });
    expect(await openTransitions(seller, 'offer', id, 'payment')).toMatchObject({
      field: 'payment',
      stage: 'open',
      transitions: [{ to: 'asked', yours: true, problems: [] }],
    });
    expect(await openTransitions(seller, 'offer', id, 'name')).toMatchObject({ field: null, transitions: [] });
  });
});

describe('a process that is only drawn', () => {
  const drawn = (transitions: object[], rest: object = {}) => ({
    kind: 'process',
    id: '01890000-0000-7000-8000-000000000001',
    name: 'offers',
    label: label('Offers', '报价'),
    object: 'offer',
    field: 'state',
    stages: ['draft', 'checked', 'sent', 'won'].map((id) => ({ id, category: 'open' })),
    transitions,
    ...rest,
  });
  const WAYS = [
    { id: 'a', from: 'draft', to: 'won', roles: ['checker'], guard: 'record.discount < 5' },
    { id: 'b', from: 'draft', to: 'sent', requires: ['note'] },
    { id: 'c', from: 'draft', to: 'checked', approval: 'decide' },
  ];

  test('is tried for several people on a record, and nothing stays', async () => {
    const boss = await workspace.person(['boss'], { name: 'Bo' });
    const id = await offer({ discount: 7 });
    const people = [seller.actor.userId!, checker.actor.userId!];
    const tried = await tryProcess(boss, { document: drawn(WAYS), record: id, people });
    expect(tried.map(({ user }) => user.name)).toEqual(['Sam', 'Chris']);
    expect(tried[0]!.open?.transitions).toMatchObject([
      { to: 'checked', approval: true, yours: true },
      { to: 'sent', fill: ['note'], yours: true, problems: [] },
      { to: 'won', yours: false },
    ]);
    expect(tried[1]!.open?.transitions).toMatchObject([
      {},
      {},
      { to: 'won', yours: true, problems: [{ code: 'transition_guarded' }] },
    ]);
    // What is published still holds.
    expect((await openTransitions(checker, 'offer', id)).transitions.map(({ to }) => to)).toEqual(['checked']);
    expect((await getRecord(seller, 'offer', id)).data['state']).toBe('draft');
  });

  test('is refused where it names what is not there, or whoever asks may not ask for others', async () => {
    const id = await offer();
    const bad = drawn([{ id: 'a', from: 'draft', to: 'won', guard: 'record.gone > 1' }]);
    const error = await refusal(tryProcess(seller, { document: bad, record: id, people: [] }));
    expect(error.issues).toMatchObject([{ path: 'document.transitions.0.guard' }]);
    const others = { document: drawn(WAYS), record: id, people: [checker.actor.userId!] };
    expect((await refusal(tryProcess(seller, others))).code).toBe('forbidden_right');
    const nobody = { document: drawn(WAYS), record: '01890000-0000-7000-8000-00000000dead', people: [] };
    expect((await refusal(tryProcess(seller, nobody))).code).toBe('record_not_found');
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { testWorkspace, type Loose, type TestWorkspace } from '@stratacrm/sdk/testing';

const workspace: TestWorkspace = await testWorkspace();
const PLUGIN = 'com.stratacrm.banking';

await workspace.call('PATCH', `/api/plugins/${PLUGIN}/settings`, { gather_seconds: 0 });

const make = async (object: string, values: Loose): Promise<Loose> =>
  (await workspace.call('POST', `/api/records/${object}`, values)).data;
const change = async (object: string, id: string, values: Loose): Promise<Loose> =>
  (await workspace.call('PATCH', `/api/records/${object}/${id}`, values)).data;
const read = async (object: string, id: string): Promise<Loose> =>
  (await workspace.call('GET', `/api/records/${object}/${id}`)).data;
const all = async (object: string, filter: string, fields?: string[]): Promise<Loose[]> =>
  (await workspace.call('POST', `/api/records/${object}/query`, { filter, limit: 200, ...(fields && { fields }) }))
    .data;

/** What the pack does in the background is there after a while. */
async function until(what: string, is: () => Promise<unknown>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await is())) {
    if (Date.now() > end) throw new Error(`Not within 20 s: ${what}`);
    await sleep(50);
  }
}

const inDays = (days: number): string => workspace.today(days);

async function product(code: string, more: Loose): Promise<Loose> {
  const common = { name: code, code, category: 'savings', side: 'fee', audience: 'both', ftp_method: 'none' };
  return make('bank__product', { ...common, ...more });
}

/** Somebody whose check was approved elsewhere. */
async function takenOver(name: string, more: Loose): Promise<Loose> {
  const contact = await make('contact', { name, ...more });
  await make('bank__kyc_check', {
    contact: contact.id,
    status: 'approved',
    risk_class: 'low',
    valid_until: inDays(900),
  });
  return contact;
}

/** A check that is handed in, as by a relationship manager. */
async function knownCustomer(name: string, more: Loose = {}): Promise<Loose> {
  const contact = await make('contact', { name, ...more });
  const check = await make('bank__kyc_check', { contact: contact.id });
  await make('bank__kyc_document', { check: check.id, type: 'articles', number: name, expires_on: inDays(2_000) });
  await change('bank__kyc_check', check.id, { status: 'in_review' });
  return { contact, check };
}

const approved = async (check: Loose): Promise<boolean> =>
  (await read('bank__kyc_check', check.id)).status === 'approved';

const loan = await product('LOAN', {
  category: 'business_loan',
  side: 'asset',
  ftp_method: 'matched',
  tenor_months: 12,
  pd: '1.2',
  lgd: '45',
  monthly_cost: '10',
});

void test('nobody gets a product whose KYC check is missing, and a check without documents is not approved', async () => {
  const stranger = await make('contact', { name: 'Stranger' });
  const wanted = { number: 'S-1', product: loan.id, contact: stranger.id };
  const problem = await workspace.refused('POST', '/api/records/bank__holding', wanted);
  assert.match(problem.errors[0].message, /know-your-customer/);
  const check = await make('bank__kyc_check', { contact: stranger.id, status: 'in_review', risk_class: 'low' });
  const refused = await workspace.refused('PATCH', `/api/records/bank__kyc_check/${check.id}`, { status: 'approved' });
  assert.match(JSON.stringify(refused), /Add the documents/);
});

void test('a check of low risk is scored and approved by itself, and then the product is opened', async () => {
  const { contact, check } = await knownCustomer('Ada');
  await until('the check is approved', () => approved(check));
  const done = await read('bank__kyc_check', check.id);
  assert.equal(done.risk_class, 'low');
  assert.equal(done.score, 0);
  assert.ok(done.valid_until > inDays(1_000));
  await until('she has her class', async () => (await read('contact', contact.id)).bank__risk_class === 'low');
  assert.equal((await read('contact', contact.id)).bank__kyc_in_order, true);
  assert.equal(
    (await make('bank__holding', { number: ' a-1', product: loan.id, contact: contact.id })).status,
    'applied',
  );
});

void test('a relationship manager hands checks in, and cannot approve them in any way', async () => {
  const who = { email: 'rm@example.com', password: 'a good password' };
  await workspace.call('POST', '/api/users', { ...who, name: 'RM', roles: ['bank__relationship_manager'] });
  const manager = await workspace.signIn(who.email, who.password);
  const { data: contact } = await manager.call('POST', '/api/records/contact', { name: 'Bob' });
  const begun = { contact: contact.id, status: 'approved' };
  assert.match(JSON.stringify(await manager.refused('POST', '/api/records/bank__kyc_check', begun)), /Only compliance/);
  const { data: check } = await manager.call('POST', '/api/records/bank__kyc_check', { contact: contact.id });
  const at = `/api/records/bank__kyc_check/${check.id}`;
  assert.equal((await manager.refused('PATCH', at, { valid_until: inDays(900) })).status, 403);
  const paper = { check: check.id, type: 'passport', number: 'E12345678', expires_on: inDays(100) };
  const slip = await manager.refused('POST', '/api/records/bank__kyc_document', { ...paper, number: 'E1' });
  assert.match(slip.errors[0].message, /Not the number of a passport/);
  await manager.call('POST', '/api/records/bank__kyc_document', paper);
  await manager.call('PATCH', at, { status: 'in_review' });
  await until('his check is scored and approved', () => approved(check));
  // No longer than the passport.
  assert.equal((await read('bank__kyc_check', check.id)).valid_until, inDays(100));
});

void test('balances sent in bulk become contributions, exact to the cent, and are rolled up', async () => {
  const [ada] = await all('contact', 'name == "Ada"');
  for (const [tenor_months, rate] of [
    [6, '1.8'],
    [24, '2.4'],
  ])
    await make('bank__ftp_rate', { currency: 'CNY', valid_on: '2026-01-01', tenor_months, rate });
  const [held] = await all('bank__holding', 'number == "A-1"');
  await change('bank__holding', held.id, { status: 'active', opened_on: '2026-03-15', rate: '5.25' });
  const send = (lines: Loose[]): Promise<Loose> =>
    workspace.call('POST', `/api/plugins/${PLUGIN}/endpoints/balances`, { lines });
  const lines = [
    { number: 'a-1', date: '2026-09-01', amount: '123456.78', currency: 'CNY', fees: '30' },
    { number: 'none', date: '2026-09-01', amount: '1', currency: 'CNY' },
  ];
  const answer = await send(lines);
  assert.equal(answer.taken, 1);
  assert.match(answer.errors[0].error, /no holding none/);
  // The same line again counts once.
  await send(lines.slice(0, 1));
  assert.equal((await all('bank__balance', 'holding.number == "A-1"')).length, 1);
  await until('the month is worked out', async () => (await all('bank__profit', 'holding.number == "A-1"')).length > 0);
  const [profit] = await all('bank__profit', 'holding.number == "A-1"');
  // 12 months lie a third of the way from 6 (1.8 %) to 24 (2.4 %): 2 %. 123,456.78 × 30 days × 3.25 % ÷ 360.
  assert.equal(profit.ftp_rate, '2.0000');
  assert.equal(profit.margin.amount, '334.36');
  // 1.2 % × 45 % × 123,456.78 × 30 ÷ 365.
  assert.equal(profit.expected_loss.amount, '54.79');
  assert.equal(profit.contribution.amount, '299.57');
  await until(
    'she is worth that',
    async () => (await read('contact', ada.id)).bank__contribution_12m.amount === '299.57',
  );
  assert.equal((await read('bank__product', loan.id)).contribution_12m.amount, '299.57');
  await until(
    'it shows its balance',
    async () => (await read('bank__holding', held.id)).balance?.amount === '123456.78',
  );
});

void test('who owns a company in the end is worked out when relationships change; more than all of it is refused', async () => {
  const [ada] = await all('contact', 'name == "Ada"');
  const [holding, works] = await Promise.all(['Holding', 'Works'].map((name) => make('account', { name })));
  const owns = (from: Loose, to: Loose, share: number): Loose => ({ from, to, type: 'owns', share: String(share) });
  const company = (id: string): Loose => ({ object: 'account', id });
  const person = { object: 'contact', id: ada.id };
  const first = await make('bank__relationship', owns(person, company(holding.id), 60));
  assert.equal(first.name, 'Ada → Holding');
  assert.equal(first.inverse, 'owns');
  await make('bank__relationship', owns(company(holding.id), company(works.id), 80));
  const problem = await workspace.refused(
    'POST',
    '/api/records/bank__relationship',
    owns(person, company(works.id), 21),
  );
  assert.match(problem.errors[0].message, /more than 100 %/);
  await until('the owner is found', async () => (await all('bank__owner', `company == "${works.id}"`)).length === 1);
  const [owner] = await all('bank__owner', `company == "${works.id}"`);
  assert.deepEqual([owner.name, owner.share, owner.role], ['Ada', '48.0000', 'beneficial']);
  assert.equal(owner.chain, 'Ada —60 %→ Holding —80 %→ Works');
});

void test('what similar customers hold is suggested with its numbers, and what became of it is kept', async () => {
  const [one, other] = await Promise.all(['ONE', 'OTHER'].map((code) => product(code, {})));
  const people = await Promise.all(
    Array.from({ length: 8 }, (_, at) => takenOver(`Like ${at}`, { bank__segment: 'affluent' })),
  );
  const rows = people.flatMap((contact, at) => [
    ...(at < 7 ? [{ number: `L1-${at}`, product: one.id, contact: contact.id, status: 'active' }] : []),
    ...(at < 5 || at === 7 ? [{ number: `L2-${at}`, product: other.id, contact: contact.id, status: 'active' }] : []),
  ]);
  await workspace.call('POST', '/api/records/bank__holding/bulk', {
    create: rows.map((row) => ({ ...row, opened_on: inDays(-1) })),
    mode: 'all',
  });
  const suggested = (): Promise<Loose[]> => all('bank__suggestion', 'status == "open" && product.code == "OTHER"');
  // 5 of the 7 with one hold the other, 6 of 8 in all; with three who hold neither it is more often than in general.
  const more = await Promise.all([0, 1, 2].map((at) => takenOver(`Else ${at}`, { bank__segment: 'affluent' })));
  const plain = await product('PLAIN', {});
  await workspace.call('POST', '/api/records/bank__holding/bulk', {
    create: more.map((contact, at) => ({
      number: `L3-${at}`,
      product: plain.id,
      contact: contact.id,
      status: 'active',
      opened_on: inDays(-1),
    })),
    mode: 'all',
  });
  await until('it is suggested to the two who lack it', async () => (await suggested()).length === 2);
  const [first, second] = await suggested();
  assert.deepEqual([first.similar, first.holders, first.share, first.lift], [7, 5, '71.4', '1.31']);
  const press = (name: string, record: string, input: Loose): Promise<Loose> =>
    workspace.call('POST', `/api/actions/${name}`, { records: [record], input });
  await press('bank__dismiss', first.id, { because: 'no_need' });
  const dismissed = await read('bank__suggestion', first.id);
  assert.deepEqual(
    [dismissed.status, dismissed.dismissed_because, dismissed.decided_on],
    ['dismissed', 'no_need', inDays(0)],
  );
  await press('bank__take_up', second.id, { amount: { amount: '5000', currency: 'CNY' } });
  const taken = await read('bank__suggestion', second.id);
  assert.equal(taken.status, 'accepted');
  assert.equal((await read('opportunity', taken.opportunity)).amount.amount, '5000.00');
  await make('bank__holding', {
    number: 'L2-bought',
    product: other.id,
    contact: second.contact,
    status: 'active',
    opened_on: inDays(0),
  });
  await until('it was bought after all', async () => (await read('bank__suggestion', second.id)).status === 'bought');
});

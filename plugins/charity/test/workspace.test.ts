import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { testWorkspace, type Loose, type TestWorkspace } from '@stratacrm/sdk/testing';

const CHARITY = '/api/plugins/%40stratacrm%2Fplugin-charity';
const PASSWORD = 'a good deed a day';
const YEAR = new Date().getFullYear();

let admin: TestWorkspace;
let clerk: TestWorkspace;
let finance: TestWorkspace;
let donor: string;
let house: string;

const make = async (who: TestWorkspace, object: string, values: Loose): Promise<Loose> =>
  (await who.call('POST', `/api/records/${object}`, values)).data;
const read = async (object: string, id: string): Promise<Loose> =>
  (await admin.call('GET', `/api/records/${object}/${id}`)).data;
const list = async (who: TestWorkspace, object: string, filter: string, more: Loose = {}): Promise<Loose[]> =>
  (await who.call('POST', `/api/records/${object}/query`, { filter, ...more })).data;
const yuan = (amount: number): Loose => ({ amount: amount.toFixed(2), currency: 'CNY' });
const inDays = (days: number): string => admin.today(days);

async function until<Answer>(look: () => Promise<Answer | undefined | null | false>): Promise<Answer> {
  for (let tries = 0; tries < 150; tries++) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It did not come to be');
}

async function person(name: string, roles: string[], more: Loose = {}): Promise<TestWorkspace> {
  const email = `${name}@give${Date.now()}.example.com`;
  await admin.call('POST', '/api/users', { email, name, roles, password: PASSWORD, ...more });
  return admin.signIn(email, PASSWORD);
}

const gift = (values: Loose): Promise<Loose> => make(clerk, 'give__gift', { donor, ...values });

before(async () => {
  admin = await testWorkspace();
  clerk = await person('clerk', ['give__fundraiser']);
  finance = await person('finance', ['give__finance']);
  house = (await make(clerk, 'give__household', { name: '徐家', salutation: '徐先生暨夫人' })).id;
  donor = (await make(clerk, 'contact', { name: '徐伯钧', give__household: house, give__thanks: 'letter' })).id;
});

void test('a gift counts for the donor, his household and the campaign, and says where he stands', async () => {
  const campaign = (await make(clerk, 'campaign', { name: '图书角', give__goal: yuan(2000) })).id;
  await gift({ amount: yuan(500), campaign, received_on: `${YEAR - 1}-06-01` });
  const lost = await until(async () => {
    const found = await read('contact', donor);
    return found.give__standing === 'lybunt' && found;
  });
  assert.equal(lost.give__last_year.amount, '500.00');
  await gift({ amount: yuan(1000), campaign, received_on: `${YEAR}-01-02` });
  const now = await until(async () => {
    const found = await read('contact', donor);
    return found.give__standing === 'retained' && found;
  });
  assert.deepEqual([now.give__total.amount, now.give__gifts, now.give__this_year.amount], ['1500.00', 2, '1000.00']);
  assert.equal((await read('give__household', house)).total.amount, '1500.00');
  const raised = await read('campaign', campaign);
  assert.deepEqual([raised.give__raised.amount, raised.give__progress], ['1500.00', '75.00']);
  assert.equal((await clerk.refused('PATCH', `/api/records/contact/${donor}`, { give__standing: 'new' })).status, 403);
  assert.equal(
    (await clerk.refused('POST', '/api/records/give__gift', { donor, amount: yuan(0) })).errors[0].path,
    'amount',
  );
});

void test('receipts follow one another without a gap, say what the gift says, and are voided, never lost', async () => {
  const gifts = await Promise.all(
    [150, 250, 99].map((amount) => gift({ amount: yuan(amount), received_on: inDays(-1) })),
  );
  const receipts = await until(async () => {
    const filter = `gift in ["${gifts[0]!.id}", "${gifts[1]!.id}", "${gifts[2]!.id}"]`;
    const found = await list(admin, 'give__receipt', filter, { sort: 'number' });
    return found.length >= 2 && found;
  });
  // Below the least amount there is none by itself.
  assert.deepEqual(new Set(receipts.map(({ amount }) => amount.amount)), new Set(['150.00', '250.00']));
  assert.equal(receipts[0]!.made_out_to, '徐伯钧');
  const numbers = (await list(admin, 'give__receipt', 'true', { sort: 'number', limit: 200 })).map(({ number }) =>
    Number(number.slice(2)),
  );
  assert.deepEqual(
    numbers,
    numbers.map((_, at) => at + 1),
  );
  const [first] = receipts;
  const forged = await finance.refused('PATCH', `/api/records/give__receipt/${first!.id}`, { amount: yuan(9) });
  assert.equal(forged.status, 422);
  assert.equal((await admin.refused('DELETE', `/api/records/give__receipt/${first!.id}`)).code, 'plugin_refused');
  assert.equal((await finance.refused('POST', '/api/records/give__receipt', { gift: first!.gift })).code, 'not_unique');
  const input = { reason: '抬头有误', made_out_to: '徐伯钧基金' };
  await finance.call('POST', '/api/actions/give__void_and_reissue', { records: [first!.id], input });
  const both = await list(admin, 'give__receipt', `gift == "${first!.gift}"`, { sort: 'number' });
  assert.deepEqual(
    both.map(({ status, made_out_to }) => [status, made_out_to]),
    [
      ['void', '徐伯钧'],
      ['issued', '徐伯钧基金'],
    ],
  );
  const task = await until(async () => (await list(admin, 'activity', `contact == "${donor}" && type == "task"`))[0]);
  assert.match(task.subject, /感谢信/);
});

void test('who gives for the first time is called, who gives much is thanked in person, who wants no thanks is left in peace', async () => {
  const thanked = async (amount: number, values: Loose): Promise<string[]> => {
    const who = (await make(clerk, 'contact', { name: '新朋友', mobile: '13800138000', ...values })).id;
    const { id } = await gift({ donor: who, amount: yuan(amount), received_on: inDays(-1) });
    const receipt = (await until(async () => (await list(admin, 'give__receipt', `gift == "${id}"`))[0])).id;
    const runs = `/api/records/give__receipt/${receipt}/runs`;
    await until(async () => (await admin.call('GET', runs)).data[0]?.status === 'done');
    return (await list(admin, 'activity', `contact == "${who}"`)).map(({ subject }) => subject.slice(0, 5));
  };
  assert.deepEqual(await thanked(500, { email: 'new@example.com' }), ['请致电感谢']);
  assert.deepEqual(await thanked(10_000, { email: 'much@example.com' }), ['请亲自致谢']);
  assert.deepEqual(await thanked(500, { give__thanks: 'quietly' }), []);
});

void test('a pledge is divided, paid part by part, and fulfilled', async () => {
  const terms = { amount: yuan(300), instalments: 3, rhythm: 'month', starts_on: inDays(-40) };
  const pledge = (await make(clerk, 'give__pledge', { donor, ...terms })).id;
  const parts = await until(async () => {
    const found = await list(admin, 'give__instalment', `pledge == "${pledge}"`, { sort: 'position' });
    return found.length === 3 && found;
  });
  assert.deepEqual(
    parts.map(({ amount }) => amount.amount),
    ['100.00', '100.00', '100.00'],
  );
  const first = await gift({ amount: yuan(100), pledge, received_on: inDays(-30) });
  assert.equal(first.instalment, parts[0]!.id);
  await until(async () => (await read('give__instalment', parts[0]!.id)).status === 'paid');
  assert.equal((await read('give__pledge', pledge)).open, '200.00');
  await gift({ amount: yuan(100), instalment: parts[2]!.id });
  await gift({ amount: yuan(100), pledge });
  await until(async () => (await read('give__pledge', pledge)).status === 'fulfilled');
});

void test('recurring gifts come by themselves, what was missed too, and each once', async () => {
  const terms = { amount: yuan(50), rhythm: 'month', starts_on: inDays(-70), ends_on: inDays(15) };
  const { id } = await make(clerk, 'give__recurring', { donor, ...terms });
  const made = await until(async () => {
    const found = await list(admin, 'give__gift', `recurring == "${id}"`, { sort: 'received_on' });
    return found.length === 3 && found;
  });
  assert.equal(made[0]!.received_on, inDays(-70));
  for (let round = 0; round < 2; round++)
    await clerk.call('POST', '/api/actions/give__work_now', { records: [], input: {} });
  const after = await until(async () => {
    const found = await read('give__recurring', id);
    return found.next_on !== inDays(-70) && found;
  });
  assert.equal(after.times, 3);
});

void test('a year on one page, and every year of a friendship', async () => {
  await make(clerk, 'activity', {
    subject: '拜访',
    type: 'meeting',
    at: `${YEAR - 3}-05-05T08:00:00Z`,
    contact: donor,
  });
  await clerk.call('POST', '/api/actions/give__make_statement', { records: [donor], input: { year: YEAR - 1 } });
  const [statement] = await list(admin, 'give__statement', `donor == "${donor}"`);
  assert.deepEqual([statement!.gifts, statement!.total.amount], [1, '500.00']);
  assert.match(statement!.lines, /500\.00 CNY/);
  const again = await clerk.refused('POST', '/api/records/give__statement', { donor, year: YEAR - 1 });
  assert.equal(again.code, 'not_unique');
  assert.equal(
    (await clerk.refused('POST', '/api/records/give__statement', { donor, year: 2001 })).errors[0].path,
    'year',
  );
  const { data } = await clerk.call('POST', `${CHARITY}/functions/history`, { input: { donor } });
  assert.deepEqual(
    data.years.map(({ year }: Loose) => year),
    [YEAR - 3, YEAR - 2, YEAR - 1, YEAR],
  );
  assert.deepEqual([data.years[0].contacts, data.years[1].gifts, data.years[2].given], [1, 0, 500]);
});

void test('a donor sees his own gifts and receipts, and nobody else’s', async () => {
  const other = (await make(clerk, 'contact', { name: 'Tom Hawkins' })).id;
  await gift({ donor: other, amount: yuan(10) });
  const portal = { portal: { object: 'contact', record: donor } };
  const self = await person('donor', ['give__donor'], portal);
  const gifts = await list(self, 'give__gift', 'true', { limit: 200 });
  assert.ok(gifts.length > 0 && gifts.every((each) => each.donor === donor));
  assert.deepEqual(
    (await list(self, 'contact', 'true')).map(({ id }) => id),
    [donor],
  );
  await self.call('PATCH', `/api/records/contact/${donor}`, { give__thanks: 'quietly' });
  assert.equal((await self.refused('POST', '/api/records/give__gift', { donor, amount: yuan(1) })).status, 403);
  assert.equal(
    (await self.refused('PATCH', `/api/records/contact/${donor}`, { give__total: yuan(1) })).status >= 400,
    true,
  );
});

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { testWorkspace, type Loose, type TestWorkspace } from '@stratacrm/sdk/testing';

const AIRLINE = '/api/plugins/%40stratacrm%2Fplugin-airline';
const PASSWORD = 'fly me to the moon';
const DAY = 86_400_000;

let admin: TestWorkspace;
let agent: TestWorkspace;
let flyer: TestWorkspace;
let manager: TestWorkspace;
let member: string;
let other: string;
let rewards: Map<string, Loose>;

const make = async (who: TestWorkspace, object: string, values: Loose): Promise<Loose> =>
  (await who.call('POST', `/api/records/${object}`, values)).data;
const read = async (object: string, id: string): Promise<Loose> =>
  (await admin.call('GET', `/api/records/${object}/${id}`)).data;
const list = async (who: TestWorkspace, object: string, filter: string): Promise<Loose[]> =>
  (await who.call('POST', `/api/records/${object}/query`, { filter })).data;
const ask = async (who: TestWorkspace, name: string, input: Loose): Promise<Loose> =>
  (await who.call('POST', `${AIRLINE}/functions/${name}`, { input })).data;

async function until<Answer>(look: () => Promise<Answer | undefined | null | false>): Promise<Answer> {
  for (let tries = 0; tries < 150; tries++) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It did not come to be');
}

async function person(name: string, roles: string[], more: Loose = {}): Promise<TestWorkspace> {
  const email = `${name}@air${Date.now()}.example.com`;
  await admin.call('POST', '/api/users', { email, name, roles, password: PASSWORD, ...more });
  return admin.signIn(email, PASSWORD);
}

async function flight(number: string, days: number, more: Loose = {}): Promise<Loose> {
  const departs_at = new Date(Date.now() + days * DAY).toISOString();
  return make(admin, 'air__flight', { number, origin: 'PVG', destination: 'PEK', departs_at, distance: 1000, ...more });
}

const NEEDED = { lounge: 6_000, bag: 3_000 };

before(async () => {
  admin = await testWorkspace();
  const joined = { air__joined_on: '2026-01-05' };
  const email = 'ruo.xi@flyers.example.com';
  const likes = { air__seat: 'aisle', air__zone: 'rear', air__meal: 'chinese', air__language: 'zh' };
  member = (await make(admin, 'contact', { name: '林若曦', email, ...joined, ...likes })).id;
  other = (await make(admin, 'contact', { name: 'Oliver Grant', ...joined })).id;
  agent = await person('agent', ['air__agent']);
  manager = await person('manager', ['air__loyalty_manager']);
  flyer = await person('flyer', ['air__member'], { portal: { object: 'contact', record: member } });
  rewards = await until(async () => {
    const found = await list(admin, 'air__reward', 'active == true');
    return found.length > 0 && new Map(found.map((reward) => [reward.kind, reward]));
  });
});

void test('who joins has a number and the first tier', async () => {
  const [mine, theirs] = [await read('contact', member), await read('contact', other)];
  assert.match(mine.air__number, /^SK\d{11}$/);
  assert.notEqual(mine.air__number, theirs.air__number);
  assert.equal(mine.air__tier, 'blue');
});

void test('check-in uses what the member likes, and warns of a seat he does not', async () => {
  const { id, number } = await flight('sk 01', 1, { status: 'check_in' });
  assert.equal(number, 'SK1');
  const mine = await make(agent, 'air__segment', { member, flight: id, booking: 'k7m 2qx' });
  assert.equal(mine.booking, 'K7M2QX');
  const theirs = await make(agent, 'air__segment', { member: other, flight: id });
  const { passengers } = await ask(agent, 'check_in_list', { flight: id });
  assert.equal(passengers.find((each: Loose) => each.id === mine.id).offered, '22C');
  const { data } = await agent.call('PATCH', `/api/records/air__segment/${mine.id}`, { status: 'checked_in' });
  const served = { seat: '22C', preference: 'met', meal: 'chinese', language: 'zh', status: 'checked_in' };
  assert.deepEqual({ ...data, ...served }, data);
  const moved = await agent.call('PATCH', `/api/records/air__segment/${mine.id}`, { seat: '5A' });
  assert.equal(moved.data.preference, 'missed');
  assert.equal(moved.warnings?.[0]?.path, 'seat');
  const taken = await agent.refused('PATCH', `/api/records/air__segment/${theirs.id}`, { seat: '5A' });
  assert.equal(taken.code, 'not_unique');
  assert.equal(
    (await agent.refused('PATCH', `/api/records/air__segment/${theirs.id}`, { seat: '2B' })).errors[0].path,
    'seat',
  );
});

void test('who has flown has his points moments later, once, and a tier where he reached it', async () => {
  const { id } = await flight('SK2', -1, { status: 'departed', distance: 16_000 });
  const segment = await make(agent, 'air__segment', {
    member,
    flight: id,
    cabin: 'business',
    fare: 'full',
    status: 'boarded',
    seat: '1A',
  });
  const missed = await make(agent, 'air__segment', { member: other, flight: id });
  await agent.call('PATCH', `/api/records/air__flight/${id}`, { status: 'landed' });
  const [entry] = await until(async () => {
    const found = await list(admin, 'air__points_entry', `segment == "${segment.id}"`);
    return found.length > 0 && found;
  });
  assert.deepEqual([entry.kind, entry.points, entry.tier_points, entry.balance], ['earn', 40_000, 40_000, 40_000]);
  assert.equal((await read('air__segment', missed.id)).status, 'no_show');
  const { air__tier: tier, air__tier_until: end } = await until(async () => {
    const now = await read('contact', member);
    return now.air__tier !== 'blue' && now;
  });
  assert.equal(tier, 'silver');
  assert.ok(end > '2027');
  const again = await admin.refused('POST', '/api/records/air__points_entry', {
    member,
    kind: 'earn',
    segment: segment.id,
  });
  assert.equal(again.code, 'not_unique');
});

void test('the member redeems at once, the same request once, and many at a time never more than there is', async () => {
  const reward = rewards.get('lounge').id;
  const first = await ask(flyer, 'redeem', { reward, key: 'one' });
  assert.deepEqual([first.points, first.balance, first.voucher.length], [-NEEDED.lounge, 34_000, 12]);
  assert.deepEqual(await ask(flyer, 'redeem', { reward, key: 'one' }), first);
  // Twelve taps on several devices, for what is enough for five.
  const taps = Array.from({ length: 12 }, (_, tap) =>
    ask(flyer, 'redeem', { reward, key: `tap ${tap}` }).then(
      () => 1,
      () => 0,
    ),
  );
  const redeemed = (await Promise.all(taps)).reduce((sum: number, one) => sum + one, 0);
  const entries = await list(admin, 'air__points_entry', `member == "${member}"`);
  const balance = entries.reduce((sum, { points }) => sum + points, 0);
  assert.equal(balance, 34_000 - redeemed * NEEDED.lounge);
  assert.ok(redeemed >= 1 && balance >= 0, `${redeemed} redeemed, ${balance} left`);
  assert.equal((await read('contact', member)).air__points, balance);
  const numbers = entries.map(({ sequence }) => sequence).toSorted((a, b) => a - b);
  assert.deepEqual(
    numbers,
    numbers.map((_, place) => place + 1),
  );
});

void test('points whose day is over expire once, and tiers end, when the programme is reviewed', async () => {
  const late = (await make(admin, 'contact', { name: '旧会员', air__joined_on: '2020-01-05', air__tier: 'gold' })).id;
  await admin.call('PATCH', `/api/records/contact/${late}`, { air__tier_until: '2024-12-31' });
  const old = { member: late, kind: 'bonus', points: 800, booked_at: '2020-02-01T00:00:00Z' };
  await make(admin, 'air__points_entry', old);
  await make(admin, 'air__points_entry', { member: late, kind: 'bonus', points: 90 });
  for (let round = 0; round < 2; round++)
    await admin.call('POST', '/api/actions/air__review_programme', { records: [], input: {} });
  const now = await until(async () => {
    const found = await read('contact', late);
    return found.air__tier === 'silver' && found.air__points === 90 && found;
  });
  assert.ok(now.air__tier_until > '2027');
  assert.equal((await list(admin, 'air__points_entry', `member == "${late}" && kind == "expiry"`)).length, 1);
});

void test('buttons enrol, give and check in many at a time', async () => {
  const people = await Promise.all(['甲', '乙'].map(async (name) => (await make(agent, 'contact', { name })).id));
  const enrolled = await agent.call('POST', '/api/actions/air__enrol', { records: people, input: {} });
  assert.equal((enrolled.data ?? enrolled).done, 2);
  const input = { points: 500, note: 'Spring' };
  await manager.call('POST', '/api/actions/air__give_bonus', { records: people, input });
  assert.equal((await read('contact', people[1]!)).air__points, 500);
  await agent.refused('POST', '/api/actions/air__give_bonus', { records: people, input });
  const { id } = await flight('SK5', 1, { status: 'check_in' });
  const segments = await Promise.all(
    people.map(async (each) => (await make(agent, 'air__segment', { member: each, flight: id })).id),
  );
  await agent.call('POST', '/api/actions/air__check_in', { records: segments, input: { bags: 1 } });
  const seats = await Promise.all(segments.map(async (each) => (await read('air__segment', each)).seat));
  assert.equal(new Set(seats).size, 2);
  assert.ok(seats.every((seat) => seat !== null));
});

void test('what is too dear is refused in words', async () => {
  const problem = await agent.refused('POST', `${AIRLINE}/functions/redeem`, {
    input: { member: other, reward: rewards.get('baggage').id },
  });
  assert.match(problem.detail ?? problem.title, new RegExp(`${NEEDED.bag} are needed, 0 are there`));
});

void test('the member sees and changes what is his, and gives himself nothing', async () => {
  const account = await ask(flyer, 'account', {});
  assert.equal(account.member.id, member);
  assert.equal(account.next.tier, 'gold');
  assert.deepEqual(
    (await list(flyer, 'contact', 'true')).map(({ id }) => id),
    [member],
  );
  await flyer.call('PATCH', `/api/records/contact/${member}`, { air__seat: 'window' });
  assert.equal((await flyer.refused('PATCH', `/api/records/contact/${member}`, { air__tier: 'platinum' })).status, 403);
  const forge = (values: Loose) => flyer.refused('POST', '/api/records/air__points_entry', values);
  assert.equal((await forge({ member, kind: 'bonus', points: 1_000_000 })).status, 403);
  assert.equal((await forge({ member, kind: 'redeem', reward: rewards.get('lounge').id, points: 1 })).status, 403);
  assert.ok((await forge({ member: other, kind: 'redeem', reward: rewards.get('lounge').id })).status >= 400);
  const [entry] = await list(flyer, 'air__points_entry', 'true');
  assert.equal((await admin.refused('PATCH', `/api/records/air__points_entry/${entry.id}`, { points: 5 })).status, 422);
  assert.equal((await admin.refused('DELETE', `/api/records/air__points_entry/${entry.id}`)).code, 'plugin_refused');
});

void test('a poor experience opens a recovery; what it offers is decided by whom it must be, then paid', async () => {
  await make(flyer, 'air__touchpoint', { member, kind: 'baggage', score: 1, comment: '行李晚到一天，没有任何说明。' });
  const small = await until(async () => (await list(admin, 'air__recovery', `member == "${member}"`))[0]);
  assert.deepEqual([small.cause, small.level, small.status], ['baggage', 'agent', 'open']);
  const before = (await read('contact', member)).air__points;
  await agent.call('PATCH', `/api/records/air__recovery/${small.id}`, { apology: '非常抱歉。', status: 'approved' });
  await until(async () => (await read('air__recovery', small.id)).status === 'settled');
  assert.equal((await read('contact', member)).air__points, before + small.points);
  const large = await make(agent, 'air__recovery', {
    subject: '取消',
    cause: 'cancellation',
    member,
    points: 9_000,
    apology: '抱歉',
  });
  assert.equal(large.level, 'manager');
  await agent.call('PATCH', `/api/records/air__recovery/${large.id}`, { status: 'approved' });
  const task = await until(async () => (await manager.call('GET', '/api/my-work?show=teams')).data[0]);
  assert.ok(JSON.stringify(task).includes('9000'));
  assert.equal((await read('air__recovery', large.id)).status, 'open');
  const beyond = await agent.refused('PATCH', `/api/records/air__recovery/${large.id}`, { points: 20_001 });
  assert.equal(beyond.errors[0].path, 'points');
  await manager.call('POST', '/api/my-work/decide', { ids: [task.id], decision: 'approved' });
  await until(async () => (await read('air__recovery', large.id)).status === 'settled');
  assert.equal((await read('contact', member)).air__points, before + small.points + 9_000);
});

import type { JsonObject, JsonValue, SelectOption } from '@stratacrm/sdk';
import { connect, ScreenError } from '@stratacrm/sdk/screen';
import { language, meal, SEATS, tier, ZONES } from '../option-sets.ts';
import { button, element } from './element.ts';
import { pointsEntry } from '../objects/points-entry.ts';
import './desk.css';
import './account.css';

const WORDS = {
  points: { en: 'points', zh: '积分' },
  since: { en: 'Member', zh: '会员卡号' },
  until: { en: 'valid until', zh: '有效期至' },
  soon: { en: 'points expire from', zh: '积分将过期，自' },
  next: { en: 'tier points to', zh: '定级积分后可升级为' },
  top: { en: 'You have the highest tier. Thank you.', zh: '您已是最高等级，感谢一路同行。' },
  flights: { en: 'Your next flights', zh: '即将出行' },
  no_flights: { en: 'No flight is booked.', zh: '暂无已订行程。' },
  seat: { en: 'Seat', zh: '座位' },
  no_seat: { en: 'is chosen at check-in, as you like it', zh: '值机时按您的偏好安排' },
  how: { en: 'How was your flight?', zh: '这次飞行感受如何？' },
  stars: { en: 'of 5 stars', zh: '星（共 5 星）' },
  told: { en: 'Thank you. We will do something about it.', zh: '感谢您的评价，我们会认真改进。' },
  rewards: { en: 'Redeem at once', zh: '即时兑换' },
  redeem: { en: 'Redeem', zh: '兑换' },
  missing: { en: 'missing', zh: '还差' },
  sure: { en: 'Redeem your points?', zh: '确定兑换吗？' },
  colon: { en: ': ', zh: '：' },
  voucher: { en: 'Your voucher: ', zh: '您的兑换券号：' },
  likes: { en: 'How you like to fly', zh: '我的乘机偏好' },
  likes_why: { en: 'Used at every check-in, without asking you again.', zh: '每次值机自动使用，无需再说一遍。' },
  place: { en: 'Seat', zh: '座位' },
  zone: { en: 'Part of the cabin', zh: '客舱位置' },
  meal: { en: 'Meal', zh: '餐食' },
  language: { en: 'Language on board', zh: '服务语言' },
  any: { en: 'No preference', zh: '无偏好' },
  saved: { en: 'Noted. We will use it from your next flight on.', zh: '已保存，下次乘机起生效。' },
  entries: { en: 'What happened last', zh: '积分明细' },
  choose: { en: 'Choose a member', zh: '选择会员' },
  nobody: { en: 'Choose a member to see his account.', zh: '请选择会员以查看账户。' },
};

const screen = await connect();
const place = document.querySelector('#screen') ?? document.body;
const say = (word: keyof typeof WORDS): string => screen.text(WORDS[word]);

let member: string | undefined;
let isOwn = true;

const optionText = (options: readonly SelectOption[], value: JsonValue | undefined): string => {
  const found = options.find((each) => each.value === value);
  return found === undefined ? '' : screen.text(found.label);
};
const objectOf = (value: JsonValue | undefined): JsonObject => (value ?? {}) as JsonObject;
const listOf = (value: JsonValue | undefined): JsonObject[] => (value ?? []) as JsonObject[];
const textOf = (value: JsonValue | undefined): string => (value == null ? '' : String(value));

async function show(): Promise<void> {
  try {
    const told = objectOf(await screen.call('account', member === undefined ? {} : { member }));
    place.replaceChildren(...page(told));
  } catch (error) {
    if (!(error instanceof ScreenError)) throw error;
    isOwn = false;
    place.replaceChildren(element('p', { class: 'quiet' }, say('nobody')), chooser());
  }
}

function chooser(): HTMLElement {
  return button(say('choose'), 'plain', async () => {
    const picked = await screen.pickRecord('contact', { title: say('choose') });
    if (picked === null) return;
    member = picked.id;
    await show();
  });
}

function page(told: JsonObject): HTMLElement[] {
  const who = objectOf(told['member']);
  const account = element(
    'div',
    { class: 'account' },
    standing(who, told['next']),
    flights(told),
    ...experience(who, told),
    rewards(who, told),
    likes(who),
    entries(told),
  );
  return isOwn ? [account] : [element('p', {}, chooser()), account];
}

function standing(who: JsonObject, next: JsonValue | undefined): HTMLElement {
  const made = element(
    'section',
    {},
    element('h1', {}, textOf(who['name'])),
    element('span', { class: 'chip' }, optionText(tier.options, who['air__tier'])),
    element('span', { class: 'quiet' }, `${say('since')} ${textOf(who['air__number'])}`),
    element('p', { class: 'points' }, `${screen.number(Number(who['air__points'] ?? 0))} ${say('points')}`),
  );
  if (who['air__tier_until'] != null)
    made.append(element('p', { class: 'quiet' }, `${say('until')} ${screen.date(textOf(who['air__tier_until']))}`));
  if (Number(who['air__expiring'] ?? 0) > 0) {
    const soon = `${screen.number(Number(who['air__expiring']))} ${say('soon')} ${screen.date(textOf(who['air__expires_on']))}`;
    made.append(element('p', { class: 'soon' }, soon));
  }
  made.append(...way(who, next));
  return made;
}

function way(who: JsonObject, next: JsonValue | undefined): HTMLElement[] {
  if (next == null) return [element('p', { class: 'quiet' }, say('top'))];
  const { tier: name, points, missing } = objectOf(next);
  const share = Math.min(100, (Number(who['air__tier_points'] ?? 0) / Math.max(1, Number(points))) * 100);
  const text = `${screen.number(Number(missing))} ${say('next')} ${optionText(tier.options, name)}`;
  const facts = { class: 'way', role: 'progressbar', 'aria-label': text, 'aria-valuenow': String(Math.round(share)) };
  return [element('div', facts, element('div', { style: `width: ${share}%` })), element('p', { class: 'quiet' }, text)];
}

function flights(told: JsonObject): HTMLElement {
  const rows = listOf(told['flights']).map((segment) => {
    const flight = objectOf(segment['flight']);
    const seat = segment['seat'] == null ? say('no_seat') : textOf(segment['seat']);
    return element(
      'p',
      {},
      element('strong', {}, `${textOf(flight['origin'])} → ${textOf(flight['destination'])} `),
      `${textOf(flight['name']).split(' ')[0] ?? ''} · ${screen.datetime(textOf(segment['departs_at']))}`,
      element('br'),
      element('span', { class: 'quiet' }, `${say('seat')}${say('colon')}${seat}`),
    );
  });
  return element(
    'section',
    {},
    element('h2', {}, say('flights')),
    ...(rows.length > 0 ? rows : [element('p', { class: 'quiet' }, say('no_flights'))]),
  );
}

/** Asked once for each flight, of the passenger himself alone. */
function experience(who: JsonObject, told: JsonObject): HTMLElement[] {
  const flown = listOf(told['flown']);
  if (!isOwn || flown.length === 0) return [];
  const rows = flown.map((segment) => {
    const flight = objectOf(segment['flight']);
    const way = `${textOf(flight['origin'])} → ${textOf(flight['destination'])}`;
    const stars = [1, 2, 3, 4, 5].map((score) => {
      const star = button('★', 'plain', () => rate(who, segment, score));
      star.setAttribute('aria-label', `${way}: ${score} ${say('stars')}`);
      return star;
    });
    return element(
      'div',
      { class: 'rating' },
      element('p', {}, element('strong', {}, way), ` · ${screen.date(textOf(segment['departs_at']))}`),
      element('div', { class: 'stars' }, ...stars),
    );
  });
  return [element('section', {}, element('h2', {}, say('how')), ...rows)];
}

async function rate(who: JsonObject, segment: JsonObject, score: number): Promise<void> {
  const values = { member: textOf(who['id']), segment: textOf(segment['id']), kind: 'flight', score };
  try {
    await screen.records.create('air__touchpoint', values);
    screen.toast(say('told'));
  } catch (error) {
    if (!(error instanceof ScreenError)) throw error;
    screen.toast(error.message, 'error');
  }
  await show();
}

function rewards(who: JsonObject, told: JsonObject): HTMLElement {
  const points = Number(who['air__points'] ?? 0);
  const rows = listOf(told['rewards']).map((reward) => {
    const price = Number(reward['points']);
    const asked = button(say('redeem'), 'main', () => redeem(reward));
    asked.setAttribute('aria-label', `${say('redeem')}: ${textOf(reward['name'])}`);
    const lack = element('span', { class: 'quiet' }, `${say('missing')} ${screen.number(price - points)}`);
    return element(
      'div',
      {},
      element(
        'div',
        {},
        textOf(reward['name']),
        element('br'),
        element('span', { class: 'quiet' }, `${screen.number(price)} ${say('points')}`),
      ),
      price <= points ? asked : lack,
    );
  });
  return element('section', { class: 'rewards' }, element('h2', {}, say('rewards')), ...rows);
}

async function redeem(reward: JsonObject): Promise<void> {
  // One wish, one key: sent twice it is booked once.
  const key = `${Date.now()}-${Math.random()}`;
  const detail = `${textOf(reward['name'])}${say('colon')}${screen.number(Number(reward['points']))} ${say('points')}`;
  if (!(await screen.confirm({ title: say('sure'), detail, action: say('redeem') }))) return;
  try {
    const input = { reward: textOf(reward['id']), key, ...(member !== undefined && { member }) };
    const { voucher } = objectOf(await screen.call('redeem', input));
    screen.toast(say('voucher') + textOf(voucher));
  } catch (error) {
    if (!(error instanceof ScreenError)) throw error;
    screen.toast(error.message, 'error');
  }
  await show();
}

function likes(who: JsonObject): HTMLElement {
  const asked = (word: keyof typeof WORDS, name: string, options: readonly SelectOption[]): HTMLElement => {
    const choices = options.map(({ value, label }) => element('option', { value }, screen.text(label)));
    const select = element('select', { name }, element('option', { value: '' }, say('any')), ...choices);
    select.value = textOf(who[name]);
    select.addEventListener('change', () => void keep(who, name, select.value));
    return element('label', {}, element('span', { class: 'quiet' }, say(word)), select);
  };
  return element(
    'section',
    {},
    element('h2', {}, say('likes')),
    element(
      'div',
      { class: 'likes' },
      asked('place', 'air__seat', SEATS),
      asked('zone', 'air__zone', ZONES),
      asked('meal', 'air__meal', meal.options),
      asked('language', 'air__language', language.options),
    ),
    element('p', { class: 'quiet' }, say('likes_why')),
  );
}

async function keep(who: JsonObject, name: string, value: string): Promise<void> {
  try {
    await screen.records.update('contact', textOf(who['id']), { [name]: value === '' ? null : value });
    screen.toast(say('saved'));
  } catch (error) {
    if (!(error instanceof ScreenError)) throw error;
    screen.toast(error.message, 'error');
  }
}

const KINDS = pointsEntry.flatMap((draft) =>
  draft.kind === 'field' && draft.name === 'kind' ? (draft.options ?? []) : [],
);

function entries(told: JsonObject): HTMLElement {
  const rows = listOf(told['entries']).map((entry) => {
    const points = Number(entry['points']);
    const about = textOf(objectOf(entry['reward'])['name']) || textOf(objectOf(entry['segment'])['number']);
    return element(
      'tr',
      {},
      element('td', {}, screen.date(textOf(entry['booked_at']))),
      element(
        'td',
        {},
        optionText(KINDS, entry['kind']),
        ...(about === '' ? [] : [element('br'), element('span', { class: 'quiet' }, about)]),
      ),
      element(
        'td',
        { class: points > 0 ? 'figure plus' : 'figure' },
        `${points > 0 ? '+' : ''}${screen.number(points)}`,
      ),
    );
  });
  return element(
    'section',
    { class: 'wide' },
    element('h2', {}, say('entries')),
    element('table', {}, element('tbody', {}, ...rows)),
  );
}

screen.on('surroundings', () => void show());
await show();

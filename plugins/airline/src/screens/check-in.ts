import type { JsonObject, JsonValue, SelectOption } from '@stratacrm/sdk';
import { connect, ScreenError } from '@stratacrm/sdk/screen';
import { ASSISTANCE, cabin, language, meal, SEATS, tier, ZONES } from '../option-sets.ts';
import { button, element } from './element.ts';
import './desk.css';

const WORDS = {
  flight: { en: 'Flight', zh: '航班' },
  no_flights: { en: 'No flight leaves within three days.', zh: '三天内没有待起飞的航班。' },
  nobody: { en: 'No member is booked on this flight.', zh: '该航班没有会员旅客。' },
  passenger: { en: 'Passenger', zh: '旅客' },
  likes: { en: 'Likes', zh: '偏好' },
  seat: { en: 'Seat', zh: '座位' },
  bags: { en: 'Bags', zh: '行李' },
  check_in: { en: 'Check in', zh: '办理值机' },
  done: { en: 'Checked in', zh: '已值机' },
  boarded: { en: 'Boarded', zh: '已登机' },
  gate: { en: 'Gate', zh: '登机口' },
  free: { en: 'seats free', zh: '个空座' },
  meal: { en: 'Meal: ', zh: '餐食：' },
  speaks: { en: 'Speaks ', zh: '语言：' },
  unknown: { en: 'No preferences known: please ask.', zh: '暂无偏好记录，请主动询问。' },
  served: { en: 'is checked in, seat', zh: '值机完成，座位' },
};

const screen = await connect();
const place = document.querySelector('#screen') ?? document.body;
const say = (word: keyof typeof WORDS): string => screen.text(WORDS[word]);
const objectOf = (value: JsonValue | undefined): JsonObject => (value ?? {}) as JsonObject;
const listOf = (value: JsonValue | undefined): JsonObject[] => (value ?? []) as JsonObject[];
const textOf = (value: JsonValue | undefined): string => (value == null ? '' : String(value));
const optionText = (options: readonly SelectOption[], value: JsonValue | undefined): string => {
  const found = options.find((each) => each.value === value);
  return found === undefined ? '' : screen.text(found.label);
};

const chosen = element('select', { 'aria-label': say('flight') });
const list = element('div', { class: 'wide', 'aria-live': 'polite' });
chosen.addEventListener('change', () => void showPassengers());

async function showFlights(): Promise<void> {
  const { data } = await screen.records.query('air__flight', {
    filter:
      'status in ["scheduled", "check_in", "boarding"] && departs_at < now() + duration("72h") && departs_at > now() - duration("12h")',
    fields: ['number', 'origin', 'destination', 'departs_at', 'gate'],
    sort: 'departs_at',
    limit: 50,
  });
  const kept = chosen.value;
  chosen.replaceChildren(
    ...data.map((flight) =>
      element(
        'option',
        { value: flight.id },
        `${textOf(flight['number'])}  ${textOf(flight['origin'])}–${textOf(flight['destination'])}  ${screen.datetime(textOf(flight['departs_at']))}${flight['gate'] == null ? '' : `  ${say('gate')} ${textOf(flight['gate'])}`}`,
      ),
    ),
  );
  if (data.some(({ id }) => id === kept)) chosen.value = kept;
  if (data.length === 0) place.replaceChildren(element('p', { class: 'quiet' }, say('no_flights')));
  else place.replaceChildren(element('p', {}, chosen), list);
}

async function showPassengers(): Promise<void> {
  if (chosen.value === '') return;
  const told = objectOf(await screen.call('check_in_list', { flight: chosen.value }));
  const passengers = listOf(told['passengers']);
  if (passengers.length === 0) return list.replaceChildren(element('p', { class: 'quiet' }, say('nobody')));
  const heads = (['passenger', 'likes', 'seat', 'bags'] as const).map((word) => element('th', {}, say(word)));
  list.replaceChildren(
    element('p', { class: 'quiet' }, `${listOf(told['free']).length} ${say('free')}`),
    element(
      'table',
      { class: 'desk' },
      element('thead', {}, element('tr', {}, ...heads, element('th'))),
      element('tbody', {}, ...passengers.map(row)),
    ),
  );
}

function row(segment: JsonObject): HTMLElement {
  const member = objectOf(segment['member']);
  const isBooked = segment['status'] === 'booked';
  const seat = element('input', {
    size: '4',
    maxlength: '3',
    'aria-label': say('seat'),
    value: textOf(segment['seat'] ?? segment['offered']),
  });
  const bags = element('input', {
    size: '2',
    maxlength: '2',
    inputmode: 'numeric',
    'aria-label': say('bags'),
    value: textOf(segment['bags'] ?? 0),
  });
  const work = button(say('check_in'), 'main', () => checkIn(segment, { seat: seat.value, bags: bags.value }));
  work.setAttribute('aria-label', `${say('check_in')}: ${textOf(member['name'])}`);
  return element(
    'tr',
    {},
    element(
      'td',
      {},
      element('strong', {}, textOf(member['name'])),
      element('br'),
      element(
        'span',
        { class: 'quiet' },
        [
          optionText(tier.options, member['air__tier']),
          optionText(cabin.options, segment['cabin']),
          textOf(segment['number']),
        ]
          .filter((each) => each !== '')
          .join(' · '),
      ),
    ),
    element('td', {}, ...likesOf(member)),
    element('td', { 'data-label': say('seat') }, isBooked ? seat : textOf(segment['seat'])),
    element('td', { 'data-label': say('bags') }, isBooked ? bags : textOf(segment['bags'])),
    element(
      'td',
      {},
      isBooked ? work : element('span', { class: 'quiet' }, say(segment['status'] === 'boarded' ? 'boarded' : 'done')),
    ),
  );
}

/** With what it is about, where that would not be clear. */
function said(word: 'meal' | 'speaks', text: string): string {
  return text === '' ? '' : say(word) + text;
}

/** What is known is said before the passenger has to say it. */
function likesOf(member: JsonObject): HTMLElement[] {
  const help = Array.isArray(member['air__assistance']) ? member['air__assistance'] : [];
  const texts = [
    optionText(SEATS, member['air__seat']),
    optionText(ZONES, member['air__zone']),
    said('meal', optionText(meal.options, member['air__meal'])),
    said('speaks', optionText(language.options, member['air__language'])),
    ...help.map((each) => optionText(ASSISTANCE, each)),
  ].filter((each) => each !== '');
  const note = textOf(member['air__preference_note']);
  if (texts.length === 0 && note === '') return [element('span', { class: 'quiet' }, say('unknown'))];
  return [
    ...texts.map((text) => element('span', { class: 'chip' }, text)),
    ...(note === '' ? [] : [element('div', { class: 'quiet' }, note)]),
  ];
}

async function checkIn(segment: JsonObject, { seat, bags }: { seat: string; bags: string }): Promise<void> {
  const values: JsonObject = {
    status: 'checked_in',
    seat: seat.trim() === '' ? null : seat.trim().toUpperCase(),
    bags: /^\d{1,2}$/.test(bags.trim()) ? Number(bags) : null,
  };
  try {
    const done = await screen.records.update('air__segment', textOf(segment['id']), values);
    screen.toast(`${textOf(objectOf(segment['member'])['name'])} ${say('served')} ${textOf(done['seat'])}`);
  } catch (error) {
    if (!(error instanceof ScreenError)) throw error;
    screen.toast(error.errors[0]?.message ?? error.message, 'error');
  }
  await showPassengers();
}

async function show(): Promise<void> {
  await showFlights();
  await showPassengers();
}

screen.on('surroundings', () => void show());
await show();

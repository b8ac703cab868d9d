import type { JsonObject, JsonValue } from '@stratacrm/sdk';
import { connect, ScreenError } from '@stratacrm/sdk/screen';
import './history.css';

const WORDS = {
  since: { en: 'A friend since {year}', zh: '{year} 年起的朋友' },
  none: { en: 'No gift and no talk so far.', zh: '尚无捐赠与往来记录。' },
  legend: {
    en: 'Bars: what was given. ✆: how often you spoke. A year without either is shown too.',
    zh: '柱形为当年捐赠，✆ 为当年往来次数；没有往来的年份同样列出。',
  },
  refused: { en: 'The history cannot be shown: ', zh: '无法显示历史：' },
};

const screen = await connect();
const place = document.querySelector('#screen') ?? document.body;

interface Year {
  year: number;
  given: number;
  gifts: number;
  contacts: number;
}

function element(name: string, attributes: Record<string, string>, ...inside: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

const objectOf = (value: JsonValue | undefined): JsonObject => (value ?? {}) as JsonObject;

async function show(): Promise<void> {
  const { context } = screen;
  if (context.mount !== 'record_panel') return;
  try {
    const told = objectOf(await screen.call('history', { donor: context.record }));
    draw((told['years'] ?? []) as unknown as Year[]);
  } catch (error) {
    if (!(error instanceof ScreenError)) throw error;
    place.replaceChildren(element('p', { class: 'quiet' }, screen.text(WORDS.refused) + error.message));
  }
}

function draw(years: readonly Year[]): void {
  const [first] = years;
  if (first === undefined) return place.replaceChildren(element('p', { class: 'quiet' }, screen.text(WORDS.none)));
  const most = Math.max(1, ...years.map(({ given }) => given));
  place.replaceChildren(
    element('p', {}, screen.text(WORDS.since).replace('{year}', String(first.year))),
    element('ol', { class: 'years' }, ...years.map((year) => drawYear(year, most))),
    element('p', { class: 'quiet' }, screen.text(WORDS.legend)),
  );
}

function drawYear({ year, given, contacts }: Year, most: number): HTMLElement {
  const height = Math.round((given / most) * 96);
  const amount = given === 0 ? '' : screen.number(given, { notation: 'compact', maximumFractionDigits: 1 });
  return element(
    'li',
    {},
    element('span', { class: 'amount' }, amount),
    element('div', { class: given === 0 ? 'bar none' : 'bar', style: `height: ${height}px` }),
    element('span', { class: 'said' }, contacts === 0 ? '' : `✆ ${contacts}`),
    element('span', { class: 'year' }, String(year)),
  );
}

screen.on('context', () => void show());
screen.on('surroundings', () => void show());
await show();

import type { SelectOption } from '@stratacrm/sdk';
import type { Screen } from '@stratacrm/sdk/screen';
import { relationshipInverse, relationshipType } from '../../option-sets.ts';
import { drawn, element } from '../element.ts';
import type { Link, Party, Relations } from './load-relations.ts';

const BOX = { widest: 208, narrowest: 150, height: 46, gap: 10 };
/** Between two columns, for the lines to be seen. */
const BETWEEN = 40;
/** Narrower than this the sides stand one above the other. */
const NARROW = 3 * BOX.narrowest + 2 * BETWEEN;

/** Three columns share what there is. */
function boxWidth(width: number): number {
  return Math.max(BOX.narrowest, Math.min(BOX.widest, Math.floor((width - 2 * BETWEEN) / 3)));
}

const NOT_SEEN = { en: 'Not visible to you', zh: '无权查看' };
const NOBODY = { en: 'No relationships yet', zh: '暂无关系' };

/** The customer in the middle; on the left who stands to it, on the right to whom it stands. */
export function drawMap(screen: Screen, relations: Relations, width: number): HTMLElement {
  const { middle, links } = relations;
  if (links.length === 0) return element('p', { class: 'quiet' }, screen.text(NOBODY));
  const left = links.filter(({ away }) => !away);
  const right = links.filter(({ away }) => away);
  const narrow = width < NARROW;
  const sides = [side(screen, left, 'left'), centre(screen, middle), side(screen, right, 'right')];
  const map = element('div', { class: narrow ? 'map narrow' : 'map' }, ...sides);
  if (!narrow) {
    map.style.setProperty('--box', `${boxWidth(width)}px`);
    map.prepend(lines(left, right, width));
  }
  return map;
}

function side(screen: Screen, links: readonly Link[], where: string): HTMLElement {
  return element('ul', { class: `side ${where}` }, ...links.map((link) => element('li', {}, box(screen, link))));
}

function box(screen: Screen, { other, type, away, share, over }: Link): HTMLElement {
  const option = optionOf(type, away);
  const words = [
    option === undefined ? type : screen.text(option.label),
    ...(share === null ? [] : [`${screen.number(share, { maximumFractionDigits: 2 })} %`]),
  ];
  const made = element(
    'button',
    { type: 'button', class: `box ${option?.color ?? 'grey'}${over ? ' over' : ''}` },
    element('span', { class: 'name' }, nameOf(screen, other)),
    element('span', { class: 'word' }, words.join(' · ')),
  );
  if (other.name === null) made.setAttribute('disabled', '');
  else made.addEventListener('click', () => void screen.open({ object: other.object, record: other.id }));
  return made;
}

function centre(screen: Screen, middle: Party): HTMLElement {
  return element('div', { class: 'box middle' }, element('span', { class: 'name' }, nameOf(screen, middle)));
}

function nameOf(screen: Screen, { name }: Party): string {
  return name ?? screen.text(NOT_SEEN);
}

function optionOf(type: string, away: boolean): SelectOption | undefined {
  const { options } = away ? relationshipType : relationshipInverse;
  return options.find(({ value }) => value === type);
}

/** Curves between the boxes, which stand in columns of a known height. */
function lines(left: readonly Link[], right: readonly Link[], width: number): SVGElement {
  const rows = Math.max(left.length, right.length, 1);
  const height = rows * (BOX.height + BOX.gap) - BOX.gap;
  const box = boxWidth(width);
  const middle = { left: (width - box) / 2, right: (width + box) / 2, y: height / 2 };
  const at = (count: number, index: number): number => {
    const own = count * (BOX.height + BOX.gap) - BOX.gap;
    return (height - own) / 2 + index * (BOX.height + BOX.gap) + BOX.height / 2;
  };
  const curve = (x1: number, y1: number, x2: number, y2: number, over: boolean): SVGElement => {
    const bend = (x1 + x2) / 2;
    return drawn('path', { d: `M${x1} ${y1} C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`, class: over ? 'over' : '' });
  };
  return drawn(
    'svg',
    { width: String(width), height: String(height), 'aria-hidden': 'true' },
    ...left.map(({ over }, index) => curve(box, at(left.length, index), middle.left, middle.y, over)),
    ...right.map(({ over }, index) => curve(middle.right, middle.y, width - box, at(right.length, index), over)),
  );
}

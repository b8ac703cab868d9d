import { invalidFormat, wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { plainText } from '../text-value.ts';
import { traits } from '../traits.ts';

const COLOR = { en: 'a color such as #1f7a6d', zh: '颜色（例如 #1f7a6d）' };

/** Colors that people name; the same in both languages. */
const NAMED: Record<string, string> = {
  black: '#000000',
  黑: '#000000',
  黑色: '#000000',
  white: '#ffffff',
  白: '#ffffff',
  白色: '#ffffff',
  red: '#ff0000',
  红: '#ff0000',
  红色: '#ff0000',
  green: '#008000',
  绿: '#008000',
  绿色: '#008000',
  blue: '#0000ff',
  蓝: '#0000ff',
  蓝色: '#0000ff',
  yellow: '#ffff00',
  黄: '#ffff00',
  黄色: '#ffff00',
  orange: '#ffa500',
  橙: '#ffa500',
  橙色: '#ffa500',
  purple: '#800080',
  紫: '#800080',
  紫色: '#800080',
  gray: '#808080',
  grey: '#808080',
  灰: '#808080',
  灰色: '#808080',
  pink: '#ffc0cb',
  粉: '#ffc0cb',
  粉色: '#ffc0cb',
  brown: '#a52a2a',
  棕: '#a52a2a',
  棕色: '#a52a2a',
};

function parseColor(input: unknown): Parsed {
  if (typeof input !== 'string') return wrongType(input, COLOR);
  const value = hexOf(input.trim().toLowerCase());
  return value === undefined ? invalidFormat(input, COLOR) : { ok: true, value };
}

/** `#abc` and `#aabbcc` → `#aabbcc`. */
function hexOf(text: string): string | undefined {
  if (/^#[0-9a-f]{6}$/.test(text)) return text;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(text);
  return short === null
    ? undefined
    : `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`;
}

/** `#1F7A6D` · `1f7a6d` · `rgb(31, 122, 109)` · `red` · `红色`. */
function readWrittenColor(written: string): Parsed {
  const plain = plainText(written).toLowerCase();
  const bytes = /^rgb\( ?(\d{1,3}) ?, ?(\d{1,3}) ?, ?(\d{1,3}) ?\)$/.exec(plain)?.slice(1).map(Number);
  if (bytes?.every((byte) => byte < 256) === true) {
    return { ok: true, value: `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}` };
  }
  const named = Object.hasOwn(NAMED, plain) ? NAMED[plain] : undefined;
  const value = named ?? hexOf(plain) ?? hexOf(`#${plain}`);
  return value === undefined ? invalidFormat(written, COLOR) : { ok: true, value };
}

export const color: FieldType = {
  name: 'color',
  label: { en: 'Color', zh: '颜色' },
  description: { en: 'A color, for badges, calendars and charts.', zh: '颜色，用于标记、日历和图表。' },
  icon: 'palette',
  editor: 'color',
  settings: [],
  storage: 'text',
  traits: traits({ sortable: true, groupable: true }),
  expressionType: () => ({ type: 'text' }),
  parse: parseColor,
  fromText: readWrittenColor,
  format: (value) => String(value),
  jsonSchema: () => ({ type: 'string', pattern: '^#[0-9a-f]{6}$' }),
};

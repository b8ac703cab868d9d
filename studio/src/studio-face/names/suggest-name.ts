import type { Label } from '@stratacrm/sdk';

/** Longest name a suggestion makes; the server allows more. */
const LONGEST = 40;

/** Syllables of a Chinese text without tones; every other character stays as it is. */
export type ReadAloud = (text: string) => string[];

/** The dictionary weighs more than the rest of the designer, so it comes only when a Chinese label needs it. */
export async function loadPinyin(): Promise<ReadAloud> {
  const { pinyin } = await import('pinyin-pro');
  return (text) => pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
}

function toSnakeCase(words: string): string {
  return words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, LONGEST)
    .replace(/_+$/, '');
}

/** A `snake_case` name for a label: from the English text, or from the sound of the Chinese one. */
export async function suggestName(label: Label, load: () => Promise<ReadAloud> = loadPinyin): Promise<string> {
  const fromEnglish = toSnakeCase(label.en);
  if (fromEnglish !== '') return fromEnglish;
  const chinese = label.zh.trim() === '' ? label.en : label.zh;
  if (!/\p{Script=Han}/u.test(chinese)) return '';
  const readAloud = await load();
  return toSnakeCase(readAloud(chinese).join('_'));
}

/** The wanted name, or the next free one with a number behind it. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const candidate = `${wanted}_${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Whether the platform would take it as a name. */
export function isName(text: string): boolean {
  return /^[a-z][a-z0-9_]{0,49}$/.test(text);
}

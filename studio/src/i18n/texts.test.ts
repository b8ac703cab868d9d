import { afterEach, expect, test } from 'vitest';
import { areas } from './areas.ts';
import { i18n } from './i18n.ts';

/** Every text of both languages by its key. */
function texts(tree: object, prefix: string): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : texts(value as object, `${prefix}${key}.`),
  );
}

const english = new Map(Object.entries(areas).flatMap(([area, { en }]) => texts(en, `${area}.`)));
const chinese = new Map(Object.entries(areas).flatMap(([area, { zh }]) => texts(zh, `${area}.`)));

const parameters = (text: string | undefined): Set<string> =>
  new Set([...(text ?? '').matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''));

// The language belongs to all who share this process.
afterEach(() => {
  i18n.global.locale.value = 'en';
});

test('both languages have the same texts', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
});

test('every text can be shown: signs with a meaning of their own to the formatter are not in it', () => {
  for (const locale of ['en', 'zh'] as const) {
    i18n.global.locale.value = locale;
    const broken = [...english.keys()].filter((key) => {
      try {
        i18n.global.t(key, {}, { plural: 2 });
        return false;
      } catch {
        return true;
      }
    });
    expect(broken).toEqual([]);
  }
});

test('a Chinese text names no parameter that the English one does not give', () => {
  for (const [key, text] of chinese) {
    const given = parameters(english.get(key));
    expect([key, [...parameters(text)].filter((name) => !given.has(name))]).toEqual([key, []]);
  }
});

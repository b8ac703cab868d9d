import { expect, it } from 'vitest';
import { acceptedLocale } from './locale.ts';

it.each([
  [undefined, null],
  ['', null],
  ['fr', null],
  ['*', null],
  ['zh', 'zh'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en-GB', 'en'],
  ['fr, en;q=0.3, zh;q=0.7', 'zh'],
  ['zh;q=0, en;q=0.1', 'en'],
  ['english', null],
  [';;;q=,', null],
])('Accept-Language %s asks for %s', (header, locale) => {
  expect(acceptedLocale(header)).toBe(locale);
});

import { expect, test } from 'vitest';
import { didYouMean, editDistance, nearest, suggestionAmong } from './suggestion.ts';

test('a swap of neighbours is one edit', () => {
  expect(editDistance('stgae', 'stage')).toBe(1);
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('赢担', '赢单')).toBe(1);
});

test('the nearest word is suggested, or none', () => {
  expect(nearest('acount', ['amount', 'account'])).toBe('account');
  expect(nearest('GTXPro', ['GTX Pro', 'GTX Basic'])).toBe('GTX Pro');
  expect(nearest('technolgy', ['technology', 'medical'])).toBe('technology');
  expect(nearest('zzz', ['account'])).toBeUndefined();
  expect(nearest('', ['a'])).toBeUndefined();
  expect(nearest('x'.repeat(10_000), ['x'.repeat(9_999)])).toBeUndefined();
  expect(didYouMean('zzz', ['account'])).toEqual({ en: '', zh: '' });
});

test('of a few names all are told where none is near', () => {
  const parts = ['city', 'postal_code'];
  expect(suggestionAmong('cty', parts).en).toBe(' Did you mean "city"?');
  expect(suggestionAmong('postcode', parts)).toEqual({
    en: ' There is: city, postal_code.',
    zh: '可用：city、postal_code。',
  });
  expect(
    suggestionAmong(
      'x',
      Array.from({ length: 40 }, (_, index) => `name_${index}`),
    ).en,
  ).toBe('');
});

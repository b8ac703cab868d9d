import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import metadata from 'libphonenumber-js/min/metadata';
import { expect, test } from 'vitest';
import { isSettled } from './e164.ts';

/** Drawn from a seed, so that a failure comes again. */
function drawer(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('a number that counts as settled is what the library makes of it, whatever its country and digits', () => {
  const draw = drawer(7);
  const codes = Object.keys(metadata.country_calling_codes);
  let settled = 0;
  for (let n = 0; n < 15_000; n++) {
    const code = codes[n % codes.length]!;
    const text = `+${code}${Array.from({ length: 4 + draw(10) }, () => draw(10)).join('')}`;
    if (!isSettled(text)) continue;
    settled++;
    const number = parsePhoneNumberFromString(text, { defaultCountry: 'US', extract: false });
    expect([text, number?.number, number?.isPossible(), number?.ext]).toEqual([text, text, true, undefined]);
  }
  expect(settled).toBeGreaterThan(1_000);
});

test.each([
  ['+8613812345678', true],
  ['+4915112345678', true],
  // What is dialled at home only, too few digits, shared with other countries, not the one form.
  ['+86013812345678', false],
  ['+86138', false],
  ['+12125550123', false],
  ['+86 138 1234 5678', false],
  ['13812345678', false],
])('%s is settled: %s', (text, expected) => {
  expect(isSettled(text)).toBe(expected);
});

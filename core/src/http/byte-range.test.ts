import { expect, it } from 'vitest';
import { refusal } from '../../testing/refusal.ts';
import { byteRange } from './byte-range.ts';

it.each([
  [undefined, null],
  ['bytes=0-', { start: 0, end: 9 }],
  ['bytes=2-3', { start: 2, end: 3 }],
  ['bytes=2-99', { start: 2, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-99', { start: 0, end: 9 }],
  ['bytes=3-2', null],
  ['bytes=0-1,4-5', null],
  ['lines=0-1', null],
  ['bytes=-', null],
  ['bytes=1e3-', null],
])('%s of ten bytes', (header, range) => {
  expect(byteRange(header, 10)).toEqual(range);
});

it.each(['bytes=10-', 'bytes=999999999999-', 'bytes=-0'])('%s of ten bytes is nowhere', async (header) => {
  expect(await refusal(Promise.resolve().then(() => byteRange(header, 10)))).toMatchObject({
    code: 'range_not_satisfiable',
  });
});

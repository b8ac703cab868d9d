import { expect, it } from 'vitest';
import { harmless, unguarded } from './formula-guard.ts';

it.each(['=1+1', '+cmd|calc', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("x")', '＝1+1', '-'])(
  'takes the effect from %j',
  (cell) => {
    expect(harmless(cell)).toBe(`'${cell}`);
  },
);

it.each(['-12.50', '+8613812345678', '-1,234.5', '-3 %', 'a=b', '1-2', ''])('leaves %j as it is', (cell) => {
  expect(harmless(cell)).toBe(cell);
});

it.each(['=1+1', "'=1+1", '-2+3', '-31.5, 20', "'quoted", "'-5", '-5', '', "'"])('gives %j back as it was', (cell) => {
  expect(unguarded(harmless(cell))).toBe(cell);
});

it("leaves an apostrophe that is somebody's own", () => {
  expect(unguarded("'quoted'")).toBe("'quoted'");
  expect(unguarded("'-5")).toBe("'-5");
});

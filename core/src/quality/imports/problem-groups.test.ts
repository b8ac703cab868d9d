import { expect, it } from 'vitest';
import type { CellProblem } from './column-reader.ts';
import { ProblemGroups } from './problem-groups.ts';

const problem = (value: string, severity: 'error' | 'warning' = 'error'): CellProblem => ({
  column: 'amount',
  code: severity === 'error' ? 'invalid_format' : 'suspicious_value',
  message: `"${value}" is wrong`,
  severity,
  value,
});

it('rows with the same problem are one group, errors first, many rows first', () => {
  const groups = new ProblemGroups('en');
  groups.add([problem('w', 'warning'), problem('a'), problem('b'), problem('b')]);
  groups.add([problem('w', 'warning'), problem('w', 'warning')]);
  expect(groups.list().map(({ value, rows }) => [value, rows])).toEqual([
    ['b', 2],
    ['a', 1],
    ['w', 3],
  ]);
});

it('a column of nothing but wrong values is not ten thousand lines, and no row is lost from the count', () => {
  const groups = new ProblemGroups('en');
  for (let n = 0; n < 10_000; n++) groups.add([problem(`value ${n}`)]);
  groups.add([problem('value 7')]);
  const list = groups.list();
  expect(list).toHaveLength(31);
  expect(list.reduce((sum, { rows }) => sum + rows, 0)).toBe(10_001);
  expect(list[0]).toMatchObject({ rows: 9_970, message: 'Not in the right form (other values)' });
  expect(list[0]).not.toHaveProperty('value');
  expect(list[1]).toMatchObject({ value: 'value 7', rows: 2 });
});

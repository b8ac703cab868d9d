import { expect, it } from 'vitest';
import { VALUE_DAMAGES } from '../../fuzz/damage.ts';
import { Random } from '../../testing/random.ts';

it('a body of the fuzz run can be made, however often it is multiplied', () => {
  const multiply = VALUE_DAMAGES['a thousand times']!;
  const random = new Random(1);
  expect(multiply('x', random)).toHaveLength(1_000);
  const longest = [1, 2, 3].reduce<unknown>((value) => multiply(value, random), 'x'.repeat(70_000));
  expect(JSON.stringify(longest).length).toBeLessThan(21_000_000);
});

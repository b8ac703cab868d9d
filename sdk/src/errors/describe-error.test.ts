import { expect, it } from 'vitest';
import { describeError } from './strata-error.ts';

it('counts one as one', () => {
  expect(describeError('en', 'publish_problems', { count: 1 })).toBe('Mend the 1 problem listed, then publish again.');
  expect(describeError('en', 'publish_problems', { count: 2 })).toBe('Mend the 2 problems listed, then publish again.');
  expect(describeError('zh', 'publish_problems', { count: 1 })).toBe('请先解决列出的 1 个问题，再发布。');
});

import { describe, expect, it } from 'vitest';
import { speaker } from '../language.ts';
import { displayWidth } from './display-width.ts';
import { problemTable } from './problem-table.ts';

describe('the table of problems', () => {
  it('lines up, also with Chinese, and stays within the terminal', () => {
    const text = problemTable(
      [
        {
          column: 'product',
          code: 'x',
          message: 'There is no Product "GTXPro". Did you mean "GTX Pro"?',
          rows: 1480,
          severity: 'error',
        },
        {
          column: '行业',
          code: 'y',
          message: '“technolgy”与已有的“technology”很接近，请核对。',
          rows: 12,
          severity: 'warning',
        },
      ],
      60,
      speaker('zh'),
    );
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.every((line) => displayWidth(line) <= 60)).toBe(true);
    expect(lines[2]).toContain('提醒：');
    const starts = lines.slice(1).map((line) => displayWidth(line.slice(0, line.search(/There|提醒/))));
    expect(new Set(starts).size).toBe(1);
  });

  it('is nothing when there is nothing to say', () => expect(problemTable([], 80, speaker('en'))).toBe(''));
});

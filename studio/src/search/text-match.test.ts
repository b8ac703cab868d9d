import { describe, expect, it } from 'vitest';
import { loadPinyinMatch, plainMatch } from './text-match.ts';

describe('matching what one types with a name', () => {
  it('prefers the whole, then the beginning, then a word, then a part', () => {
    const scores = ['Accounts', 'Accounts payable', 'My accounts', 'Subaccounts', 'Cases'].map((name) =>
      plainMatch(name, 'accounts'),
    );
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.at(-1)).toBe(0);
  });

  it('finds Chinese by pinyin and by initials', async () => {
    const match = await loadPinyinMatch();
    expect(match('客户', 'kehu')).toBeGreaterThan(0);
    expect(match('客户', 'kh')).toBeGreaterThan(0);
    expect(match('商机', 'kh')).toBe(0);
    expect(match('商机', '商')).toBe(3);
  });
});

import { describe, expect, it } from 'vitest';
import { pairKey, productRules, suggestionsFor, type Counts } from './rules.ts';

const counts: Counts = {
  customers: new Map([['affluent', 20]]),
  holders: new Map([
    [
      'affluent',
      new Map([
        ['mortgage', 10],
        ['insurance', 9],
        ['account', 20],
      ]),
    ],
  ]),
  pairs: new Map([
    [
      'affluent',
      new Map([
        [pairKey('mortgage', 'insurance'), 8],
        [pairKey('mortgage', 'account'), 10],
        [pairKey('insurance', 'account'), 9],
      ]),
    ],
  ]),
};

const limits = { similar: 5, share: 40 };

describe('rules of products', () => {
  it('say how many of those alike hold it, and how much more often than in general', () => {
    // 8 of 10 hold it, 9 of 20 in general: 0.8 ÷ 0.45.
    expect(productRules(counts, limits)).toContainEqual({
      segment: 'affluent',
      because: 'mortgage',
      product: 'insurance',
      similar: 10,
      holders: 8,
      share: 800,
      lift: 178,
    });
  });

  it('leave out what everybody holds anyway, and what too few tell of', () => {
    const found = productRules(counts, limits).map(({ because, product }) => `${because} → ${product}`);
    expect(found).not.toContain('mortgage → account');
    expect(productRules(counts, { similar: 11, share: 40 }).map(({ because }) => because)).not.toContain('mortgage');
  });

  it('suggest what a customer lacks and may have', () => {
    const rules = productRules(counts, limits);
    const holds = new Set(['mortgage', 'account']);
    const suggested = (offered: boolean, segment = 'affluent'): string[] =>
      suggestionsFor(rules, { segment, holds }, () => offered).map(({ product }) => product);
    expect(suggested(true)).toEqual(['insurance']);
    expect(suggested(false)).toEqual([]);
    expect(suggested(true, 'mass')).toEqual([]);
  });
});

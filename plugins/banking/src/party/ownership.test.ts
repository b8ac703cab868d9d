import { describe, expect, it } from 'vitest';
import { ultimateOwners, type Stake } from './ownership.ts';

const owns = (owner: string, owned: string, percent: number): Stake => ({
  owner,
  owned,
  part: BigInt(Math.round(percent * 10_000)),
});

const shares = (company: string, stakes: Stake[]): Record<string, number> =>
  Object.fromEntries(ultimateOwners(company, stakes).map(({ owner, part }) => [owner, Number(part) / 10_000]));

describe('who owns a company in the end', () => {
  it('is found along all chains together', () => {
    const stakes = [
      owns('contact/ada', 'account/holding', 60),
      owns('contact/bob', 'account/holding', 40),
      owns('account/holding', 'account/works', 80),
      owns('contact/ada', 'account/works', 20),
    ];
    expect(shares('account/works', stakes)).toEqual({ 'contact/ada': 68, 'contact/bob': 32 });
    const [first] = ultimateOwners('account/works', stakes);
    // The stronger of her two chains is told.
    expect(first?.chain).toEqual(['contact/ada', 'account/holding', 'account/works']);
  });

  it('ends at a company whose owners nobody knows', () => {
    expect(shares('account/works', [owns('account/far', 'account/works', 29)])).toEqual({ 'account/far': 29 });
  });

  it('is told of companies that own each other as well', () => {
    // Ada: 0.9 ÷ (1 − 0.1 × 0.5) of works, worked out by the series 0.9 × (1 + 0.05 + 0.0025 + …).
    const stakes = [
      owns('contact/ada', 'account/works', 90),
      owns('account/sales', 'account/works', 10),
      owns('account/works', 'account/sales', 50),
      owns('contact/bob', 'account/sales', 50),
    ];
    expect(shares('account/works', stakes)).toEqual({ 'contact/ada': 94.7368, 'contact/bob': 5.2632 });
  });

  it('comes to an end where all there is owns itself', () => {
    expect(shares('account/a', [owns('account/b', 'account/a', 100), owns('account/a', 'account/b', 100)])).toEqual({});
  });
});

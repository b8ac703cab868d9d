import { fakeHost } from '@stratacrm/sdk/testing';
import { describe, expect, it } from 'vitest';
import { quote } from './quote.ts';

const product = { id: 'p1', side: 'asset', tenor_months: 12, basis: '360', pd: '1.2', lgd: '45', monthly_cost: '10' };
const deposit = { ...product, id: 'p2', side: 'liability', pd: null, lgd: null };
const curve = [
  { id: '1', currency: 'CNY', valid_on: '2025-12-01', tenor_months: 12, rate: '2.0000' },
  { id: '2', currency: 'CNY', valid_on: '2026-06-01', tenor_months: 12, rate: '9.0000' },
];

const host = () =>
  fakeHost({ records: { bank__product: [product, deposit], bank__ftp_rate: curve }, matches: () => true });

describe('the rate desk', () => {
  it('says what a loan would bring in a year, and from which rate on', async () => {
    // 1,000,000 × 3.25 % × 365 ÷ 360 = 32,951.39; 1.2 % × 45 % of it; 12 × 10.
    expect(await quote({ product: 'p1', amount: '1000000', rate: '5.25' }, host())).toEqual({
      ftp_rate: '2',
      ftp_tenor: 12,
      ftp_day: '2025-12-01',
      margin: '32951.39',
      expected_loss: '5400',
      costs: '120',
      contribution: '27431.39',
      // 2 % + 5,520 ÷ 1,000,000 × 360 ÷ 365.
      break_even: '2.5444',
    });
  });

  it('turns the rates round for a deposit', async () => {
    const answer = await quote({ product: 'p2', amount: '1000000', rate: '1.5' }, host());
    expect(answer).toMatchObject({
      margin: '5069.44',
      expected_loss: '0',
      contribution: '4949.44',
      break_even: '1.9882',
    });
  });

  it('needs a product with a balance, and a curve', async () => {
    await expect(quote({ product: 'none', amount: '1' }, host())).rejects.toThrow('Choose a loan or a deposit.');
    await expect(quote({ product: 'p1', amount: '1', currency: 'USD' }, host())).rejects.toThrow('no transfer curve');
  });
});

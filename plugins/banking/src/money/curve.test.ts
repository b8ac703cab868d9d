import { describe, expect, it } from 'vitest';
import { Curves, type CurvePoint } from './curve.ts';

const point = (valid_on: string, tenor_months: number, rate: string, currency = 'CNY'): CurvePoint => ({
  currency,
  valid_on,
  tenor_months,
  rate,
});

const curves = new Curves([
  point('2026-01-01', 12, '1.8000'),
  point('2026-01-01', 1, '1.4000'),
  point('2026-01-01', 36, '2.1000'),
  point('2026-06-01', 12, '1.6000'),
]);

describe('the transfer curve', () => {
  it('gives its points as they are', () => {
    expect(curves.at('CNY', '2026-02-14', 12)).toEqual({ rate: '1.8', tenor: 12, day: '2026-01-01' });
  });

  it('lies on the straight line between two points, to a millionth', () => {
    expect(curves.at('CNY', '2026-02-14', 24)?.rate).toBe('1.95');
    // 1.4 + 0.4 × 2 ÷ 11
    expect(curves.at('CNY', '2026-02-14', 3)?.rate).toBe('1.472727');
  });

  it('is flat beyond its ends', () => {
    expect(curves.at('CNY', '2026-02-14', 120)?.rate).toBe('2.1');
  });

  it('is the last one that began by that day, and before the first the first', () => {
    expect(curves.at('CNY', '2026-06-01', 12)).toMatchObject({ rate: '1.6', day: '2026-06-01' });
    expect(curves.at('CNY', '2026-05-31', 12)).toMatchObject({ rate: '1.8' });
    expect(curves.at('CNY', '2020-01-01', 12)).toMatchObject({ day: '2026-01-01' });
  });

  it('is not made up for a currency without one', () => {
    expect(curves.at('USD', '2026-02-14', 12)).toBeNull();
  });
});

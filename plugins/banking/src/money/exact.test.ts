import { describe, expect, it } from 'vitest';
import { divided, exact, written } from './exact.ts';
import { lastDayOf, monthsLater, yearBegins } from './month.ts';

describe('exact numbers', () => {
  it('are read and written without a loss', () => {
    for (const text of ['0', '2.35', '-0.000001', '123456789012345.67']) expect(written(exact(text))).toBe(text);
    expect(written(exact('0.1') + exact('0.2'))).toBe('0.3');
    expect(exact(null)).toBe(0n);
  });

  it('are rounded half away from zero', () => {
    expect([divided(5n, 2n), divided(-5n, 2n), divided(4n, 3n), divided(5n, 3n)]).toEqual([3n, -3n, 1n, 2n]);
  });
});

describe('months', () => {
  it('go over the ends of years', () => {
    expect([monthsLater('2026-11-01', 3), monthsLater('2026-01-01', -1)]).toEqual(['2027-02-01', '2025-12-01']);
    expect([lastDayOf('2026-02-01'), lastDayOf('2028-02-01')]).toEqual(['2026-02-28', '2028-02-29']);
    expect(yearBegins('2026-11-22T06:00:00Z')).toBe('2025-12-01');
  });
});

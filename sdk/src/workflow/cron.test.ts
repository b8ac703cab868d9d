import { describe, expect, it } from 'vitest';
import { nextTime, readCron } from './cron.ts';

function next(line: string, after: string, zone = 'UTC'): string | undefined {
  return nextTime(readCron(line)!, new Date(after), zone)?.toISOString();
}

describe('A CRON line', () => {
  it.each([
    ['0 8 * * 1', '2026-11-21T00:00:00Z', '2026-11-23T08:00:00.000Z'],
    ['*/15 9-17 * * 1-5', '2026-11-20T17:50:00Z', '2026-11-23T09:00:00.000Z'],
    ['0 0 1,15 * *', '2026-11-15T00:00:00Z', '2026-12-01T00:00:00.000Z'],
    ['30 23 31 12 *', '2026-11-15T00:00:00Z', '2026-12-31T23:30:00.000Z'],
    ['0 0 13 * 5', '2026-11-14T00:00:00Z', '2026-11-20T00:00:00.000Z'],
    ['0 12 * * 7', '2026-11-21T00:00:00Z', '2026-11-22T12:00:00.000Z'],
    ['0 0 29 2 *', '2026-11-21T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('%s after %s is at %s', (line, after, at) => expect(next(line, after)).toBe(at));

  it('goes by the clocks of the time zone, also where they are put back', () => {
    expect(next('0 8 * * *', '2026-11-21T00:00:00Z', 'Asia/Shanghai')).toBe('2026-11-22T00:00:00.000Z');
    expect(next('30 2 * * *', '2026-03-29T00:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T00:30:00.000Z');
  });

  it.each(['', '* * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', 'a b c d e', '*/0 * * * *', '5-1 * * * *'])(
    '%s is none',
    (line) => expect(readCron(line)).toBeNull(),
  );

  it('that never comes has no next time', () => expect(next('0 0 30 2 *', '2026-01-01T00:00:00Z')).toBeUndefined());
});

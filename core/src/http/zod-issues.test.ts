import { describeError, type StrataError } from '@stratacrm/sdk';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { timeZone } from './wire/values.ts';
import { checked } from './zod-issues.ts';

const share = z.strictObject({
  with: z.union([
    z.strictObject({ user: z.uuid(), until: z.iso.datetime().optional() }),
    z.strictObject({ team: z.uuid(), until: z.iso.datetime().optional() }),
    z.string(),
  ]),
});

function refused(input: unknown): StrataError['issues'] {
  try {
    checked(share, input);
    return [];
  } catch (error) {
    return (error as StrataError).issues;
  }
}

const told = (input: unknown) => refused(input).map(({ path, code }) => `${path} ${code}`);

it('of several shapes the nearest says what is wrong, at its place', () => {
  expect(told({ with: { team: 'East', until: 'soon' } })).toEqual([
    'with.team invalid_format',
    'with.until invalid_format',
  ]);
  expect(told({ with: { user: crypto.randomUUID(), access: 'read' } })).toEqual(['with.access unknown_property']);
  expect(refused({ with: { user: crypto.randomUUID(), access: 'read' } })[0]?.params).toMatchObject({
    suggestion: { en: ' There is: user, until, team.' },
  });
  expect(told({ with: { user: crypto.randomUUID(), team: 'East' } })).toEqual(['with.team not_together']);
  expect(told({ with: {} })).toEqual(['with.user required']);
  expect(told({})).toEqual(['with required']);
});

it('what is of another type than all of them is told the types', () => {
  expect(told({ with: 5 })).toEqual(['with wrong_type']);
});

it('a text that is too short is told how long it must be', () => {
  try {
    checked(z.strictObject({ text: z.string().min(2) }), { text: 'q' });
    expect.unreachable();
  } catch (error) {
    expect((error as StrataError).issues).toEqual([{ path: 'text', code: 'too_few_characters', params: { min: 2 } }]);
  }
});

it('a text that is no time zone is told what one looks like', () => {
  try {
    checked(z.strictObject({ time_zone: timeZone }), { time_zone: 'Mars/Base' });
    expect.unreachable();
  } catch (error) {
    const [{ code, params }] = (error as StrataError).issues as [StrataError['issues'][number]];
    expect(describeError('en', code, params ?? {})).toBe('"Mars/Base" is not a time zone such as Asia/Shanghai.');
    expect(describeError('zh', code, params ?? {})).toBe('“Mars/Base”不是时区（例如 Asia/Shanghai）。');
  }
});

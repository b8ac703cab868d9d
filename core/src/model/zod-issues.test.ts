import { describeError, StrataError, type Locale } from '@stratacrm/sdk';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseSettings } from './workspace-settings.ts';
import { issuesOf } from './zod-issues.ts';

function told(refuse: () => unknown, locale: Locale): string[] {
  try {
    refuse();
    return [];
  } catch (error) {
    return (error as StrataError).issues.map(
      ({ path, code, params = {} }) => `${path}: ${describeError(locale, code, params)}`,
    );
  }
}

const settings = () =>
  parseSettings({
    calendars: [
      {
        name: 'standard',
        label: { en: 'Hours', zh: '时间' },
        time_zone: 'Asia/Shanghai',
        week: [[{ from: 'nine', to: '18:00' }, 7]],
        days: [{ date: '1 May', hours: 'none' }],
        teams: ['East'],
      },
    ],
  });

it('what is wrong with a setting is said in words, and what was given is quoted as it was written', () => {
  expect(told(settings, 'en')).toEqual([
    'calendars.0.week.0.0.from: "nine" is not a time of day such as 09:30, or 24:00.',
    'calendars.0.week.0.1: Expected an object, got a number.',
    'calendars.0.week: At least 7 entries are needed here, got 1. Add some.',
    'calendars.0.days.0.date: "1 May" is not a date such as 2026-11-21.',
    'calendars.0.days.0.hours: Expected a list, got a text.',
    'calendars.0.teams.0: "East" is not an id.',
  ]);
  const hours = [
    { from: '09:00', to: '18:00' },
    { from: '10:00', to: '11:00' },
  ];
  const week = () => parseSettings({ calendars: [{ week: [hours, [], [], [], [], [], []] }] });
  expect(told(week, 'en')).toContainEqual(expect.stringContaining('"[{"from":"09:00"'));
});

it('in Chinese there is no English word but what was given and where', () => {
  for (const text of told(settings, 'zh').map((each) => each.slice(each.indexOf(': '))))
    expect(text.replaceAll(/[“（].*?[”）]/g, '')).not.toMatch(/[a-z]/i);
});

it('a shape of several kinds names those there are', () => {
  const schema = z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('table') }),
    z.strictObject({ type: z.literal('board') }),
    z.strictObject({ type: z.literal('number'), of: z.union([z.string(), z.number()]) }),
  ]);
  const refused = (input: unknown) => () => {
    const result = schema.safeParse(input, { reportInput: true });
    throw StrataError.invalid(result.error!.issues.flatMap((issue) => issuesOf(issue, schema)));
  };
  expect(told(refused({ type: 'pie' }), 'en')).toEqual([
    'type: "pie" is not an option. There is: table, board, number.',
  ]);
  expect(told(refused({ type: 'number', of: true }), 'zh')).toEqual(['of: 应为文本或数字，实际为布尔值 true。']);
  expect(told(refused({ type: 'number', of: false }), 'en')).toEqual(['of: Expected a text or a number, got false.']);
});

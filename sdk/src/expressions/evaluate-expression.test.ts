import { describe, expect, test } from 'vitest';
import { sampleModel } from '../../test/sample-model.ts';
import { checkExpression } from './check-expression.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import type { ExpressionBindings } from './expression.ts';

const ID = '0190a000-0000-7000-8000-000000000001';

const record: Record<string, unknown> = {
  name: 'Acme 航空',
  stage: 'proposal',
  amount: '0.1',
  probability: 30,
  close_date: '2026-11-30',
  created_at: '2026-11-20T17:00:00Z',
  urgent: true,
  tags: ['vip', 'renewal'],
  account: ID,
  'account.industry': 'aviation',
  owner: ID,
  'owner.team': ID,
};

const old: Record<string, unknown> = { ...record, stage: 'prospecting', discount: '5.00', tags: ['vip', 'renewal'] };

const bindings: ExpressionBindings = {
  record: (path) => record[path.join('.')] ?? null,
  old: (path) => old[path.join('.')] ?? null,
  user: { id: ID, email: 'li@example.cn', name: '李', roles: ['sales_manager'], teams: [], managed_teams: [ID] },
  now: new Date('2026-11-21T20:00:00.500Z'),
  time_zone: 'Asia/Shanghai',
};

function evaluate(source: string): unknown {
  const result = checkExpression(source, { model: sampleModel, object: 'opportunity', form: 'record' });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return evaluateExpression(result.expression, bindings);
}

describe('numbers are exact', () => {
  test.each<[string, unknown]>([
    ['record.amount + 0.2 == 0.3', true],
    ['record.amount * 3', '0.3'],
    ['record.urgent ? record.amount * 3 : 0', '0.3'],
    ['!record.urgent ? 0 : record.amount * 3', '0.3'],
    ['10 / 3', '3.333333333333'],
    ['2 / 3', '0.666666666667'],
    ['-2 / 3', '-0.666666666667'],
    ['1 / 8', '0.125'],
    ['5 / 2', '2.5'],
    ['7 % 3', 1],
    ['-7 % 3', -1],
    ['1 / 0', null],
    ['1 % 0', null],
    ['9007199254740991 + 1', null],
    ['9007199254740991 + 1.0', '9007199254740992'],
    ['123456789012345678901234567890.123456789 * 2', '246913578024691357802469135780.246913578'],
    ['round(2.5)', '3'],
    ['round(-2.5)', '-3'],
    ['round(1.005, 2)', '1.01'],
    ['floor(-1.5)', -2],
    ['ceil(-1.5)', -1],
    ['0 * -1', 0],
    ['min(record.discount, 3, 2.5)', '2.5'],
    ['coalesce(record.discount, 7)', '7'],
  ])('%s is %j', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });
});

describe('a missing value behaves as in SQL', () => {
  test.each<[string, unknown]>([
    ['record.discount > 5', null],
    ['record.discount != 5', null],
    ['!(record.discount > 5)', null],
    ['record.discount > 5 || true', true],
    ['record.discount > 5 || false', null],
    ['record.discount > 5 && false', false],
    ['record.discount > 5 && true', null],
    ['record.discount > 5 ? "a" : "b"', 'b'],
    ['record.discount == null', true],
    ['null != record.discount', false],
    ['has(record.amount)', true],
    ['has(record.discount)', false],
    ['record.discount in []', false],
    ['record.discount in [1, 2]', null],
    ['record.amount in [1, null]', null],
    ['record.amount in [0.1, null]', true],
    ['record.notes + "x"', null],
    ['text(record.discount) == ""', null],
  ])('%s is %j', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });
});

describe('texts, dates, lists, people', () => {
  test.each<[string, unknown]>([
    ['size(record.name)', 7],
    ['size("😀")', 1],
    ['record.name.contains("航")', true],
    ['record.name.contains("acme")', false],
    ['record.name.containsText("ACME")', true],
    ['"a" < "B"', false],
    ['"\uffee" < "😀"', true],
    ['upper("straße")', 'STRAßE'],
    ['trim("　 x\t")', 'x'],
    ['regex(record.name, "^A.*空$")', true],
    ['regex("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")', false],
    ['text(record.amount) + "!"', '0.1!'],
    ['today()', '2026-11-22'],
    ['now()', '2026-11-21T20:00:00.500Z'],
    ['date(record.created_at)', '2026-11-21'],
    ['timestamp(record.close_date)', '2026-11-29T16:00:00Z'],
    ['record.created_at >= record.close_date', false],
    ['record.close_date == "2026-11-30"', true],
    ['addMonths(date("2026-01-31"), 1)', '2026-02-28'],
    ['addMonths(date("2024-02-29"), -12)', '2023-02-28'],
    ['addDays(record.close_date, 5000000)', null],
    ['daysBetween(today(), record.close_date)', 8],
    ['weekday(date("2026-11-22"))', 7],
    ['quarter(record.close_date)', 4],
    ['startOfWeek(today())', '2026-11-16'],
    ['startOfQuarter(record.close_date)', '2026-10-01'],
    ['now() - record.created_at > duration("1d3h")', true],
    ['record.created_at + duration("90m")', '2026-11-20T18:30:00Z'],
    ['"vip" in record.tags', true],
    ['record.tags.exists(t, t.startsWith("re"))', true],
    ['record.tags.all(t, t == "vip")', false],
    ['record.owner == user.id', true],
    ['record.owner.team in user.managed_teams', true],
    ['"sales_manager" in user.roles', true],
    ['record.account.industry == "aviation"', true],
    ['changed("stage")', true],
    ['changed("amount")', false],
    ['changed("discount")', true],
    ['changed("tags")', false],
    ['old.stage == "prospecting"', true],
  ])('%s is %j', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });

  test('clocks are put forward and back as PostgreSQL has it', () => {
    const at = (source: string, time_zone: string): unknown => {
      const result = checkExpression(source, { model: sampleModel, object: 'opportunity', form: 'record' });
      return result.ok && evaluateExpression(result.expression, { ...bindings, time_zone });
    };
    // Beirut skipped 0:00 to 1:00 on that day; Apia skipped 30 December 2011 altogether.
    expect(at('timestamp(date("2021-03-28"))', 'Asia/Beirut')).toBe('2021-03-27T22:00:00Z');
    expect(at('timestamp(date("2011-12-30"))', 'Pacific/Apia')).toBe('2011-12-30T10:00:00Z');
    // Havana had midnight twice on that day.
    expect(at('timestamp(date("2025-11-02"))', 'America/Havana')).toBe('2025-11-02T05:00:00Z');
  });
});

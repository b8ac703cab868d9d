import { describe, expect, test } from 'vitest';
import { sampleModel } from '../../test/sample-model.ts';
import { describeError } from '../errors/strata-error.ts';
import { checkExpression } from './check-expression.ts';
import type { ExpressionProblem, ExpressionScope } from './expression.ts';

type Form = ExpressionScope['form'];

function check(source: string, form: Form = 'filter', more: Partial<ExpressionScope> = {}) {
  return checkExpression(source, { model: sampleModel, object: 'opportunity', form, ...more });
}

function problems(source: string, form: Form = 'filter', more: Partial<ExpressionScope> = {}): ExpressionProblem[] {
  const result = check(source, form, more);
  return result.ok ? [] : result.problems;
}

/** The marked part of the source, the code, and what is suggested in its place. */
function said(source: string, form: Form = 'filter', more: Partial<ExpressionScope> = {}): [string, string, string?][] {
  return problems(source, form, more).map(({ from, to, code, suggestion }) => {
    const marked = source.slice(from, to);
    return suggestion === undefined ? [marked, code] : [marked, code, suggestion];
  });
}

describe('what is right', () => {
  test.each([
    ['stage == "proposal" && account.industry in ["energy"] && amount > 1000', 'bool'],
    ['amount * 0.06', 'decimal'],
    ['probability + 1', 'int'],
    ['probability / 2', 'decimal'],
    ['now() - created_at', 'duration'],
    ['created_at - duration("1d")', 'timestamp'],
    ['addDays(created_at, 1)', 'date'],
    ['urgent ? name : null', 'text'],
    ['urgent ? 0 : amount * 0.5', 'decimal'],
    ['urgent ? amount * 0.5 : 0', 'decimal'],
    ['tags.exists(t, t == "vip")', 'bool'],
    ['account', 'ref'],
    ['account == "0190a000-0000-7000-8000-000000000001"', 'bool'],
    ['owner.team in user.managed_teams', 'bool'],
    ['margin > 5', 'bool'],
    ['r"\\d" == name', 'bool'],
  ])('%s is %s', (source, type) => {
    const result = check(source);
    expect(result).toMatchObject({ ok: true, expression: { type: { type } } });
  });

  test('it tells what an expression reads', () => {
    const result = check(
      'changed("stage") && record.account.industry == "energy" && old.amount < record.amount && record.owner == user.id && today() > record.close_date',
      'record',
    );
    expect(result).toMatchObject({
      ok: true,
      expression: {
        paths: [['stage'], ['account', 'industry'], ['amount'], ['owner'], ['close_date']],
        oldPaths: [['stage'], ['amount']],
        usesUser: true,
        usesClock: true,
      },
    });
  });

  test('a type is held to what is expected', () => {
    expect(check('probability', 'filter', { expect: { type: 'decimal' } }).ok).toBe(true);
    expect(check('null', 'filter', { expect: { type: 'date' } }).ok).toBe(true);
    expect(said('name', 'filter', { expect: { type: 'bool' } })).toEqual([['name', 'expression_type']]);
  });
});

describe('what is wrong says where and what would be right', () => {
  test.each<[string, [string, string, string?][]]>([
    ['acount.name == "x"', [['acount', 'expression_unknown_name', 'account']]],
    ['account.industy == "energy"', [['industy', 'expression_unknown_name', 'industry']]],
    ['stage == "propsal"', [['"propsal"', 'expression_unknown_name', '"proposal"']]],
    ['stage in ["proposal", "赢担"]', [['"赢担"', 'expression_unknown_name', '"closed_won"']]],
    ['"vipp" in tags', [['"vipp"', 'expression_unknown_name', '"vip"']]],
    ['tags.all(t, t != "renewl")', [['"renewl"', 'expression_unknown_name', '"renewal"']]],
    ['amount > "5"', [['"5"', 'expression_type', '5']]],
    ['urgent == "true"', [['"true"', 'expression_type', 'true']]],
    ['close_date > "soon"', [['"soon"', 'expression_type']]],
    ['account == "abc"', [['"abc"', 'expression_type']]],
    ['account == owner', [['owner', 'expression_type']]],
    ['urgent < true', [['urgent < true', 'expression_type']]],
    ['name + 1', [['1', 'expression_type']]],
    ['close_date - today()', [['close_date - today()', 'expression_type']]],
    ['name in "x"', [['"x"', 'expression_type', '["x"]']]],
    ['contans(name, "x")', [['contans', 'expression_unknown_function', 'contains']]],
    ['name.contians("x")', [['contians', 'expression_unknown_function', 'contains']]],
    ['name.abs()', [['abs', 'expression_syntax']]],
    ['round(amount, 13)', [['13', 'expression_type']]],
    ['abs()', [['abs()', 'expression_type']]],
    ['user.role == ""', [['role', 'expression_unknown_name', 'roles']]],
    ['user == owner', [['user', 'expression_syntax', 'user.id']]],
    ['record.amount > 1', [['record.amount', 'expression_unknown_name', 'amount']]],
    ['gone == ""', [['gone', 'expression_unknown_name']]],
    ['name.first == ""', [['first', 'expression_unknown_name']]],
    ['name.matches("a")', [['matches', 'expression_syntax']]],
    ['regex(name, "a")', [['regex', 'expression_syntax']]],
    ['{"a": 1} == null', [['{"a": 1}', 'expression_syntax']]],
    ['name["x"] == ""', [['name["x"]', 'expression_syntax']]],
    ['b"x" == name', [['b"x"', 'expression_syntax']]],
    ['probability == 1u', [['1u', 'expression_syntax']]],
    ['amount = 5', [['=', 'expression_syntax', '==']]],
    ['urgent and amount > 1', [['and', 'expression_syntax', '&&']]],
    ['amount <> 5', [['>', 'expression_syntax']]],
    ['name == “x”', [['“', 'expression_syntax', '"']]],
    ['amount >', [['', 'expression_syntax']]],
    ['"abc', [['"abc', 'expression_syntax']]],
    ['', [['', 'expression_syntax']]],
  ])('%s', (source, expected) => {
    expect(said(source)).toEqual(expected);
  });

  test('every part of a chain is told at once', () => {
    expect(said('acount == null && (amont > 1 || probability == "5")')).toEqual([
      ['acount', 'expression_unknown_name', 'account'],
      ['amont', 'expression_unknown_name', 'amount'],
      ['"5"', 'expression_type', '5'],
    ]);
  });

  test('in the record form a bare field is told its place', () => {
    expect(said('amount > 1', 'record')).toEqual([['amount', 'expression_unknown_name', 'record.amount']]);
    expect(said('recrd.amount > 1', 'record')).toEqual([['recrd', 'expression_unknown_name', 'record']]);
    expect(said('changed("amuont")', 'record')).toEqual([['amuont', 'expression_unknown_name', 'amount']]);
    expect(said('changed(record.amount)', 'record')).toEqual([['record.amount', 'expression_syntax']]);
  });

  test('what runs in the database has no former state and no patterns', () => {
    const sql = { sql: true };
    expect(said('old.amount > 1', 'record', sql)).toEqual([['old', 'expression_syntax']]);
    expect(said('changed("amount")', 'record', sql)).toEqual([['changed', 'expression_syntax']]);
    expect(said('regex(record.name, "a")', 'record', sql)).toEqual([['regex', 'expression_syntax']]);
    expect(check('regex(record.name, "^a")', 'record').ok).toBe(true);
    expect(said('regex(record.name, "(a")', 'record')).toEqual([['"(a"', 'expression_type']]);
  });

  test('the texts name the place in both languages', () => {
    const [problem] = problems('amount > 1 && stage == "propsal"');
    expect(describeError('en', problem!.code, problem!.params)).toBe(
      'At position 24: "propsal" is not known. Did you mean "proposal"?',
    );
    expect(describeError('zh', problem!.code, problem!.params)).toBe(
      '位置 24：没有“propsal”。您是不是要用“proposal”？',
    );
  });

  test('an object that does not exist is the caller’s mistake', () => {
    expect(() => check('true', 'filter', { object: 'opportunty' })).toThrow(/opportunity/);
  });
});

describe('hostile input', () => {
  test.each([
    ['__proto__ == 1'],
    ['constructor.name == ""'],
    ['account.__proto__.name == ""'],
    ['account.constructor == null'],
    ['toString() == ""'],
    ['name.toString() == ""'],
    ['user.__proto__ == null'],
    ['hasOwnProperty("x")'],
    ['cel.bind(x, 1, x == 1)'],
    ['name == "\u0000"'],
    ['name == "\ud800"'],
    ['[[1], [2]].exists(x, true)'],
    ['[1].map(x, x + 1) == null'],
    ['a'.repeat(20_000)],
  ])('%s is refused, not run', (source) => {
    expect(problems(source)).toHaveLength(1);
  });

  test.each([
    ['brackets', `${'('.repeat(2000)}1${')'.repeat(2000)}`],
    ['negations', `${'!'.repeat(9000)}urgent`],
    ['additions', `probability${' + 1'.repeat(2000)} > 1`],
    ['products', `probability${' * probability'.repeat(100)} > 1`],
    ['a list', `probability in [${'1,'.repeat(3000)}1]`],
    ['quantifiers', '[1].exists(a, [2].exists(b, [3].exists(c, c == 1)))'],
    ['an exponent', 'amount > 1e99'],
    ['a path', `${'account.owner.'.repeat(20)}name == ""`],
  ])('too many %s', (_, source) => {
    const [problem] = problems(source);
    expect(['expression_too_costly', 'expression_unknown_name']).toContain(problem?.code);
  });

  test('two hundred ids fit into a filter', () => {
    const ids = Array.from(
      { length: 200 },
      (_, index) => `"0190a000-0000-7000-8000-${String(index).padStart(12, '0')}"`,
    );
    expect(check(`account in [${ids.join(', ')}]`).ok).toBe(true);
  });

  test('sixty conditions fit into a filter', () => {
    const source = Array.from({ length: 60 }, (_, index) => `(amount > ${index} || name.contains("${index}"))`).join(
      ' && ',
    );
    expect(check(source).ok).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import { sampleModel } from '../../test/sample-model.ts';
import { checkExpression } from './check-expression.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import type { CheckResult, ExpressionBindings, ExpressionScope } from './expression.ts';

const ids = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `0190a000-0000-7000-8000-0000000000${letter}${index + 1}`);

const [ACME, BETA, GONE] = ids('a', 3) as [string, string, string];
const [DEAL, OTHER] = ids('d', 2) as [string, string];
const LINES = ids('c', 3);

type Values = Record<string, unknown>;

/** What is stored, by object and id. */
const stored: Record<string, Record<string, Values>> = {
  account: {
    [ACME]: { name: 'Acme', industry: 'energy', parent: BETA },
    [BETA]: { name: 'Beta', industry: 'aviation' },
  },
  opportunity: {
    [DEAL]: { account: ACME, stage: 'proposal' },
    [OTHER]: { account: ACME, stage: 'closed_won' },
  },
  line: {
    [LINES[0]!]: { opportunity: DEAL, quantity: 5, price: '10', supplier: ACME, 'supplier.name': 'Acme' },
    [LINES[1]!]: { opportunity: DEAL, quantity: 20, price: '0.5', supplier: BETA, 'supplier.name': 'Beta' },
    [LINES[2]!]: { opportunity: OTHER, quantity: null },
  },
};

function bindings(record: Values): ExpressionBindings {
  return {
    record: (path) => record[path.join('.')] ?? null,
    old: () => null,
    user: { id: ACME, email: '', name: '', roles: [], teams: [], managed_teams: [] },
    now: new Date('2026-11-21T20:00:00Z'),
    time_zone: 'UTC',
    records: {
      value: (object, id, path) => (path.join() === 'id' ? id : (stored[object]?.[id]?.[path.join('.')] ?? null)),
      related: (object, via, id) => Object.keys(stored[object]!).filter((each) => stored[object]![each]![via] === id),
      living: (object, named) => named.filter((id) => stored[object]![id] !== undefined),
      lineage(object, via, id) {
        const parent = stored[object]?.[id]?.[via] as string | undefined;
        if (stored[object]?.[id] === undefined) return [];
        return [id, ...(parent === undefined ? [] : this.lineage(object, via, parent))];
      },
    },
  };
}

const deal: Values = {
  id: DEAL,
  account: ACME,
  'account.id': ACME,
  partners: [BETA, GONE],
  probability: 10,
  tags: ['vip', 'new'],
};

function check(source: string, more: Partial<ExpressionScope> = {}): CheckResult {
  return checkExpression(source, { model: sampleModel, object: 'opportunity', form: 'record', ...more });
}

function evaluate(source: string, record: Values = deal): unknown {
  const result = check(source);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return evaluateExpression(result.expression, bindings(record));
}

describe('lists of records', () => {
  test.each<[string, unknown]>([
    ['record.lines.exists(l, l.quantity > 10)', true],
    ['record.lines.exists(l, l.quantity > 20)', false],
    ['record.lines.all(l, l.quantity > 1)', true],
    ['record.lines.exists_one(l, l.quantity > 10)', true],
    ['record.lines.exists_one(l, l.quantity > 1)', false],
    ['record.lines.filter(l, l.price * l.quantity > 20).size()', 1],
    ['record.lines.filter(l, l.price > 1).filter(l, l.quantity < 9).exists(l, l.supplier.name == "Acme")', true],
    ['size(record.lines)', 2],
    ['record.lines.exists(l, l.quantity == record.probability * 2)', true],
    ['record.lines.exists(l, l.supplier in record.partners)', true],
    [`"${LINES[1]}" in record.lines`, true],
    [`"${LINES[2]}" in record.lines`, false],
    ['record.lines == null', false],
    ['has(record.lines)', true],
    ['record.lines.exists(l, l.due == null) && record.lines.all(l, l.due > today()) == null', true],
  ])('child records: %s is %s', (source, value) => {
    expect(evaluate(source)).toBe(value);
  });

  test.each<[string, unknown]>([
    ['record.partners.exists(p, p.industry == "aviation")', true],
    ['record.partners.all(p, p.name != "")', true],
    // The record that is gone is not in the list, though its id is still named.
    ['size(record.partners)', 1],
    [`"${GONE}" in record.partners`, true],
  ])('several references: %s is %s', (source, value) => {
    expect(evaluate(source)).toBe(value);
  });

  test('without records a list is empty, never missing', () => {
    const bare = { id: GONE };
    expect(evaluate('record.lines.exists(l, l.quantity > 0)', bare)).toBe(false);
    expect(evaluate('record.partners.all(p, p.name == "x")', bare)).toBe(true);
    expect(evaluate('record.partners == null && !has(record.lines)', bare)).toBe(true);
    expect(evaluate('size(record.lines)', bare)).toBe(0);
  });

  test.each<[string, unknown]>([
    ['record.account.related("opportunity.account").size()', 2],
    ['record.account.related("opportunity.account").exists(o, o.stage == "closed_won")', true],
    ['related("line.opportunity").size() == record.lines.size()', true],
    ['record.related("line.opportunity").exists(l, l.quantity == 20)', true],
    // Two deep, and a list within the item of a list.
    ['record.account.related("opportunity.account").exists(o, o.lines.exists(l, l.quantity == null))', true],
    ['record.account.related("opportunity.account").filter(o, o.lines.size() > 1).size()', 1],
  ])('what points here: %s is %s', (source, value) => {
    expect(evaluate(source)).toBe(value);
  });

  test('three-valued: one item that nobody knows of leaves the answer open', () => {
    const other = { id: OTHER };
    expect(evaluate('record.lines.exists(l, l.quantity > 1)', other)).toBe(null);
    expect(evaluate('record.lines.all(l, l.quantity > 1)', other)).toBe(null);
    expect(evaluate('record.lines.exists_one(l, l.quantity > 1)', other)).toBe(null);
    expect(evaluate('record.lines.filter(l, l.quantity > 1).size()', other)).toBe(0);
  });
});

describe('lists of values', () => {
  test.each<[string, unknown]>([
    ['record.tags.exists(t, t.startsWith("v"))', true],
    ['record.tags.exists_one(t, size(t) == 3)', false],
    ['record.tags.filter(t, t == "vip").size()', 1],
    ['record.tags.filter(t, t == "vip").all(t, t == "vip")', true],
    ['[1, 2, 3].filter(n, n > 1).exists_one(n, n > 2)', true],
  ])('%s is %s', (source, value) => {
    expect(evaluate(source)).toBe(value);
  });

  test('a missing list of values stays missing', () => {
    expect(evaluate('record.tags.filter(t, t == "vip").size()', {})).toBe(null);
    expect(evaluate('record.tags.exists_one(t, t == "vip")', {})).toBe(null);
  });
});

describe('hierarchies', () => {
  test.each<[string, unknown]>([
    [`record.account.is_under("${BETA}")`, true],
    [`is_under(record.account, "${ACME}")`, true],
    [`record.account.is_under("${GONE}")`, false],
    [`record.partners.exists(p, p.is_under("${BETA}"))`, true],
    [`record.lines.all(l, l.supplier.is_under("${BETA}"))`, true],
    ['record.partners.exists(p, record.account.is_under(p))', true],
  ])('%s is %s', (source, value) => {
    expect(evaluate(source)).toBe(value);
  });

  test('without a record on either side the answer is missing', () => {
    expect(evaluate(`record.account.is_under("${BETA}")`, {})).toBe(null);
  });
});

describe('what is refused', () => {
  const said = (source: string): [string, string, string?][] => {
    const result = check(source);
    return result.ok
      ? []
      : result.problems.map(({ from, to, code, suggestion }) =>
          suggestion === undefined ? [source.slice(from, to), code] : [source.slice(from, to), code, suggestion],
        );
  };

  test.each<[string, ...[string, string, string?][]]>([
    ['record.lines.exists(l, l.quantty > 1)', ['quantty', 'expression_unknown_name', 'quantity']],
    ['record.lines.exists(l, l.quantity > "x")', ['"x"', 'expression_type']],
    ['record.tags.exists(t, t.name == "x")', ['name', 'expression_unknown_name']],
    ['exists(record.lines, l, l.quantity > 1)', ['exists', 'expression_syntax']],
    ['record.lines', ['record.lines', 'expression_type']],
    ['(record.urgent ? record.lines : record.lines).size() > 1', ['record.lines', 'expression_syntax']],
    ['old.lines.size() > 1', ['old.lines', 'expression_syntax']],
    ['changed("lines")', ['"lines"', 'expression_syntax']],
    ['related("line.opportunty").size() > 0', ['line.opportunty', 'expression_unknown_name', 'line.opportunity']],
    ['related("line.supplier").size() > 0', ['line.supplier', 'expression_unknown_name']],
    ['related(record.name).size() > 0', ['related(record.name)', 'expression_syntax']],
    ['record.name.related("line.opportunity").size() > 0', ['record.name', 'expression_type']],
    ['record.owner.is_under(user.id)', ['record.owner', 'expression_syntax']],
    ['record.account.is_under("Acme")', ['"Acme"', 'expression_type']],
    ['record.name.is_under("Acme")', ['record.name', 'expression_type']],
    [
      'record.lines.exists(l, record.partners.exists(p, record.tags.exists(t, t == p.name)))',
      ['record.tags.exists(t, t == p.name)', 'expression_too_costly'],
    ],
  ])('%s', (source, ...problems) => {
    const found = checkExpression(source, {
      model: sampleModel,
      object: 'opportunity',
      form: 'record',
      expect: { type: 'bool' },
    });
    expect(found.ok).toBe(false);
    if (!found.ok)
      expect(
        found.problems.map(({ from, to, code, suggestion }) =>
          suggestion === undefined ? [source.slice(from, to), code] : [source.slice(from, to), code, suggestion],
        ),
      ).toEqual(problems);
  });

  test('more lists of records than one expression may ask for', () => {
    const many = Array.from({ length: 11 }, () => 'record.lines.size()').join(' + ');
    expect(said(`${many} > 1`)).toEqual([['record.lines', 'expression_too_costly']]);
    expect(said(`${many.slice('record.lines.size() + '.length)} > 1`)).toEqual([]);
  });
});

test('it tells every field that is read, of whatever object', () => {
  const result = check(
    'record.lines.exists(l, l.supplier.name == record.name) && record.account.related("opportunity.account").size() > 1 && record.account.is_under(record.account)',
  );
  expect(result).toMatchObject({
    ok: true,
    expression: {
      usesRecords: true,
      reads: [
        'opportunity.lines',
        'line.opportunity',
        'line.supplier',
        'account.name',
        'opportunity.name',
        'opportunity.account',
        'account.parent',
      ],
    },
  });
  expect(check('record.account.name == "x"')).toMatchObject({ expression: { usesRecords: false } });
});

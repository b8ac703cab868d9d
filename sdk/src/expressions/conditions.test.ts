import { describe, expect, test } from 'vitest';
import { sampleModel } from '../../test/sample-model.ts';
import { checkExpression } from './check-expression.ts';
import { operatorsFor } from './condition-operators.ts';
import { conditionField, conditionsFromExpression, expressionFromConditions, relatedFields } from './conditions.ts';
import type { Condition } from './condition.ts';
import type { ExpressionScope } from './expression.ts';

const filter: ExpressionScope = { model: sampleModel, object: 'opportunity', form: 'filter' };
const record: ExpressionScope = { ...filter, form: 'record' };

const FIELDS = [
  'name',
  'stage',
  'amount',
  'probability',
  'urgent',
  'close_date',
  'created_at',
  'tags',
  'owner',
  'account',
  'account.industry',
  'margin',
  'lines',
  'partners',
  'location',
];

/** Values that fit the field, as many as the operator wants. */
function valuesFor(path: string, operand: string): string[] {
  const fitting: Record<string, string[]> = {
    stage: ['proposal', 'closed_won'],
    'account.industry': ['energy', 'aviation'],
    amount: ['12.5', '99'],
    margin: ['-1', '3'],
    probability: ['10', '90'],
    close_date: ['2026-01-01', '2026-12-31'],
    created_at: ['2026-01-01', '2026-12-31'],
    tags: ['vip', 'renewal'],
    owner: ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002'],
    account: ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002'],
    partners: ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002'],
    location: ['31.2304', '-121.4737', '50'],
    name: ['a "quoted" \\ 中', '😀'],
  };
  const two = fitting[path] ?? [];
  const count = { none: 0, value: 1, values: 2, range: 2, days: 1, distance: 3, records: 0, records_count: 1 }[
    operand
  ]!;
  return operand === 'days' || operand === 'records_count' ? ['30'] : two.slice(0, count);
}

/** What is asked of the records of a list. */
function whereFor(path: string, operand: string): Partial<Condition> {
  if (operand !== 'records' && operand !== 'records_count') return {};
  const onLines: Condition[] = [
    { field: 'quantity', operator: 'between', values: ['1', '9'] },
    { field: 'name', operator: 'contains', values: ['x'] },
    { field: 'supplier', operator: 'is_empty', values: [] },
  ];
  const onAccounts: Condition[] = [
    { field: 'industry', operator: 'is_any_of', values: ['energy', 'aviation'] },
    { field: 'owner', operator: 'is_me', values: [] },
    { field: 'related("line.supplier")', operator: 'has_any', values: [], where: onLines.slice(1) },
  ];
  return { where: path === 'partners' ? onAccounts : onLines };
}

const every = FIELDS.flatMap((field) =>
  operatorsFor(conditionField(field, filter)!, filter).map((operator): Condition => ({
    field,
    operator: operator.name,
    values: valuesFor(field, operator.operand),
    ...whereFor(field, operator.operand),
  })),
);

test('only what belongs to a tree can lie beneath something', () => {
  const names = (path: string) => operatorsFor(conditionField(path, filter)!, filter).map(({ name }) => name);
  expect(names('account')).toContain('is_under');
  expect(names('owner')).not.toContain('is_under');
});

describe('conditions', () => {
  test.each([filter, record])('every operator of every type writes an expression that is read back', (scope) => {
    for (const condition of every) {
      const text = expressionFromConditions([condition], scope);
      expect({ text, ...checkExpression(text, { ...scope, expect: { type: 'bool' } }) }).toMatchObject({ ok: true });
      expect({ text, read: conditionsFromExpression(text, scope) }).toEqual({ text, read: [condition] });
    }
  });

  test('a chain of them is read back in order', () => {
    const text = expressionFromConditions(every, filter);
    expect(conditionsFromExpression(expressionFromConditions(every.slice(0, 30), filter), filter)).toEqual(
      every.slice(0, 30),
    );
    expect(text).toContain('startOfMonth(today())');
  });

  test('what people wrote themselves is recognised when it has the shape', () => {
    expect(conditionsFromExpression('(stage=="proposal")&&amount>=1&&  amount <= 5', filter)).toEqual([
      { field: 'stage', operator: 'is', values: ['proposal'] },
      { field: 'amount', operator: 'between', values: ['1', '5'] },
    ]);
    expect(conditionsFromExpression('tags.exists(item, item in ["vip"])', filter)).toEqual([
      { field: 'tags', operator: 'includes_any', values: ['vip'] },
    ]);
    expect(conditionsFromExpression('', filter)).toEqual([]);
  });

  test('records that point here are lists of their own, owned lists are not told twice', () => {
    const account: ExpressionScope = { ...filter, object: 'account' };
    const names = relatedFields(account).map((field) => field.name);
    expect(names).toEqual([
      'related("opportunity.account")',
      'related("opportunity.partners")',
      'related("account.parent")',
      'related("line.supplier")',
    ]);
    expect(relatedFields(filter)).toEqual([]);
    const source = 'related("opportunity.account").exists(o, o.stage == "proposal" && o.amount > 5)';
    const condition: Condition = {
      field: 'related("opportunity.account")',
      operator: 'has_any',
      values: [],
      where: [
        { field: 'stage', operator: 'is', values: ['proposal'] },
        { field: 'amount', operator: 'greater', values: ['5'] },
      ],
    };
    expect(conditionsFromExpression(source, account)).toEqual([condition]);
    expect(conditionsFromExpression('related("opportunity.account").size() >= 3', account)).toEqual([
      { field: 'related("opportunity.account")', operator: 'has_at_least', values: ['3'] },
    ]);
    for (const form of ['filter', 'record'] as const) {
      const scope = { ...account, form };
      const text = expressionFromConditions([condition, { ...condition, operator: 'has_none' }], scope);
      expect(conditionsFromExpression(text, scope)).toEqual([condition, { ...condition, operator: 'has_none' }]);
    }
  });

  test.each([
    'lines.exists(l, l.quantity > probability)',
    'account.related("opportunity.account").size() > 1',
    'lines.exists(l, l.quantity > 1 || l.name == "x")',
    'lines.filter(l, l.quantity > 1).filter(l, l.name == "x").size() == 0',
    'amount > 1 || name == "x"',
    'stage == "proposal" || urgent',
    'amount * 2 > 100',
    '!(amount > 5)',
    'urgent ? amount > 1 : true',
    'name.contains("Air")',
    'tags.exists(tag, tag == "vip")',
    'stage ==',
    'size(name) > 3',
    'amount + 1 > 3',
    'true',
  ])('%s stays text', (source) => {
    expect(conditionsFromExpression(source, filter)).toBeNull();
  });

  test.each<[string, Condition]>([
    [
      'record.amount > record.probability',
      { field: 'amount', operator: 'greater', values: [{ field: 'probability' }] },
    ],
    [
      'record.close_date >= addDays(today(), 30)',
      { field: 'close_date', operator: 'on_or_after', values: [{ expression: 'addDays(today(), 30)' }] },
    ],
    ['record.close_date < today()', { field: 'close_date', operator: 'before_today', values: [] }],
    ['record.account == user.record', { field: 'account', operator: 'is', values: [{ expression: 'user.record' }] }],
    ['old.stage == "proposal"', { field: 'stage', former: true, operator: 'is', values: ['proposal'] }],
    ['record.owner != old.owner', { field: 'owner', operator: 'is_not', values: [{ expression: 'old.owner' }] }],
    ['changed("stage")', { field: 'stage', operator: 'has_changed', values: [] }],
    ['record.name.startsWith(record.notes)', { field: 'name', operator: 'starts_with', values: [{ field: 'notes' }] }],
  ])('%s is a condition of rules', (source, condition) => {
    const text = expressionFromConditions([condition], record);
    expect([text, conditionsFromExpression(text, record)]).toEqual([source, [condition]]);
  });

  test.each([
    ['has(record.close_date)', 'record.close_date != null'],
    ['!has(record.close_date)', 'record.close_date == null'],
    ['record.urgent', 'record.urgent == true'],
    ['!record.urgent', 'record.urgent == false'],
    ['1000 < record.amount', 'record.amount > 1000'],
    ['user.id == record.owner', 'record.owner == user.id'],
  ])('%s says the same as %s', (source, same) => {
    expect(expressionFromConditions(conditionsFromExpression(source, record) ?? [], record)).toBe(same);
  });

  test('whether a save changes something is asked only where there is a save', () => {
    const names = (scope: ExpressionScope) =>
      operatorsFor(conditionField('stage', filter)!, scope).map(({ name }) => name);
    expect(names(record)).toContain('has_changed');
    expect(names({ ...record, sql: true })).not.toContain('has_changed');
    expect(names(filter)).not.toContain('has_changed');
  });

  test('a value is never more than a value', () => {
    const values = ['x" || true || "'];
    const text = expressionFromConditions([{ field: 'name', operator: 'is', values }], filter);
    expect(conditionsFromExpression(text, filter)).toEqual([{ field: 'name', operator: 'is', values }]);
    expect(() =>
      expressionFromConditions([{ field: 'amount', operator: 'is', values: ['1 || true'] }], filter),
    ).toThrow('no plain number');
  });
});

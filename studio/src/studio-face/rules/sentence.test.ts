import { checkExpression, type CompiledField, type CompiledObject, type ExpressionScope } from '@stratacrm/sdk';
import { describe, expect, test } from 'vitest';
import { operatorsFor, sentenceOf, sourceOf, type Sentence } from './sentence.ts';

const label = { en: 'x', zh: 'x' };

function field(name: string, type: string, changes: Partial<CompiledField> = {}): CompiledField {
  return { kind: 'field', id: name, name, object: 'o', label, type, system: false, origin: 'base', ...changes };
}

function object(name: string, fields: CompiledField[]): CompiledObject {
  return {
    kind: 'object',
    id: name,
    name,
    label,
    label_plural: label,
    name_field: 'name',
    origin: 'base',
    managed: false,
    fields: Object.fromEntries(fields.map((each) => [each.name, each])),
    layouts: [],
    views: [],
    rules: [],
  };
}

const options = ['open', 'won', 'lost'].map((value) => ({ value, label }));
const model = {
  objects: {
    deal: object('deal', [
      field('name', 'text'),
      field('stage', 'select', { options }),
      field('tags', 'multi_select', { options }),
      field('amount', 'currency'),
      field('discount', 'decimal'),
      field('urgent', 'boolean'),
      field('close_date', 'date'),
      field('start_date', 'date'),
      field('owner', 'user'),
      field('account', 'reference', { to: 'account' }),
    ]),
    account: object('account', [field('name', 'text'), field('industry', 'text')]),
    user: object('user', [field('name', 'text'), field('team', 'reference', { to: 'team' })]),
    team: object('team', [field('name', 'text')]),
  },
};

function read(source: string, form: ExpressionScope['form'] = 'record'): Sentence | null {
  const checked = checkExpression(source, { model, object: 'deal', form });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return sentenceOf(checked.expression);
}

describe('what a sentence can say comes back as it was written', () => {
  test.each([
    'record.stage == "won"',
    'record.stage != "won" && record.amount > 1000',
    'record.discount >= 12.5 || record.urgent',
    '!record.urgent',
    'record.name.containsText("air")',
    '!record.name.containsText("air")',
    'record.name.startsWith("A")',
    'record.stage in ["won", "lost"]',
    '!(record.stage in ["won", "lost"])',
    'record.close_date == null',
    'record.account.industry != null',
    'changed("stage")',
    'record.owner == user.id',
    'record.owner.team in user.teams',
    'record.close_date > record.start_date',
    'record.close_date >= addDays(today(), 30)',
    'record.close_date <= today()',
    'old.stage == "won"',
    '"won" in record.tags',
    '!("won" in record.tags)',
  ])('%s', (source) => {
    const sentence = read(source);
    expect(sentence).not.toBeNull();
    expect(sourceOf(sentence ?? { join: 'and', clauses: [] })).toBe(source);
  });

  test('in the form of filters, without "record"', () => {
    const source = 'stage == "won" && account.industry != null';
    expect(sourceOf(read(source, 'filter') ?? { join: 'and', clauses: [] }, 'filter')).toBe(source);
  });
});

describe('other ways of saying the same are read too', () => {
  test.each([
    ['has(record.close_date)', 'record.close_date != null'],
    ['!has(record.close_date)', 'record.close_date == null'],
    ['record.urgent == true', 'record.urgent'],
    ['record.urgent == false', '!record.urgent'],
    ['1000 < record.amount', 'record.amount > 1000'],
    ['user.id == record.owner', 'record.owner == user.id'],
  ])('%s', (source, same) => {
    expect(sourceOf(read(source) ?? { join: 'and', clauses: [] })).toBe(same);
  });
});

describe('what is more than a sentence can say stays text', () => {
  test.each([
    'record.stage == "won" && (record.urgent || record.amount > 5)',
    'record.stage == "won" ? record.urgent : true',
    '!(record.amount > 5)',
    'record.amount * 2 > 100',
    'record.name.contains("Air")',
    'record.tags.exists(tag, tag == "won")',
  ])('%s', (source) => {
    expect(read(source)).toBeNull();
  });
});

test('an unfinished clause is not in the text', () => {
  const sentence: Sentence = {
    join: 'and',
    clauses: [
      { of: 'record', path: ['stage'], operator: 'is', value: { kind: 'text', text: 'won' } },
      { of: 'record', path: [], operator: 'is' },
      { of: 'record', path: ['amount'], operator: 'greater', value: { kind: 'number', text: '' } },
    ],
  };
  expect(sourceOf(sentence)).toBe('record.stage == "won"');
});

test('every sentence that can be built from the choices checks', () => {
  const types = [
    ['name', 'text', { kind: 'text', text: 'a' }],
    ['amount', 'decimal', { kind: 'number', text: '5' }],
    ['close_date', 'date', { kind: 'text', text: '2026-11-21' }],
    ['urgent', 'bool', undefined],
    ['owner', 'ref', { kind: 'user', name: 'id' }],
    ['tags', 'list', { kind: 'text', text: 'won' }],
  ] as const;
  for (const [path, type, value] of types) {
    const expressionType =
      type === 'ref' ? { type, object: 'user' } : type === 'list' ? { type, of: { type: 'text' } as const } : { type };
    for (const operator of operatorsFor(expressionType)) {
      const listed =
        operator === 'one_of' || operator === 'not_one_of' ? ({ kind: 'list', items: ['a'] } as const) : value;
      const source = sourceOf({
        join: 'and',
        clauses: [
          {
            of: 'record',
            path: [path],
            operator,
            ...(listed && { value: listed.kind === 'list' ? { kind: 'list', items: ['a'] } : listed }),
          },
        ],
      });
      const result = checkExpression(source, { model, object: 'deal', form: 'record' });
      expect([source, result.ok]).toEqual([source, true]);
    }
  }
});

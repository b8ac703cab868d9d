import type { ColumnMapping, CompiledField, CompiledObject, ImportProblem } from '@stratacrm/sdk';
import { describe, expect, test } from 'vitest';
import { acceptSuggestions, mapColumn, mappingFaults, problemsByColumn, replaceValue, setMatchBy } from './mapping.ts';

const label = { en: 'x', zh: 'x' };

function field(name: string, changes: Partial<CompiledField> = {}): CompiledField {
  return {
    kind: 'field',
    id: name,
    name,
    label,
    object: 'opportunity',
    type: 'text',
    system: false,
    origin: 'base',
    ...changes,
  };
}

const opportunity: CompiledObject = {
  kind: 'object',
  id: 'o',
  name: 'opportunity',
  label,
  label_plural: label,
  name_field: 'name',
  origin: 'base',
  managed: false,
  fields: Object.fromEntries(
    [
      field('name', { required: true }),
      field('stage', { required: true, default: 'open' }),
      field('product', { type: 'reference', to: 'product' }),
      field('total', { type: 'formula', required: true }),
      field('created_at', { system: true, required: true }),
    ].map((each) => [each.name, each]),
  ),
  layouts: [],
  views: [],
  rules: [],
};

const mapping: ColumnMapping[] = [
  { column: 'Deal', field: 'name', confidence: 0.7 },
  { column: 'Product', field: 'product', confidence: 0.9, match_by: 'code', replace: { GTXPro: 'GTX Pro' } },
];

describe('changing a mapping', () => {
  test('a choice by hand is certain and forgets what belonged to the former field', () => {
    expect(mapColumn(mapping, 'Product', 'stage')[1]).toEqual({ column: 'Product', field: 'stage', confidence: 1 });
    expect(mapColumn(mapping, 'Product', 'product')[1]).toBe(mapping[1]);
    expect(mapColumn(mapping, 'Product', null)[1]).toEqual({ column: 'Product', field: null, confidence: 0 });
  });

  test('a value is mapped once for all, changed, and unmapped', () => {
    expect(replaceValue(mapping, 'Product', 'MG', null)[1]?.replace).toEqual({ GTXPro: 'GTX Pro', MG: null });
    expect(replaceValue(mapping, 'Product', 'GTXPro', 'GTK')[1]?.replace).toEqual({ GTXPro: 'GTK' });
    expect(replaceValue(mapping, 'Product', 'GTXPro', undefined)[1]).not.toHaveProperty('replace');
  });

  test('suggestions are accepted for those problems that have one', () => {
    const problems: ImportProblem[] = [
      { column: 'Deal', code: 'x', message: '', value: 'a', suggestion: 'b', rows: 1, severity: 'error' },
      { column: 'Deal', code: 'x', message: '', value: 'c', rows: 1, severity: 'error' },
    ];
    expect(acceptSuggestions(mapping, problems)[0]?.replace).toEqual({ a: 'b' });
  });

  test('a reference is looked up by another field', () => {
    expect(setMatchBy(mapping, 'Product', 'name')[1]?.match_by).toBe('name');
  });
});

describe('faults', () => {
  test('required fields without a default must be mapped; computed and system ones need not', () => {
    expect(mappingFaults(opportunity, mapping, null)).toEqual([]);
    expect(mappingFaults(opportunity, mapColumn(mapping, 'Deal', null), null)).toEqual([
      { kind: 'missing', field: 'name' },
    ]);
  });

  test('two columns cannot go to one field', () => {
    expect(mappingFaults(opportunity, mapColumn(mapping, 'Product', 'name'), null)).toEqual([
      { kind: 'twice', field: 'name', columns: ['Deal', 'Product'] },
    ]);
  });

  test('the key must be among the mapped fields', () => {
    expect(mappingFaults(opportunity, mapping, 'stage')).toEqual([{ kind: 'key_unmapped', field: 'stage' }]);
  });

  test('a mapping of nothing says only that', () => {
    expect(mappingFaults(opportunity, [], 'stage')).toEqual([{ kind: 'nothing' }]);
  });
});

test('problems are grouped by column, errors before warnings, many rows before few', () => {
  const problem = (column: string, rows: number, severity: 'error' | 'warning'): ImportProblem => ({
    column,
    rows,
    severity,
    code: 'x',
    message: '',
  });
  const groups = problemsByColumn([problem('a', 900, 'warning'), problem('b', 3, 'error'), problem('a', 20, 'error')]);
  expect(groups.map((group) => [group.column, group.problems.map((each) => each.rows)])).toEqual([
    ['a', [20, 900]],
    ['b', [3]],
  ]);
});

import { describe, expect, test } from 'vitest';
import { sampleField } from '../../test/sample-model.ts';
import { childListOf, fieldType, relationOf } from './index.ts';
import type { ValueContext } from './field-type.ts';
import { MOST_REFERENCES } from './multi-reference/multi-reference.ts';

const context: ValueContext = { locale: 'en', time_zone: 'UTC', currency: 'CNY' };
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

describe('several references', () => {
  const field = sampleField('multi_reference', { to: 'contact' });
  const { parse, fromText } = fieldType('multi_reference');

  test('are a list of ids, each once, in the order given', () => {
    expect(parse([id(2), id(1), id(2).toUpperCase()], field, context)).toEqual({ ok: true, value: [id(2), id(1)] });
    expect(parse([], field, context)).toEqual({ ok: true, value: null });
    expect(fromText(`${id(1)}； ${id(2)}、${id(3)}`, field, context)).toEqual({
      ok: true,
      value: [id(1), id(2), id(3)],
    });
  });

  test('are bounded in number', () => {
    const most = Array.from({ length: MOST_REFERENCES }, (_, index) => id(index));
    expect(parse(most, field, context).ok).toBe(true);
    expect(parse([...most, id(9999)], field, context)).toMatchObject({ ok: false, code: 'too_many_values' });
  });

  test('refuse what is no list of ids', () => {
    expect(parse(id(1), field, context)).toMatchObject({ ok: false, code: 'wrong_type' });
    expect(parse(['x'], field, context)).toMatchObject({ ok: false, code: 'invalid_format' });
  });

  test('are a list of records in expressions', () => {
    expect(fieldType('multi_reference').expressionType(field, fieldType)).toEqual({
      type: 'list',
      of: { type: 'ref', object: 'contact' },
    });
    expect(relationOf(field)).toEqual({ kind: 'many', to: 'contact' });
  });
});

describe('a reference to any of several objects', () => {
  const field = sampleField('polymorphic_reference', { to: ['account', 'lead'] });
  const { parse, fromText } = fieldType('polymorphic_reference');

  test('names the object and the record', () => {
    const value = { object: 'lead', id: id(1) };
    expect(parse({ id: id(1), object: 'lead' }, field, context)).toEqual({ ok: true, value });
    expect(fromText(`lead/${id(1)}`, field, context)).toEqual({ ok: true, value });
  });

  test('refuses other objects, suggesting the one that was meant', () => {
    expect(parse({ object: 'leads', id: id(1) }, field, context)).toMatchObject({
      ok: false,
      code: 'object_not_allowed',
      params: { allowed: 'account, lead' },
    });
    expect(parse({ object: 'lead', id: id(1), name: 'x' }, field, context)).toMatchObject({ code: 'unknown_property' });
    expect(parse({ object: 'lead' }, field, context)).toMatchObject({ code: 'wrong_type' });
    expect(parse(id(1), field, context)).toMatchObject({ code: 'wrong_type' });
  });
});

test('an owned list says whose records it stands for', () => {
  const field = sampleField('children', { children: 'order_line', via: 'order' });
  expect(childListOf(field)).toEqual({ object: 'order_line', via: 'order' });
  expect(relationOf(field)).toBeUndefined();
});

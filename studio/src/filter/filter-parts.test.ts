import { checkExpression, type ExpressionScope } from '@stratacrm/sdk';
import { describe, expect, it } from 'vitest';
import { sampleModel } from '../../../sdk/test/sample-model.ts';
import { filterParts, joinParts } from './filter-parts.ts';

const scope: ExpressionScope = { model: sampleModel, object: 'opportunity', form: 'filter' };
const operators = (source: string) => filterParts(source, scope).map((part) => part.condition?.operator ?? null);

describe('a filter in parts', () => {
  it('is sentences where sentences fit', () => {
    expect(operators('owner == user.id && amount > 100')).toEqual(['is_me', 'greater']);
    expect(filterParts('', scope)).toEqual([]);
  });

  it('keeps the rest readable beside a part that no sentence fits', () => {
    const source =
      'owner == user.id && (amount > 100 || probability > 50) && close_date >= today() && close_date <= addDays(today(), 30)';
    expect(operators(source)).toEqual(['is_me', null, 'next_days']);
    expect(filterParts(source, scope)[1]?.source).toBe('(amount > 100 || probability > 50)');
  });

  it('means the same when put together again', () => {
    const source = '(amount > 100 || probability > 50) && owner == user.id';
    const again = joinParts(filterParts(source, scope).map((part) => part.source));
    expect(checkExpression(again, scope)).toMatchObject({ ok: true });
    expect(operators(again)).toEqual(operators(source));
    expect(joinParts(['a == 1 || b == 2', 'c'])).toBe('(a == 1 || b == 2) && c');
    expect(joinParts(['(a) || (b)', 'c'])).toBe('((a) || (b)) && c');
  });

  it('shows a text that is no expression as it is', () => {
    expect(filterParts('amount >', scope)).toEqual([{ source: 'amount >', condition: null }]);
  });
});

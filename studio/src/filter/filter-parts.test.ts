import { checkExpression, type ExpressionScope } from '@stratacrm/sdk';
import { describe, expect, it } from 'vitest';
import { sampleModel } from '../../../sdk/test/sample-model.ts';
import { conditionParts, joinParts } from './filter-parts.ts';

const scope: ExpressionScope = { model: sampleModel, object: 'opportunity', form: 'filter' };
const operators = (source: string) =>
  conditionParts(source, scope).parts.map((part) => part.condition?.operator ?? null);

describe('a filter in parts', () => {
  it('is sentences where sentences fit', () => {
    expect(operators('owner == user.id && amount > 100')).toEqual(['is_me', 'greater']);
    expect(conditionParts('', scope)).toEqual({ join: 'and', parts: [] });
  });

  it('keeps the rest readable beside a part that no sentence fits', () => {
    const source =
      'owner == user.id && (amount > 100 || probability > 50) && close_date >= today() && close_date <= addDays(today(), 30)';
    expect(operators(source)).toEqual(['is_me', null, 'next_days']);
    expect(conditionParts(source, scope).parts[1]?.source).toBe('(amount > 100 || probability > 50)');
  });

  it('takes a group within apart, however deep', () => {
    const [group, mine] = conditionParts(
      '(urgent || (amount > 100 && probability > 50)) && owner == user.id',
      scope,
    ).parts;
    expect(mine?.condition?.operator).toBe('is_me');
    expect(group?.group?.join).toBe('or');
    expect(group?.group?.parts.map((part) => part.condition?.operator)).toEqual(['is_true', undefined]);
    const inner = group?.group?.parts[1]?.group;
    expect([inner?.join, inner?.parts.map((part) => part.condition?.operator)]).toEqual([
      'and',
      ['greater', 'greater'],
    ]);
    expect(conditionParts('amount + 1 > probability', scope).parts[0]?.group).toBeUndefined();
  });

  it('keeps the bracket a part ends with', () => {
    const source = 'owner == user.id && !(name in [":)", "won"])';
    expect(operators(source)).toEqual(['is_me', 'is_none_of']);
    expect(conditionParts(source, scope).parts[1]?.source).toBe('!(name in [":)", "won"])');
    expect(operators('urgent || !(name in ["won"])')).toEqual(['is_true', 'is_none_of']);
  });

  it('means the same when put together again', () => {
    const source = '(amount > 100 || probability > 50) && owner == user.id';
    const again = joinParts(conditionParts(source, scope).parts.map((part) => part.source));
    expect(checkExpression(again, scope)).toMatchObject({ ok: true });
    expect(operators(again)).toEqual(operators(source));
    expect(joinParts(['a == 1 || b == 2', 'c'])).toBe('(a == 1 || b == 2) && c');
    expect(joinParts(['(a) || (b)', 'c'])).toBe('((a) || (b)) && c');
  });

  it('is any of several, each a sentence of its own', () => {
    const source = 'urgent || (close_date >= today() && close_date <= addDays(today(), 7)) || (amount > 1 && urgent)';
    expect(conditionParts(source, scope).join).toBe('or');
    expect(operators(source)).toEqual(['is_true', 'next_days', null]);
    const sources = conditionParts(source, scope).parts.map((part) => part.source);
    expect(joinParts(sources, 'or')).toBe(source);
    // Told the other way, each keeps its brackets.
    expect(checkExpression(joinParts(sources, 'and'), scope)).toMatchObject({ ok: true });
    expect(joinParts(['a && b', 'c'], 'or')).toBe('(a && b) || c');
  });

  it('shows a text that is no expression as it is', () => {
    expect(conditionParts('amount >', scope).parts).toEqual([{ source: 'amount >', condition: null }]);
  });
});

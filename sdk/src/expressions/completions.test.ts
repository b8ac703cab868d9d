import { describe, expect, test } from 'vitest';
import { sampleModel } from '../../test/sample-model.ts';
import { completionsAt } from './completions.ts';
import type { ExpressionScope } from './expression.ts';

const scope = (form: ExpressionScope['form'], sql?: boolean): ExpressionScope => ({
  model: sampleModel,
  object: 'opportunity',
  form,
  ...(sql === undefined ? {} : { sql }),
});

function offered(source: string, form: ExpressionScope['form'] = 'filter', sql?: boolean): string[] {
  return completionsAt(source, source.length, scope(form, sql)).options.map((option) => option.text);
}

describe('completions', () => {
  test('begin with the fields in a filter, with the roots in a rule', () => {
    expect(offered('')).toEqual(expect.arrayContaining(['amount', 'stage', 'user', 'today', 'has']));
    expect(offered('')).not.toEqual(expect.arrayContaining(['gone']));
    expect(offered('', 'record')).toEqual(expect.arrayContaining(['record', 'old', 'user', 'changed', 'regex']));
    expect(offered('', 'record')).not.toContain('amount');
  });

  test('leave out what cannot run in the database', () => {
    expect(offered('')).not.toContain('regex');
    expect(offered('')).not.toContain('changed');
    expect(offered('', 'record', true)).not.toContain('old');
  });

  test('are none in a number or a text, nor right behind it', () => {
    for (const source of ['amount > 2', 'amount * 1.5', 'amount == .5 + 20', 'name == "Acme"', 'name.startsWith("re'])
      expect(offered(source)).toEqual([]);
    expect(offered('name == "2" && ')).toContain('amount');
    expect(offered('amount > 2 && st')).toContain('stage');
  });

  test('follow references', () => {
    expect(offered('account.')).toEqual(['id', 'name', 'industry', 'owner', 'parent', 'is_under', 'related']);
    expect(offered('amount > 1 && record.owner.te', 'record')).toEqual(['name', 'email', 'team', 'related']);
    expect(offered('user.', 'record')).toEqual(['id', 'email', 'name', 'roles', 'teams', 'managed_teams', 'record']);
    expect(offered('name.')).toContain('startsWith');
  });

  test('follow lists into their items', () => {
    expect(offered('lines.')).toEqual(['exists', 'all', 'exists_one', 'filter', 'count', 'size']);
    expect(offered('lines.exists(l, l.qua')).toContain('quantity');
    expect(offered('record.lines.exists(l, l.supplier.', 'record')).toContain('industry');
    expect(offered('lines.exists(l, ')[0]).toBe('l');
    expect(offered('lines.exists(l, l.quantity > 1) && ')).not.toContain('l');
    expect(offered('lines.filter(l, l.quantity > 1).')).toEqual([
      'exists',
      'all',
      'exists_one',
      'filter',
      'count',
      'size',
    ]);
    expect(offered('lines.filter(l, l.name != ")").exists(x, x.')).toContain('quantity');
    expect(offered('related("line.opportunity").all(x, x.')).toContain('quantity');
    expect(offered('related("')).toEqual(['line.opportunity']);
    expect(offered('record.account.related("', 'record')).toEqual([
      'opportunity.account',
      'opportunity.partners',
      'account.parent',
      'line.supplier',
    ]);
    expect(offered('partners.exists(p, p.industry == "')).toEqual(['energy', 'aviation']);
    expect(offered('owner.')).not.toContain('is_under');
  });

  test('offer the options beside a select', () => {
    const source = 'amount > 1 && stage == "pro';
    expect(completionsAt(source, source.length, scope('filter'))).toMatchObject({
      from: source.length - 3,
      options: [{ text: 'prospecting' }, { text: 'proposal' }, { text: 'closed_won' }, { text: 'closed_lost' }],
    });
    expect(offered('record.account.industry in ["energy", "', 'record')).toEqual(['energy', 'aviation']);
  });

  test('survive any text', () => {
    for (const source of [
      '"',
      '..',
      '__proto__.',
      'constructor.',
      'a.b.c.',
      'x.'.repeat(5000),
      `stage == "${'a'.repeat(9000)}`,
    ]) {
      expect(() => offered(source)).not.toThrow();
    }
  });
});

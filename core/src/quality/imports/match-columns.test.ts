import { basePack } from '@stratacrm/plugin-base';
import type { CompiledField, CompiledObject, ObjectDocument } from '@stratacrm/sdk';
import { describe, expect, it } from 'vitest';
import { importableFields, matchColumns } from './match-columns.ts';

/** An object of the base pack as the compiler would make it, as far as matching looks at it. */
function objectOf(name: string): CompiledObject {
  const documents = basePack.documents;
  const found = documents.find((each): each is ObjectDocument => each.kind === 'object' && each.name === name)!;
  const fields = documents.flatMap((each): [string, CompiledField][] => {
    if (each.kind !== 'field' || each.object !== name) return [];
    const set = documents.find((other) => other.kind === 'option_set' && other.name === each.option_set);
    const options = set?.kind === 'option_set' ? { options: set.options } : {};
    return [[each.name, { ...each, ...options, system: false, origin: 'base' }]];
  });
  const owner: CompiledField = {
    kind: 'field',
    id: 'owner',
    name: 'owner',
    object: name,
    type: 'user',
    label: { en: 'Owner', zh: '负责人' },
    system: true,
    origin: 'platform',
  };
  return {
    ...found,
    origin: 'base',
    managed: false,
    fields: { ...Object.fromEntries(fields), owner },
    layouts: [],
    views: [],
    rules: [],
  };
}

const context = { locale: 'en', time_zone: 'UTC', currency: 'USD' } as const;

function match(object: string, columns: Record<string, string[]>): Record<string, string | null> {
  const target = objectOf(object);
  const sampled = Object.entries(columns).map(([column, values]) => ({ column, values }));
  const mapping = matchColumns(sampled, { object: target, fields: importableFields(target), context });
  return Object.fromEntries(mapping.map(({ column, field }) => [column, field]));
}

describe('columns are matched to fields', () => {
  it('by name and label in both languages, and by synonyms', () => {
    expect(
      match('account', {
        'Account Name': ['Acme'],
        Sector: ['retail', 'medical'],
        Headcount: ['12'],
        网址: ['acme.com'],
        客户类型: [],
      }),
    ).toEqual({
      'Account Name': 'name',
      Sector: 'industry',
      Headcount: 'employees',
      网址: 'website',
      客户类型: 'type',
    });
  });

  it('by the sales files of a hardware maker', () => {
    expect(
      match('account', {
        account: ['Acme Corporation', 'Betasoloin'],
        sector: ['technolgy', 'medical', 'retail', 'software'],
        year_established: ['1996', '1999'],
        revenue: ['1100.04', '251.41'],
        employees: ['2822', '495'],
        office_location: ['United States', 'Kenya'],
        subsidiary_of: ['Acme Corporation'],
      }),
    ).toEqual({
      account: 'name',
      sector: 'industry',
      year_established: null,
      revenue: 'annual_revenue',
      employees: 'employees',
      office_location: 'country',
      subsidiary_of: 'parent',
    });
    expect(match('product', { product: ['GTX Basic'], series: ['GTX'], sales_price: ['550', '4821'] })).toEqual({
      product: 'name',
      series: 'family',
      sales_price: 'price',
    });
    expect(
      match('opportunity', {
        opportunity_id: ['1C1I7A6R', 'Z063OYW0'],
        sales_agent: ['Moses Frase'],
        account: ['Cancity'],
        deal_stage: ['Won', 'Lost'],
        close_date: ['2017-03-01'],
        close_value: ['1054', '4514'],
      }),
    ).toEqual({
      opportunity_id: null,
      sales_agent: null,
      account: 'account',
      deal_stage: 'stage',
      close_date: 'close_date',
      close_value: 'amount',
    });
  });

  it('by what the values are, where the heading says nothing', () => {
    expect(match('contact', { '#1': ['anna@example.com', 'bo@example.org'], '#2': ['Anna', 'Bo'] })).toEqual({
      '#1': 'email',
      '#2': null,
    });
  });

  it('but not where the values speak against it', () => {
    expect(match('opportunity', { close_date: ['soon', 'later', 'never'] })['close_date']).toBe('close_date');
    expect(match('opportunity', { closed: ['soon', 'later'], 'close date': ['2017-03-01'] })).toEqual({
      closed: null,
      'close date': 'close_date',
    });
  });

  it('each to one only', () => {
    expect(match('account', { name: ['a'], 名称: ['b'] })).toEqual({ name: 'name', 名称: null });
  });
});

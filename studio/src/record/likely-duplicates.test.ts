import { describe, expect, test } from 'vitest';
import { comparable, looksLike } from './likely-duplicates.ts';

describe('names that may mean the same', () => {
  test.each([
    ['Contoso', 'Contoso Ltd.'],
    ['contoso', 'CONTOSO  Group Inc'],
    ['Müller Maschinenbau', 'Muller Maschinenbau GmbH'],
    ['晨光文具', '上海晨光文具股份有限公司'],
    ['晨光文具有限公司', '晨光文具'],
    ['Northwnid Traders', 'Northwind Traders'],
    ['Ａｃｍｅ', 'Acme'],
  ])('%s and %s', (one, other) => {
    expect(looksLike(one, other)).toBe(true);
  });

  test.each([
    ['Contoso', 'Fabrikam'],
    ['Con', 'Contoso'],
    ['上海', '北京晨光文具'],
    ['Art', 'Smart Homes'],
    ['', 'Contoso'],
  ])('%s and %s do not', (one, other) => {
    expect(looksLike(one, other)).toBe(false);
  });

  test('a name made of nothing but the form of a company keeps it', () => {
    expect(comparable('Group Holdings')).toBe('group holdings');
  });
});

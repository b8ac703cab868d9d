import { describe, expect, it } from 'vitest';
import { countryNames, holdsWordsOf, suspiciousValues } from './suspicious-values.ts';

const column = (counts: Record<string, number>) => Object.entries(counts).map(([value, count]) => ({ value, count }));

describe('suspicious values', () => {
  it('are near to a word that is known', () => {
    const sectors = column({ retail: 17, technolgy: 12, medical: 12, software: 7 });
    expect([...suspiciousValues(sectors, ['Technology', 'Retail', 'Finance'])]).toEqual([['technolgy', 'Technology']]);
    expect(suspiciousValues(sectors, [])).toEqual(new Map());
  });

  it('are near to a value that is much more frequent', () => {
    const products = column({ 'GTX Pro': 900, GTXPro: 20, 'GTX Plus Pro': 500, 'MG Special': 700, 'MG Speical': 3 });
    expect(Object.fromEntries(suspiciousValues(products, []))).toEqual({
      GTXPro: 'GTX Pro',
      'MG Speical': 'MG Special',
    });
  });

  it('are not those that differ by a number, nor short words, nor about as frequent ones', () => {
    expect(
      suspiciousValues(column({ 'GTK 500': 90, 'GTK 501': 3, GTX: 80, GTK: 4, center: 40, centre: 39 }), []),
    ).toEqual(new Map());
  });

  it('are not looked for among names', () => {
    const names = column(
      Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`Company ${'abcdefghij'[n % 10]}${n}`, 1])),
    );
    expect(suspiciousValues(names, ['Company a00'])).toEqual(new Map());
  });

  it('may be countries, where countries are meant', () => {
    const offices = column({ 'United States': 70, Kenya: 2, Japan: 3, Philipines: 1, Korea: 1, Brazil: 2 });
    const countries = countryNames('en');
    expect(holdsWordsOf(offices, countries)).toBe(true);
    expect(Object.fromEntries(suspiciousValues(offices, countries))).toEqual({ Philipines: 'Philippines' });
    expect(holdsWordsOf(column({ red: 3, blue: 4, green: 2, China: 1 }), countries)).toBe(false);
  });
});

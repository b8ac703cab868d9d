import { describe, expect, it } from 'vitest';
import { nearestValue } from './nearest-value.ts';
import { editDistance, normalise, similarity } from './text-similarity.ts';

describe('the nearest value', () => {
  const products = nearestValue(['GTX Pro', 'GTX Plus Pro', 'GTX Basic', 'MG Special', 'GTK 500', '北京科技有限公司']);

  it.each([
    ['GTXPro', 'GTX Pro'],
    ['gtx  basic', 'GTX Basic'],
    ['MG Speical', 'MG Special'],
    ['北京科技有限公同', '北京科技有限公司'],
    ['GTK 501', undefined],
    ['Something else', undefined],
    ['', undefined],
  ])('of %j is %j', (text, nearest) => expect(products.find(text)).toBe(nearest));

  it('is the more usual of two that are equally near', () => {
    const weights = new Map([
      ['finance', 2],
      ['finanze', 90],
    ]);
    expect(nearestValue(weights.keys(), weights).find('finande')).toBe('finanze');
  });

  it('may be the only one that begins so', () => {
    expect(nearestValue(['Acme Corporation', 'Globex']).find('Acme')).toBe('Acme Corporation');
    expect(nearestValue(['Acme Corporation', 'Acme Holding']).find('Acme')).toBeUndefined();
  });

  it('is found among ten thousand', () => {
    const names = Array.from({ length: 10_000 }, (_, n) => `Company ${word(n * 7919)} ${word(n * 104_729)}`);
    const nearest = nearestValue(names);
    const wrong = names.slice(0, 1000).filter((name) => nearest.find(name.replace(/.$/, 'q')) !== name);
    expect(wrong.length).toBeLessThan(200);
  });
});

it('is found among names that are all alike', () => {
  const nearest = nearestValue(Array.from({ length: 10_000 }, (_, n) => `Company ${n}`));
  for (let n = 0; n < 1_000; n++) expect(nearest.find(`Compny ${n * 7}`)).toBe(`Company ${n * 7}`);
});

describe('texts', () => {
  it('are compared without width, case, accents, spaces and punctuation', () => {
    expect(normalise('  Ｇｅｋｋｏ & Co., Málaga_Ⅳ ')).toBe('gekkocomalagaiv');
  });

  it('lie as many slips apart as it takes', () => {
    expect(editDistance('technolgy', 'technology', 3)).toBe(1);
    expect(editDistance('ab', 'ba', 3)).toBe(1);
    expect(editDistance('kitten', 'sitting', 9)).toBe(3);
    expect(editDistance('kitten', 'sitting', 2)).toBe(3);
    expect(editDistance('', 'abc', 5)).toBe(3);
  });

  it('are similar between 0 and 1', () => {
    expect(similarity('Account Name', 'account_name')).toBe(1);
    expect(similarity('abc', 'xyz')).toBe(0);
  });
});

function word(seed: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  let text = '';
  for (let left = seed % 11_881_376; text.length < 6; left = Math.floor(left / 26)) text += letters[left % 26]!;
  return text;
}

import { expect, it } from 'vitest';
import { gramsOf, gramsToFind } from './grams.ts';

const TEXTS = [
  'Acme Energy 4711',
  'ÅNGSTRÖM Straße',
  '上海晨光文具有限公司',
  '张伟 Zhang',
  'x',
  'ab',
  '𝒜𝒷𝒸𝒹 e',
  'Ｆｕｌｌ ｗｉｄｔｈ',
  'a1 張 b2',
  '',
];

it.each(TEXTS)('whatever is cut out of %j is found by its pieces', (text) => {
  const grams = gramsOf(text);
  const words = text.split(/\s+/).filter((word) => word !== '');
  for (const word of words) {
    const letters = [...word];
    for (let from = 0; from < letters.length; from++)
      for (let to = from + 3; to <= letters.length; to++)
        for (const gram of gramsToFind(letters.slice(from, to).join(''))) expect(grams).toContain(gram);
    expect([...gramsToFind(letters.slice(0, 2).join(''))].every((gram) => grams.has(gram))).toBe(true);
  }
});

it('knows letters by themselves wherever they are written, small or large, full width or not', () => {
  expect(gramsOf('ＡＣＭＥ')).toEqual(gramsOf('acme'));
  expect(gramsOf('Acme')).toEqual(gramsOf('ACME'));
});

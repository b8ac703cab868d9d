import { expect, it } from 'vitest';
import { gramsOf, gramsToFind, ofOwner } from './grams.ts';

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
  const grams = gramsOf('account', text);
  const words = text.split(/\s+/).filter((word) => word !== '');
  for (const word of words) {
    const letters = [...word];
    for (let from = 0; from < letters.length; from++)
      for (let to = from + 3; to <= letters.length; to++)
        for (const gram of gramsToFind('account', letters.slice(from, to).join(''))) expect(grams).toContain(gram);
    expect([...gramsToFind('account', letters.slice(0, 2).join(''))].every((gram) => grams.has(gram))).toBe(true);
  }
});

it('knows letters by themselves wherever they are written, small or large, full width or not', () => {
  expect(gramsOf('account', 'ＡＣＭＥ')).toEqual(gramsOf('account', 'acme'));
  expect(gramsOf('account', 'Acme')).toEqual(gramsOf('account', 'ACME'));
});

it('makes other numbers of the same piece in another object', () => {
  const inContact = gramsOf('contact', 'acme');
  expect([...gramsOf('account', 'acme')].filter((gram) => inContact.has(gram))).toEqual([]);
});

it('makes others of them for each owner, and the same for what is looked for', () => {
  const [anna, boris] = ['0198f0de-0000-7000-8000-00000a11ce01', '0198f0de-0000-7000-8000-00000b0b0002'];
  const ofAnna = new Set(ofOwner(gramsOf('account', 'Acme Energy'), anna));
  expect(ofOwner(gramsToFind('account', 'nerg'), anna).every((piece) => ofAnna.has(piece))).toBe(true);
  expect(ofOwner(gramsToFind('account', 'nerg'), boris).some((piece) => ofAnna.has(piece))).toBe(false);
  expect([...gramsOf('account', 'Acme Energy')].some((piece) => ofAnna.has(piece))).toBe(false);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { diffDocument } from './patch-diff.ts';
import { patchedPaths } from './patch-paths.ts';
import { applyPatch } from './patch.ts';

const field = {
  name: 'tier',
  label: { en: 'Tier', zh: '等级' },
  options: [
    { value: 'gold', label: { en: 'Gold', zh: '金' } },
    { value: 'silver', label: { en: 'Silver', zh: '银' } },
    { value: 'bronze', label: { en: 'Bronze', zh: '铜' } },
  ],
};

/** Documents like ours, with every kind of array and null in any place. */
const { document } = fc.letrec<{ value: unknown; keyed: unknown; document: JsonObject }>((tie) => {
  const name = fc.constantFrom('a', 'b', 'c', 'label', 'items', '__proto__', 'constructor', '$value', '$after');
  const key = fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5');
  const item = (property: string) =>
    fc.tuple(key, tie('document')).map(([id, rest]) => Object.assign({}, rest as object, { [property]: id }));
  const keyedBy = (property: string) =>
    fc.uniqueArray(item(property), { selector: (each) => (each as Record<string, string>)[property], maxLength: 5 });
  return {
    keyed: fc.oneof(keyedBy('id'), keyedBy('name'), keyedBy('value')),
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, 1, 'x', 'y'),
      tie('keyed'),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('document'),
    ),
    document: fc.dictionary(name, tie('value'), { maxKeys: 4 }) as fc.Arbitrary<JsonObject>,
  };
});

describe('patch of a document', () => {
  it('brings any document to any other', () => {
    fc.assert(
      fc.property(document, document, (base, desired) => {
        const before = JSON.stringify(base);
        expect(plain(applyPatch(base, diffDocument(base, desired)))).toEqual(plain(desired));
        expect(JSON.stringify(base)).toBe(before);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is empty exactly when nothing differs', () => {
    fc.assert(
      fc.property(document, (base) => {
        expect(diffDocument(base, structuredClone(base))).toEqual({});
      }),
    );
    expect(diffDocument({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual({});
  });

  it('names only what changed', () => {
    const desired = structuredClone(field);
    desired.label.zh = '级别';
    desired.options[0]!.label.en = 'Gold!';
    expect(diffDocument(field, desired)).toEqual({
      label: { zh: '级别' },
      options: [{ value: 'gold', label: { en: 'Gold!' } }],
    });
  });

  it('says of a moved item only that it moved', () => {
    const [gold, silver, bronze] = field.options;
    const desired = { ...field, options: [silver, bronze, gold] };
    expect(diffDocument(field, desired)).toEqual({ options: [{ value: 'gold', $after: 'bronze' }] });
  });

  it('lets two layers insert into one array and keeps both when the base grows', () => {
    const platinum = { value: 'platinum', label: { en: 'Platinum', zh: '白金' } };
    const tin = { value: 'tin', label: { en: 'Tin', zh: '锡' } };
    const first = diffDocument(field, { ...field, options: [platinum, ...field.options] });
    const second = diffDocument(field, { ...field, options: [...field.options, tin] });
    const grown = { ...field, options: [...field.options, { value: 'iron', label: { en: 'Iron', zh: '铁' } }] };
    const result = applyPatch(applyPatch(grown, first), second);
    expect(result.options.map((option) => option.value)).toEqual([
      'platinum',
      'gold',
      'silver',
      'bronze',
      'tin',
      'iron',
    ]);
  });

  it('leaves out a change of an item that the base no longer has', () => {
    const desired = structuredClone(field);
    desired.options[0]!.label.en = 'Gold!';
    const patch = diffDocument(field, desired);
    const shrunk = { ...field, options: field.options.slice(1) };
    expect(applyPatch(shrunk, patch)).toEqual(shrunk);
  });

  it('lists the places it sets', () => {
    const patch = {
      label: { zh: '级别' },
      description: null,
      default: { $value: null },
      options: [
        { value: 'gold', label: { en: 'Gold!' } },
        { value: 'tin', $add: true, $after: null },
        { value: 'bronze', $remove: true },
      ],
    };
    expect(patchedPaths(patch as JsonObject)).toEqual([
      'label.zh',
      'description',
      'default',
      'options.gold.label.en',
      'options.tin',
      'options.bronze',
    ]);
  });
});

/** As JSON sees it. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

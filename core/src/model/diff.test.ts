import type { Document, FieldDocument, LayoutDocument } from '@stratacrm/sdk';
import { describe, expect, it } from 'vitest';
import { diffFolds } from './diff.ts';
import type { FoldedDocument } from './fold.ts';

const label = { en: 'Tier', zh: '等级' };
const tier: FieldDocument = {
  kind: 'field',
  id: 'f1',
  object: 'reader',
  name: 'tier',
  type: 'select',
  label,
  options: [
    { value: 'gold', label: { en: 'Gold', zh: '金' } },
    { value: 'tin', label: { en: 'Tin', zh: '锡' } },
  ],
};
const layout: LayoutDocument = {
  kind: 'layout',
  id: 'l1',
  name: 'page',
  label,
  object: 'reader',
  head: ['a'],
  sections: [{ id: 'main', label, columns: 2, items: [{ id: 'a', field: 'a' }] }],
  related: [],
  create: [],
};

const folded = (...documents: Document[]): FoldedDocument[] =>
  documents.map((document) => ({ document, origin: 'base', patchedBy: [], provenance: {} }));

function properties(from: Document, to: Document): unknown[] {
  const [change] = diffFolds(folded(from), folded(to));
  return change!.properties.map(({ path, from: before, to: after }) => [path, before, after]);
}

describe('difference of two folds', () => {
  it('names the action and the object', () => {
    expect(diffFolds(folded(tier), folded(tier, layout))).toMatchObject([
      { action: 'add', kind: 'layout', object: 'reader' },
    ]);
    expect(diffFolds(folded(tier, layout), folded(tier))).toMatchObject([{ action: 'remove', key: 'page' }]);
    const archived = { ...tier, archived: true };
    expect(diffFolds(folded(tier), folded(archived))).toMatchObject([{ action: 'archive', key: 'reader.tier' }]);
    expect(diffFolds(folded(archived), folded(tier))).toMatchObject([{ action: 'restore' }]);
    expect(diffFolds(folded(tier), folded({ ...tier, name: 'level' }))).toMatchObject([
      { action: 'rename', key: 'reader.level' },
    ]);
    expect(diffFolds(folded(tier), folded(structuredClone(tier)))).toEqual([]);
  });

  it('goes down to single properties, through lists by their keys', () => {
    const [gold, tin] = tier.options!;
    const options = [tin!, { ...gold!, label: { en: 'Gold!', zh: '金' } }, { value: 'new', label }];
    expect(properties(tier, { ...tier, options })).toEqual([
      ['options.gold.label.en', 'Gold', 'Gold!'],
      ['options.new', null, { value: 'new', label }],
      ['options', ['gold', 'tin'], ['tin', 'gold', 'new']],
    ]);
    const items = [...layout.sections[0]!.items, { id: 'b', field: 'b' }];
    const wider: LayoutDocument = { ...layout, head: ['a', 'b'], sections: [{ ...layout.sections[0]!, items }] };
    expect(properties(layout, wider)).toEqual([
      ['head', ['a'], ['a', 'b']],
      ['sections.main.items.b', null, { id: 'b', field: 'b' }],
    ]);
  });
});

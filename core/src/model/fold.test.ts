import { diffDocument, type Document, type FieldDocument } from '@stratacrm/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivedId } from './derived-id.ts';
import { fold } from './fold.ts';
import type { LayerContent, LayerDocument } from './layer-document.ts';

function field(name: string, label = name): FieldDocument {
  const id = derivedId('test', name);
  return { kind: 'field', id, object: 'reader', name, type: 'text', label: { en: label, zh: label } };
}

const own = (body: Document): LayerDocument => ({ patch: false, kind: body.kind, id: body.id, body });

function patched(base: Document, desired: Document): LayerDocument {
  return { patch: true, kind: base.kind, id: base.id, body: diffDocument(base, desired) };
}

/** Documents over a few names, so that layers often speak of the same. */
const documents = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    label: fc.constantFrom('one', 'two', 'three'),
    max: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  }),
  { selector: (each) => each.name, maxLength: 4 },
);

type Given = { name: string; label: string; max: number | undefined }[];

const asDocuments = (given: Given): Document[] =>
  given.map(({ name, label, max }) => ({ ...field(name, label), ...(max && { max_length: max }) }));

describe('fold', () => {
  it('of one layer is that layer', () => {
    fc.assert(
      fc.property(documents, (given) => {
        const layer = { layer: 'base', documents: asDocuments(given).map(own) };
        expect(fold([layer]).map((each) => each.document)).toEqual(asDocuments(given));
      }),
    );
  });

  it('of what a higher layer wants is what it wants, and every property knows who set it', () => {
    fc.assert(
      fc.property(documents, documents, (lower, higher) => {
        const base = asDocuments(lower);
        const desired = asDocuments(higher);
        const known = new Map(base.map((document) => [document.id, document]));
        const layers: LayerContent[] = [
          { layer: 'base', documents: base.map(own) },
          {
            layer: 'workspace',
            documents: desired.map((document) => {
              const beneath = known.get(document.id);
              return beneath === undefined ? own(document) : patched(beneath, document);
            }),
          },
        ];
        const folded = new Map(fold(layers).map((each) => [each.document.id, each]));
        for (const document of desired) {
          const result = folded.get(document.id)!;
          expect(result.document).toEqual(document);
          const differs = known.has(document.id) ? Object.keys(diffDocument(known.get(document.id)!, document)) : [];
          const named = new Set(Object.keys(result.provenance).map((path) => path.split('.')[0]));
          expect(named).toEqual(new Set(differs));
        }
      }),
    );
  });

  it('does not change its input and gives the same every time', () => {
    fc.assert(
      fc.property(documents, documents, (lower, higher) => {
        const layers = [
          { layer: 'a', documents: asDocuments(lower).map(own) },
          { layer: 'b', documents: asDocuments(higher).map((each) => patched(field(each.name), each)) },
        ];
        const before = JSON.stringify(layers);
        expect(fold(layers)).toEqual(fold(layers));
        expect(JSON.stringify(layers)).toBe(before);
      }),
    );
  });

  it('lets a patch wait for a document that is not there', () => {
    const waiting = patched(field('a'), field('a', 'other'));
    expect(fold([{ layer: 'workspace', documents: [waiting] }])).toEqual([]);
    const layers = [
      { layer: 'base', documents: [own(field('a'))] },
      { layer: 'workspace', documents: [waiting] },
    ];
    expect(fold(layers)[0]?.document.label).toEqual({ en: 'other', zh: 'other' });
  });

  it('forgets who set a place when a higher layer sets it, or all around it', () => {
    const base = field('a');
    const first = { ...base, help: { en: 'x', zh: 'x' } };
    const second = { ...first, help: { en: 'x', zh: 'y' } };
    const { help: _help, ...third } = second;
    const layers = (last: LayerDocument): LayerContent[] => [
      { layer: 'base', documents: [own(base)] },
      { layer: 'workspace', documents: [patched(base, first)] },
      { layer: 'strategy', documents: [last] },
    ];
    expect(fold(layers(patched(first, second)))[0]).toMatchObject({
      patchedBy: ['workspace', 'strategy'],
      provenance: { 'help.en': 'workspace', 'help.zh': 'strategy' },
    });
    expect(fold(layers(patched(first, third)))[0]?.provenance).toEqual({ help: 'strategy' });
  });
});

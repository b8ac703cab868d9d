import type { Document, FieldDocument } from '@stratacrm/sdk';
import { describe, expect, it } from 'vitest';
import { libraryPack } from '../../testing/library-pack.ts';
import { compiled, foldedOver, modelProblems } from '../../testing/test-model.ts';
import { derivedId } from './derived-id.ts';
import { validate } from './validate.ts';

/** The library with one document changed. */
function changed(key: string, change: Partial<FieldDocument> & Record<string, unknown>): Document[] {
  return libraryPack.documents.map((document) =>
    `${'object' in document ? `${document.object}.` : ''}${document.name}` === key
      ? ({ ...document, ...change } as Document)
      : document,
  );
}

function problems(documents: readonly Document[]): string[] {
  return modelProblems(documents).map(({ key, path, code }) => `${key} ${path} ${code}`);
}

describe('compiling', () => {
  it('leaves what is archived out of lists that name it, and nothing else', () => {
    const { views, layouts } = compiled(foldedOver(changed('book.due', { archived: true }))).object('book');
    expect(views[0]?.columns.map((column) => column.name)).toEqual(['name', 'borrower.name']);
    expect(layouts[0]?.head).toEqual(['borrower']);
    expect(layouts[0]?.sections[0]?.items.map((item) => item.field)).toEqual(['name']);
  });

  it('hides an archived object with all that belongs to it', () => {
    const catalog = compiled(foldedOver(changed('book', { archived: true })));
    expect(catalog.has('book')).toBe(false);
    expect(catalog.object('reader').incoming).toEqual([]);
  });

  it('resolves options from an option set', () => {
    const set: Document = {
      kind: 'option_set',
      id: derivedId('set'),
      name: 'tiers',
      label: { en: 'Tiers', zh: '等级' },
      options: [{ value: 'gold', label: { en: 'Gold', zh: '金' } }],
    };
    const documents = [...changed('reader.tier', { options: undefined, option_set: 'tiers' } as never), set];
    expect(compiled(foldedOver(documents)).object('reader').fields['tier']?.options).toEqual(set.options);
  });

  it('is quick: 50 objects of 60 fields', () => {
    const label = { en: 'X', zh: 'X' };
    const many = Array.from({ length: 50 }, (_, o): Document[] => [
      {
        kind: 'object',
        id: derivedId(`o${o}`),
        name: `object_${o}`,
        label,
        label_plural: label,
        name_field: 'field_0',
      },
      ...Array.from({ length: 60 }, (_, f): Document => {
        const formula = { type: 'formula', result: 'boolean', expression: `record.field_${f % 50} == "x"` };
        return {
          kind: 'field',
          id: derivedId(`o${o}`, `f${f}`),
          object: `object_${o}`,
          name: `field_${f}`,
          label,
          ...(f < 50 ? { type: 'text' } : formula),
        };
      }),
    ]).flat();
    const time = <Result>(what: string, work: () => Result): Result => {
      const begin = performance.now();
      const result = work();
      process.stdout.write(`${what} ${(performance.now() - begin).toFixed(1)} ms\n`);
      return result;
    };
    const documents = time('fold 3050 documents', () => foldedOver(many));
    const catalog = time('compile', () => compiled(documents));
    expect(time('validate', () => validate(documents, catalog))).toEqual([]);
    expect(Object.keys(catalog.object('object_49').fields)).toHaveLength(68);
  });
});

describe('validating', () => {
  it('finds nothing wrong with a sound pack', () => {
    expect(problems(libraryPack.documents)).toEqual([]);
  });

  it.each<[string, Document[], string[]]>([
    ['a reference to no object', changed('book.borrower', { to: 'raeder' }), ['book.borrower to dangling_reference']],
    [
      'a name field that is not there',
      changed('reader', { name_field: 'title' }),
      ['reader name_field dangling_reference'],
    ],
    ['a default that is no value', changed('book.due', { default: 'tomorrow' }), ['book.due default invalid_format']],
    ['a select without options', changed('reader.tier', { options: [] }), ['reader.tier options required']],
    ['unique where it makes no sense', changed('book.price', { unique: true }), ['book.price unique unsuitable_field']],
    [
      'an expression of the wrong type',
      changed('book.late', { expression: 'record.due' }),
      ['book.late expression expression_type'],
    ],
    [
      'a column that is not there',
      changed('book.all_books', { columns: [{ name: 'dew' }] }),
      ['all_books columns.0.name dangling_reference'],
    ],
    ['a sort by nothing', changed('book.all_books', { sort: '-due,nope' }), ['all_books sort dangling_reference']],
    [
      'a board without choices',
      changed('book.all_books', { board: { field: 'due' } }),
      ['all_books board.field unsuitable_field'],
    ],
    [
      'a rule for a role that not all objects can follow',
      changed('librarian', { grants: { '*': { read: 'record.due == today()' } } }),
      ['librarian grants.*.read expression_unknown_name'],
    ],
  ])('finds %s', (_, documents, expected) => {
    expect(problems(documents)).toEqual(expect.arrayContaining(expected));
  });

  it('finds a name that is taken twice', () => {
    const again = { ...libraryPack.documents.find((document) => document.name === 'due')!, id: derivedId('again') };
    expect(problems([...libraryPack.documents, again as Document])).toContain('book.due name name_taken');
  });
});

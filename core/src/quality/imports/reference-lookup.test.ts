import { describe, expect, it } from 'vitest';
import { ReferenceLookup } from './reference-lookup.ts';

const id = (n: number) => `018f0000-0000-7000-8000-00000000000${n}`;

function products(): ReferenceLookup {
  const lookup = new ReferenceLookup();
  lookup.addRecord(id(1), ['GTX Pro']);
  lookup.addRecord(id(2), ['GTX Basic']);
  lookup.addRecord(id(3), ['Twin']);
  lookup.addRecord(id(4), ['Twin']);
  lookup.addRecord(id(5), ['acme']);
  lookup.addRecord(id(6), ['ACME']);
  lookup.addRecord(id(7), ['anna@example.com', 'Anna']);
  return lookup;
}

describe('a reference', () => {
  it.each([
    ['GTX Pro', { kind: 'record', id: id(1) }],
    ['  gtx   pro ', { kind: 'record', id: id(1) }],
    ['ＧＴＸ Pro', { kind: 'record', id: id(1) }],
    ['GTXPro', { kind: 'none', suggestion: 'GTX Pro' }],
    ['Nothing like it', { kind: 'none', suggestion: undefined }],
    ['Twin', { kind: 'many', count: 2 }],
    ['acme', { kind: 'record', id: id(5) }],
    ['Acme', { kind: 'many', count: 2 }],
    ['Anna', { kind: 'record', id: id(7) }],
    ['ANNA@example.com', { kind: 'record', id: id(7) }],
    [id(2).toUpperCase(), { kind: 'record', id: id(2) }],
  ])('%j', (text, resolved) => expect(products().resolve(text)).toEqual(resolved));

  it('may be a row of the same file, if no record has the name', () => {
    const lookup = products();
    lookup.addRow(4, 'Bubba Gump');
    lookup.addRow(5, 'GTX Pro');
    lookup.addRow(6, 'Same');
    lookup.addRow(7, 'same');
    expect(lookup.resolve('bubba gump')).toEqual({ kind: 'row', row: 4 });
    expect(lookup.resolve('GTX Pro')).toEqual({ kind: 'record', id: id(1) });
    expect(lookup.resolve('Same')).toEqual({ kind: 'many', count: 2 });
    expect(lookup.resolve('Buba Gump')).toEqual({ kind: 'none', suggestion: 'Bubba Gump' });
  });
});

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { CompiledField, CompiledModel, CompiledObject } from './compiled.ts';
import { objectSchema, type SchemaUse } from './json-schema.ts';

const id = '0193a0a0-0000-7000-8000-000000000001';

function field(name: string, type: string, more: Partial<CompiledField> = {}): CompiledField {
  const label = { en: `The ${name}`, zh: `${name}字段` };
  return { kind: 'field', id, object: 'book', name, type, label, system: false, origin: 'base', ...more };
}

const fields = [
  field('name', 'text', { required: true, help: { en: 'As printed', zh: '以封面为准' } }),
  field('genre', 'select', { options: [{ value: 'novel', label: { en: 'Novel', zh: '小说' } }], default: 'novel' }),
  field('price', 'currency'),
  field('author', 'reference', { to: 'person' }),
  field('number', 'auto_number'),
  field('late', 'formula', { expression: 'true', result: 'boolean' }),
  field('owner', 'user', { system: true }),
  field('version', 'integer', { system: true }),
  field('id', 'reference', { to: 'book', system: true }),
];

const book = {
  kind: 'object',
  id,
  name: 'book',
  label: { en: 'Book', zh: '图书' },
  label_plural: { en: 'Books', zh: '图书' },
  name_field: 'name',
  origin: 'base',
  managed: false,
  fields: Object.fromEntries(fields.map((each) => [each.name, each])),
  layouts: [],
  views: [],
  rules: [],
} satisfies CompiledObject;

const model: Pick<CompiledModel, 'objects'> = { objects: { book } };

function accepts(use: SchemaUse, record: unknown): boolean {
  const ajv = new Ajv2020({ strict: true, formats: { uuid: true, date: true, email: true, uri: true } });
  return ajv.validate(objectSchema(model, 'book', { use }), record);
}

describe('JSON Schema of an object', () => {
  it('describes a record as it is answered', () => {
    expect(accepts('read', { id, name: 'Ulysses', price: { amount: '12.50', currency: 'CNY' }, late: false })).toBe(
      true,
    );
    expect(accepts('read', { id, author: id })).toBe(true);
    expect(accepts('read', { id, author: { id, name: 'Joyce' } })).toBe(true);
    expect(accepts('read', { name: 'Ulysses' })).toBe(false);
    expect(accepts('read', { id, titel: 'Ulysses' })).toBe(false);
  });

  it('asks for what a new record needs, and takes nothing that the system sets', () => {
    expect(accepts('create', { name: 'Ulysses', genre: 'novel', owner: id })).toBe(true);
    expect(accepts('create', { genre: 'novel' })).toBe(false);
    expect(accepts('create', { name: 'Ulysses', genre: 'poem' })).toBe(false);
    expect(accepts('create', { name: 'Ulysses', number: '00001' })).toBe(false);
    expect(accepts('create', { name: 'Ulysses', version: 2 })).toBe(false);
    expect(accepts('update', { genre: null })).toBe(true);
  });

  it('speaks the reader’s language', () => {
    const schema = objectSchema(model, 'book', { locale: 'zh' });
    expect(schema['title']).toBe('图书');
    expect(schema['properties']).toMatchObject({ name: { title: 'name字段', description: '以封面为准' } });
  });

  it('suggests the object that was meant', () => {
    expect(() => objectSchema(model, 'bok')).toThrow('Did you mean "book"?');
  });
});

describe('JSON Schema of links and owned lists', () => {
  const order: CompiledObject = {
    ...book,
    name: 'order',
    fields: {
      id: field('id', 'reference', { to: 'order', system: true }),
      contacts: field('contacts', 'multi_reference', { to: 'person' }),
      about: field('about', 'polymorphic_reference', { to: ['person', 'book'] }),
      lines: field('lines', 'children', { children: 'line', via: 'order' }),
    },
  };
  const line: CompiledObject = {
    ...book,
    name: 'line',
    fields: {
      id: field('id', 'reference', { to: 'line', system: true }),
      order: field('order', 'reference', { to: 'order', required: true }),
      title: field('title', 'text', { required: true }),
      parts: field('parts', 'children', { children: 'line', via: 'order' }),
    },
  };
  const links = { objects: { order, line } };
  const accepts = (use: SchemaUse, value: object): boolean => {
    const ajv = new Ajv2020({ strict: false });
    ajv.addFormat('uuid', true);
    return ajv.compile(objectSchema(links, 'order', { use }))(value);
  };

  it('are answered as ids, or as records when they are expanded', () => {
    for (const contacts of [null, [id], [{ id, name: 'Anna' }]]) expect(accepts('read', { id, contacts })).toBe(true);
    for (const about of [null, { object: 'person', id }, { object: 'book', id, name: 'x' }])
      expect(accepts('read', { id, about })).toBe(true);
    for (const lines of [[], [id], [{ id, title: 'x' }]]) expect(accepts('read', { id, lines })).toBe(true);
    expect(accepts('read', { id, about: { object: 'order', id } })).toBe(false);
    expect(accepts('read', { id, contacts: 'x' })).toBe(false);
  });

  it('take new rows, changed rows and rows to delete, and no owner beside them', () => {
    expect(accepts('create', { lines: [{ title: 'x' }] })).toBe(true);
    expect(accepts('update', { lines: [{ title: 'x' }, { id, version: 2, title: 'y' }] })).toBe(true);
    expect(accepts('update', { lines: { create: [{ title: 'x' }], update: [{ id }], delete: [id] } })).toBe(true);
    expect(accepts('create', { lines: [{}] })).toBe(false);
    expect(accepts('create', { lines: [{ title: 'x', order: id }] })).toBe(false);
    expect(accepts('update', { lines: { update: [{ title: 'y' }] } })).toBe(false);
    expect(accepts('update', { lines: null })).toBe(false);
  });

  it('end where an object stands within itself', () => {
    expect(accepts('create', { lines: [{ title: 'x', parts: [{ anything: 1 }] }] })).toBe(true);
  });
});

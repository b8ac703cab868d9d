import type { Label } from '@stratacrm/sdk';
import type { NewDocument } from '../draft/draft-documents.ts';

/** What an admin says of an object he adds. */
export interface ObjectWish {
  name: string;
  label: Label;
  plural: Label;
  icon: string;
  /** Label of the field that names a record to people. */
  nameField: Label;
  navOrder: number;
}

/** The English plural a person would most likely write. */
export function pluralOf(singular: string): string {
  if (singular === '') return '';
  if (/[^aeiou]y$/i.test(singular)) return `${singular.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/i.test(singular) ? `${singular}es` : `${singular}s`;
}

/**
 * An object that works from its first release: the object, the field that names its records, a form and a list. Each
 * refers only to those before it.
 */
export function newObjectDocuments(wish: ObjectWish): NewDocument[] {
  const { name, label, plural } = wish;
  return [
    {
      kind: 'object',
      name,
      label,
      label_plural: plural,
      icon: wish.icon,
      name_field: 'name',
      nav_order: wish.navOrder,
    },
    { kind: 'field', name: 'name', object: name, type: 'text', label: wish.nameField, required: true, max_length: 200 },
    {
      kind: 'layout',
      name: `${name}_record`,
      label,
      object: name,
      head: ['owner'],
      sections: [
        { id: 'details', label: { en: 'Details', zh: '基本信息' }, columns: 2, items: itemsOf('name') },
        {
          id: 'system',
          label: { en: 'System', zh: '系统信息' },
          columns: 2,
          items: itemsOf('owner', 'created_at', 'created_by', 'updated_at', 'updated_by'),
        },
      ],
      related: [],
      create: ['name'],
    },
    {
      kind: 'view',
      name: `${name}_all`,
      label: { en: plural.en === '' ? '' : `All ${plural.en.toLowerCase()}`, zh: `全部${plural.zh}` },
      object: name,
      type: 'table',
      order: 10,
      columns: [{ name: 'name', width: 240 }, { name: 'owner' }, { name: 'updated_at' }],
      sort: '-updated_at',
    },
  ];
}

const itemsOf = (...fields: string[]): { id: string; field: string }[] => fields.map((field) => ({ id: field, field }));

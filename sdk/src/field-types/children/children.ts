import type { FieldDocument } from '../../documents/field.ts';
import { wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { multiReference } from '../multi-reference/multi-reference.ts';
import { traits } from '../traits.ts';

/** Children that one answer shows, and that one write may name. */
export const MOST_CHILDREN = 200;

const CHILDREN = {
  en: 'a list of records, or {create, update, delete}',
  zh: '记录的列表，或 {create, update, delete}',
};

/** What is written are records, which the write pipeline takes one by one; a value of its own the field has none. */
function parse(input: unknown): Parsed {
  return wrongType(input, CHILDREN);
}

export const children: FieldType = {
  name: 'children',
  label: { en: 'Owned list', zh: '子表' },
  description: {
    en: 'Records of another object that belong to this one: the lines of an order.',
    zh: '属于本记录的另一个对象的记录，例如订单的明细行。',
  },
  icon: 'list-tree',
  editor: 'children',
  settings: [
    {
      name: 'children',
      type: 'object',
      label: { en: 'Records of', zh: '子对象' },
      required: true,
    },
    {
      name: 'via',
      type: 'field',
      of: 'children',
      needs: 'reference',
      fits: (via, field) => via.to === field.object,
      label: { en: 'They point here by', zh: '指向本对象的引用字段' },
      help: {
        en: 'A required reference of theirs that deletes them with this record.',
        zh: '子对象上必填的引用字段，且“被引用记录删除时”须为一并删除。',
      },
      required: true,
    },
    {
      name: 'order_by',
      type: 'field',
      of: 'children',
      needs: 'sortable',
      label: { en: 'In the order of', zh: '排序字段' },
      help: { en: 'Default: as they were made.', zh: '默认按创建先后。' },
    },
  ],
  storage: 'virtual',
  traits: traits({}),
  expressionType: (field) => ({ type: 'list', of: { type: 'ref', object: field.children ?? '' } }),
  childList: (field: FieldDocument) => ({ object: field.children ?? '', via: field.via ?? '' }),
  parse,
  fromText: parse,
  format: (value, field, context) => multiReference.format(value, field, context),
  jsonSchema: (field) => ({
    type: 'array',
    items: { type: 'string', format: 'uuid' },
    uniqueItems: true,
    maxItems: MOST_CHILDREN,
    description: `Ids of the records of ${field.children ?? 'an object'} that belong to this one.`,
  }),
};

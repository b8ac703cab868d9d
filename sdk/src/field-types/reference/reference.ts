import type { FieldType } from '../field-type.ts';
import { soleTarget } from '../reference-targets.ts';
import { parseId } from '../id-value.ts';
import { traits } from '../traits.ts';

export const reference: FieldType = {
  name: 'reference',
  label: { en: 'Reference', zh: '引用' },
  description: { en: 'Points to a record of another object.', zh: '指向另一个对象的记录。' },
  icon: 'arrow-up-right',
  editor: 'reference',
  settings: [
    { name: 'to', type: 'object', label: { en: 'Points to', zh: '指向对象' }, required: true },
    {
      name: 'on_delete',
      type: 'select',
      label: { en: 'When that record is deleted', zh: '被引用记录删除时' },
      options: [
        { value: 'restrict', label: { en: 'Refuse', zh: '不允许删除' } },
        { value: 'clear', label: { en: 'Empty this field', zh: '清空此字段' } },
        { value: 'cascade', label: { en: 'Delete this record too', zh: '一并删除' } },
      ],
    },
    {
      name: 'hierarchy',
      type: 'boolean',
      label: { en: 'Makes a hierarchy', zh: '构成层级' },
      help: {
        en: 'For a reference to its own object: no record can lie beneath itself, and is_under() goes by it.',
        zh: '仅用于引用自身对象：记录不能位于自身之下，is_under() 按此字段判断上下级。',
      },
    },
  ],
  storage: 'uuid',
  traits: traits({ sortable: true, groupable: true, unique: true, reference: true, link: true }),
  expressionType: (field) => ({ type: 'ref', object: soleTarget(field) }),
  relation: (field) => ({ kind: 'one', to: soleTarget(field) }),
  parse: parseId,
  fromText: (written) => parseId(written.trim()),
  format: (value) => String(value),
  jsonSchema: (field) => ({
    type: 'string',
    format: 'uuid',
    description: `Id of a record of ${soleTarget(field) || 'an object'}.`,
  }),
};

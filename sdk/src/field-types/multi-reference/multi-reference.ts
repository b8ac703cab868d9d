import type { JsonValue } from '../../json.ts';
import { wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { parseId } from '../id-value.ts';
import { soleTarget } from '../reference-targets.ts';
import { traits } from '../traits.ts';

/** Records that one value may name: as many as a page can show. */
export const MOST_REFERENCES = 200;

const IDS = { en: 'a list of ids of records', zh: '记录 ID 的列表' };

/** Each record once, in the order given; none is missing. */
function canonical(items: readonly unknown[]): Parsed {
  const ids = new Set<JsonValue>();
  for (const item of items.slice(0, MOST_REFERENCES * 10)) {
    const parsed = parseId(item);
    if (!parsed.ok) return parsed;
    ids.add(parsed.value);
  }
  if (ids.size > MOST_REFERENCES || items.length > MOST_REFERENCES * 10) {
    return { ok: false, code: 'too_many_values', params: { max: MOST_REFERENCES, got: items.length } };
  }
  return { ok: true, value: ids.size === 0 ? null : [...ids] };
}

export const multiReference: FieldType = {
  name: 'multi_reference',
  label: { en: 'Several references', zh: '多引用' },
  description: { en: 'Points to any number of records of another object.', zh: '指向另一个对象的任意多条记录。' },
  icon: 'waypoints',
  editor: 'references',
  settings: [
    { name: 'to', type: 'object', label: { en: 'Points to', zh: '指向对象' }, required: true },
    {
      name: 'on_delete',
      type: 'select',
      label: { en: 'When one of those records is deleted', zh: '其中某条记录被删除时' },
      options: [
        { value: 'restrict', label: { en: 'Refuse', zh: '不允许删除' } },
        { value: 'clear', label: { en: 'Take it out of the list', zh: '从列表中移除' } },
      ],
    },
  ],
  storage: 'uuid_array',
  traits: traits({ link: true }),
  expressionType: (field) => ({ type: 'list', of: { type: 'ref', object: soleTarget(field) } }),
  relation: (field) => ({ kind: 'many', to: soleTarget(field) }),
  parse: (input) => (Array.isArray(input) ? canonical(input) : wrongType(input, IDS)),
  fromText: (written) => canonical(writtenItems(written).map((item) => item.toLowerCase())),
  format: (value, _, context) => (value as string[]).join(context.locale === 'zh' ? '、' : ', '),
  jsonSchema: (field) => ({
    type: 'array',
    items: { type: 'string', format: 'uuid' },
    uniqueItems: true,
    maxItems: MOST_REFERENCES,
    description: `Ids of records of ${soleTarget(field) || 'an object'}.`,
  }),
};

/** `Anna Smith; 王芳、李雷` → its items. A comma may stand within a name. */
export function writtenItems(text: string): string[] {
  return text
    .slice(0, 100_000)
    .split(/[;|；、\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

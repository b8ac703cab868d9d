import type { FieldDocument } from '../../documents/field.ts';
import type { JsonValue } from '../../json.ts';
import { didYouMean, suggestionAmong } from '../../suggestion.ts';
import { invalidFormat, quoted, wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { parseId } from '../id-value.ts';
import { allTargets } from '../reference-targets.ts';
import { traits } from '../traits.ts';

/** A record of any object. */
export interface Pointer {
  object: string;
  id: string;
}

const POINTER = { en: 'a record as {object, id}', zh: '形如 {object, id} 的记录' };
const PARTS = ['object', 'id'];

function parse(input: unknown, field: FieldDocument): Parsed {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return wrongType(input, POINTER);
  const unknown = Object.keys(input).find((name) => !PARTS.includes(name));
  if (unknown !== undefined) {
    return {
      ok: false,
      code: 'unknown_property',
      params: { name: unknown, suggestion: suggestionAmong(unknown, PARTS) },
    };
  }
  const { object, id } = input as { object?: unknown; id?: unknown };
  const targets = allTargets(field);
  if (typeof object !== 'string') return wrongType(object, { en: 'the name of an object', zh: '对象名称' });
  if (!targets.includes(object)) {
    const params = { object: quoted(object), allowed: targets.join(', '), suggestion: didYouMean(object, targets) };
    return { ok: false, code: 'object_not_allowed', params };
  }
  const parsed = parseId(id);
  return parsed.ok ? { ok: true, value: { object, id: parsed.value } } : parsed;
}

/** `account/01900000-…`; names are resolved by the caller. */
function fromText(written: string, field: FieldDocument): Parsed {
  const [object, id, ...rest] = written.trim().slice(0, 200).split(/[/: ]/);
  if (id === undefined || rest.length > 0) return invalidFormat(written, POINTER);
  return parse({ object, id }, field);
}

export const polymorphicReference: FieldType = {
  name: 'polymorphic_reference',
  label: { en: 'Reference to any of several objects', zh: '多对象引用' },
  description: { en: 'Points to a record of one of several objects.', zh: '指向若干对象之一的一条记录。' },
  icon: 'split',
  editor: 'pointer',
  settings: [
    { name: 'to', type: 'objects', label: { en: 'Points to', zh: '指向对象' }, required: true },
    {
      name: 'on_delete',
      type: 'select',
      label: { en: 'When that record is deleted', zh: '被引用记录删除时' },
      options: [
        { value: 'restrict', label: { en: 'Refuse', zh: '不允许删除' } },
        { value: 'clear', label: { en: 'Empty this field', zh: '清空此字段' } },
      ],
    },
  ],
  storage: 'pointer',
  traits: traits({ link: true }),
  expressionType: () => ({ type: 'json' }),
  relation: (field) => ({ kind: 'any', to: allTargets(field) }),
  parts: [
    { name: 'object', label: { en: 'Object', zh: '对象' }, type: { type: 'text' } },
    { name: 'id', label: { en: 'Record', zh: '记录' }, type: { type: 'ref', object: '' } },
  ],
  parse,
  fromText,
  format: (value: JsonValue) => `${(value as unknown as Pointer).object}/${(value as unknown as Pointer).id}`,
  jsonSchema: (field) => ({
    type: 'object',
    properties: {
      object: { type: 'string', enum: [...allTargets(field)] },
      id: { type: 'string', format: 'uuid' },
    },
    required: ['object', 'id'],
    additionalProperties: false,
    description: 'A record of one of these objects.',
  }),
};

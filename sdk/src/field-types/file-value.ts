import type { FieldDocument } from '../documents/field.ts';
import type { JsonSchema } from '../json.ts';
import { isStorableText } from '../expressions/text-order.ts';
import { suggestionAmong } from '../suggestion.ts';
import { invalidFormat, wrongType } from './failure.ts';
import type { Parsed, SettingField } from './field-type.ts';
import { isId } from './id-value.ts';

/** A file that was uploaded, as a record holds it. */
export interface FileValue {
  id: string;
  name: string;
  /** In bytes. */
  size: number;
  /** Its media type, as its content tells it. */
  type: string;
}

/** Longest name of a file, in characters: what the usual file systems take. */
export const LONGEST_FILE_NAME = 255;

const FILE = {
  en: 'an uploaded file such as {"id":"…"}; upload it first',
  zh: '已上传的文件（例如 {"id":"…"}），请先上传',
};
const PARTS = ['id', 'name', 'size', 'type'];

/**
 * The id alone is enough, and nothing else that is said is believed: what the file is called and is, the server knows from
 * its upload.
 */
export function parseFile(input: unknown): Parsed {
  if (typeof input === 'string') return parseFile({ id: input });
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return wrongType(input, FILE);
  const { id, name = '', size = 0, type = '' } = input as Record<string, unknown>;
  const unknown = Object.keys(input).find((key) => !PARTS.includes(key));
  if (unknown !== undefined)
    return {
      ok: false,
      code: 'unknown_property',
      params: { name: unknown, suggestion: suggestionAmong(unknown, PARTS) },
    };
  if (typeof id !== 'string' || !isId(id)) return invalidFormat(id ?? input, FILE);
  if (typeof name !== 'string' || typeof type !== 'string' || typeof size !== 'number' || !Number.isFinite(size))
    return wrongType(input, FILE);
  if (!isStorableText(name) || !isStorableText(type)) return { ok: false, code: 'invalid_text', params: {} };
  if (name.length > LONGEST_FILE_NAME * 2 || type.length > LONGEST_FILE_NAME)
    return { ok: false, code: 'too_long', params: { max: LONGEST_FILE_NAME, got: name.length } };
  return { ok: true, value: { id: id.toLowerCase(), name, size, type } };
}

/** A list brings names; a name alone brings no file. */
export function readWrittenFile(written: string): Parsed {
  return isId(written.trim()) ? parseFile(written.trim()) : invalidFormat(written, FILE);
}

export function fileName(value: unknown): string {
  return (value as FileValue).name;
}

export const maxSizeSetting: SettingField = {
  name: 'max_size',
  type: 'integer',
  label: { en: 'Largest file (MB)', zh: '文件大小上限（MB）' },
  help: { en: 'Never more than the server takes at all.', zh: '不超过服务器允许的上限。' },
  min: 1,
  max: 5_000,
};

/** The endings the field takes, in small letters and without the point; null when it takes any. */
export function takenEndings(field: Pick<FieldDocument, 'extensions'>): string[] | null {
  const endings = (field.extensions ?? '')
    .toLowerCase()
    .split(/[\s,;，；、]+/)
    .map((each) => each.replace(/^\*?\./, ''))
    .filter((each) => each !== '');
  return endings.length === 0 ? null : endings;
}

/** What stands after the last point of a file's name, in small letters; empty where there is none. */
export function fileEnding(name: string): string {
  const point = name.lastIndexOf('.');
  return point <= 0 ? '' : name.slice(point + 1).toLowerCase();
}

export function fileSchema(): JsonSchema {
  return {
    type: 'object',
    properties: {
      id: { type: 'string', format: 'uuid' },
      name: { type: 'string', maxLength: LONGEST_FILE_NAME },
      size: { type: 'integer', minimum: 0 },
      type: { type: 'string', maxLength: LONGEST_FILE_NAME },
    },
    required: PARTS,
    additionalProperties: false,
  };
}

import { invalidFormat, wrongType } from './failure.ts';
import type { Parsed } from './field-type.ts';

const ID = { en: 'the id of a record', zh: '记录 ID' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text is a UUID in its usual form. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

/** A record's id; whether there is such a record is not asked here. */
export function parseId(input: unknown): Parsed {
  if (typeof input !== 'string') return wrongType(input, ID);
  return isId(input) ? { ok: true, value: input.toLowerCase() } : invalidFormat(input, ID);
}

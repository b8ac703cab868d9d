import { isStorableText } from '../../expressions/text-order.ts';
import { invalidFormat, wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { traits } from '../traits.ts';

const EMAIL = { en: 'an e-mail address', zh: '邮箱地址' };
const MAX_LENGTH = 254;

// Each alternative begins with a character the other cannot match, so matching takes linear time.
const LOCAL = /^[^\s@"(),:;<>[\\\].]+(?:\.[^\s@"(),:;<>[\\\].]+)*$/u;
const DOMAIN =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{N}][\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}]$/u;

/** Small letters throughout: mail boxes do not differ by letter case, and one person must not stand there twice. */
function parseEmail(input: unknown): Parsed {
  if (typeof input !== 'string') return wrongType(input, EMAIL);
  if (!isStorableText(input)) return { ok: false, code: 'invalid_text', params: {} };
  const address = input.trim().toLowerCase();
  if (address.length > MAX_LENGTH)
    return { ok: false, code: 'too_long', params: { max: MAX_LENGTH, got: address.length } };
  const at = address.lastIndexOf('@');
  const holds = at > 0 && at <= 64 && LOCAL.test(address.slice(0, at)) && DOMAIN.test(address.slice(at + 1));
  return holds ? { ok: true, value: address } : invalidFormat(input, EMAIL);
}

export const email: FieldType = {
  name: 'email',
  label: { en: 'E-mail', zh: '邮箱' },
  description: { en: 'An e-mail address.', zh: '邮箱地址。' },
  icon: 'mail',
  editor: 'line',
  settings: [],
  storage: 'text',
  traits: traits({ personal: true, sortable: true, groupable: true, searchable: true, unique: true }),
  expressionType: () => ({ type: 'text' }),
  parse: parseEmail,
  fromText: (written) =>
    parseEmail(/^[^<>]*<([^<>]+)>$/.exec(written.trim())?.[1] ?? written.replace(/^\s*mailto:/i, '')),
  format: (value) => String(value),
  jsonSchema: () => ({ type: 'string', format: 'email', maxLength: MAX_LENGTH }),
};

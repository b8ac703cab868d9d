import { StrataError, type Issue } from '@stratacrm/sdk';

/** More levels than any document or record has, few enough for every recursive reader behind the door. */
const DEEPEST = 40;

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Throws `body_too_deep` before anything recursive sees the text: it counts brackets, it does not parse. */
export function requireShallow(json: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const char = json.charCodeAt(at);
    if (inString) {
      if (char === BACKSLASH) at++;
      else if (char === QUOTE) inString = false;
    } else if (char === QUOTE) inString = true;
    else if (char === OPEN_BRACKET || char === OPEN_BRACE) {
      if (++depth > DEEPEST) throw new StrataError('body_too_deep', { limit: DEEPEST });
    } else if (char === CLOSE_BRACKET || char === CLOSE_BRACE) depth--;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Every place of a JSON value whose text cannot be stored, whose number is beyond all bounds, or whose name is a trap. */
export function unstorable(value: unknown): Issue[] {
  return isAllStorable(value) ? [] : unstorableIn(value, '');
}

/** Nearly always nothing is wrong, and then no path needs to be put together. */
function isAllStorable(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isAllStorable);
  for (const key of Object.keys(value)) {
    if (key === '__proto__' || !isStorable(key) || !isAllStorable((value as Record<string, unknown>)[key]))
      return false;
  }
  return true;
}

function unstorableIn(value: unknown, path: string): Issue[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [{ path, code: 'invalid_text' }];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [{ path, code: 'wrong_type', params: BOUNDS }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const place = path === '' ? key : `${path}.${key}`;
    if (key === '__proto__')
      return [{ path: place, code: 'unknown_property' as const, params: { name: key, suggestion: '' } }];
    if (!isStorable(key)) return [{ path, code: 'invalid_text' as const }];
    return unstorableIn(part, place);
  });
}

const BOUNDS = {
  expected: { en: 'a finite number', zh: '有限的数字' },
  got: { en: 'one beyond all bounds', zh: '超出范围的数字' },
};

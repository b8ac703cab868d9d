import { StrataError, type Issue } from '@stratacrm/sdk';
import { isStorable } from './text-check.ts';

/** The query parameters of a URL. Each may be given once; what is not UTF-8 or cannot be stored is refused. */
export function readQuery(url: string): Record<string, string> {
  const start = url.indexOf('?');
  const found: Record<string, string> = {};
  const issues: Issue[] = [];
  for (const pair of start < 0 ? [] : url.slice(start + 1).split('&')) {
    if (pair === '') continue;
    const [name = '', value = ''] = splitOnce(pair).map(decode);
    if (!isStorable(name)) issues.push({ path: '', code: 'invalid_text' });
    else if (!isStorable(value)) issues.push({ path: name, code: 'invalid_text' });
    else if (Object.hasOwn(found, name)) issues.push({ path: name, code: 'given_twice' });
    else Object.defineProperty(found, name, { value, enumerable: true, configurable: true, writable: true });
  }
  if (issues.length > 0) throw StrataError.invalid(issues);
  return found;
}

function splitOnce(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}

/** A text that is not UTF-8 becomes one that is not storable, and is refused with its place. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return '\0';
  }
}

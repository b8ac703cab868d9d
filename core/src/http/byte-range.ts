import { StrataError } from '@stratacrm/sdk';
import type { ByteRange } from '../kernel/files/file-store.ts';

/**
 * The one part of a file that a Range header asks for; null for the whole, also where it asks for several parts or for
 * something else than bytes, which may be answered with the whole. Throws `range_not_satisfiable`.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(' ', '') ?? '');
  const [first = '', last = ''] = found?.slice(1) ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return requireWithin(Math.max(0, size - Number(last)), size - 1, size, Number(last) === 0);
  if (last !== '' && Number(last) < Number(first)) return null;
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return requireWithin(Number(first), end, size, Number(first) >= size);
}

function requireWithin(start: number, end: number, size: number, outside: boolean): ByteRange {
  if (outside) throw new StrataError('range_not_satisfiable', { size });
  return { start, end };
}

import { StrataError } from '@stratacrm/sdk';

/** The version of a record as an ETag. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/** The version an If-Match header asks for; undefined when it asks for none. */
export function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const version = /^(?:W\/)?"?(\d{1,15})"?$/.exec(ifMatch.trim())?.[1];
  if (version !== undefined) return Number(version);
  const params = { value: ifMatch.slice(0, 60), expected: { en: 'the ETag of a record', zh: '记录的 ETag' } };
  throw StrataError.invalid([{ path: 'If-Match', code: 'invalid_format', params }]);
}

/** The tag an If-Match header names; undefined when it asks for none. */
export function tagOf(ifMatch: string | undefined): string | undefined {
  const tag = ifMatch?.trim().replace(/^W\//, '');
  return tag === undefined || tag === '*' ? undefined : tag.replaceAll('"', '');
}

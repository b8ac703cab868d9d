import { didYouMean, StrataError } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';

/** The object of an address. A misspelt one is met with a suggestion out of what the reader may see. */
export function requestedObject(ctx: AccessContext, name: string): string {
  if (ctx.catalog.has(name)) return name;
  const readable = Object.keys(ctx.catalog.model.objects).filter(
    (each) => ctx.access.permission(each, 'read').kind !== 'no',
  );
  throw new StrataError('unknown_object', { object: name, suggestion: didYouMean(name, readable) });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of an address; what cannot be one belongs to no record. */
export function requestedId(id: string): string {
  if (!UUID.test(id)) throw new StrataError('record_not_found');
  return id.toLowerCase();
}

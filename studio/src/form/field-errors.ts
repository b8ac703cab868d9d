import { childListOf, type CompiledObject } from '@stratacrm/sdk';
import { t } from '../i18n/i18n.ts';

interface PlacedError {
  path: string;
  message: string;
}

/**
 * What the server refused, by field; '' for what belongs to no field shown. What it says of single rows of an owned list
 * stands under its own path besides.
 */
export function fieldErrors(
  object: CompiledObject,
  errors: readonly PlacedError[],
  isShown: (field: string) => boolean,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { path, message } of errors) {
    const place = path.split(/[.[]/)[0] ?? '';
    const at = isShown(place) ? place : '';
    const field = object.fields[at];
    if (field !== undefined && childListOf(field) !== undefined && path !== at) {
      found[path] = message;
      found[at] ??= t('fields.rowsWrong');
    } else found[at] = found[at] === undefined ? message : `${found[at]} ${message}`;
  }
  return found;
}

/** The errors without what was said of a field that is being mended, and of the record as a whole. */
export function withoutErrors(errors: Readonly<Record<string, string>>, field: string): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).filter(([path]) => path !== '' && path.split(/[.[]/)[0] !== field));
}

/** What is said of the rows of an owned list, by the path within it: `update[0].quantity`. */
export function errorsWithin(errors: Readonly<Record<string, string>>, field: string): Record<string, string> {
  const within = Object.entries(errors).filter(
    ([path]) => path.startsWith(`${field}.`) || path.startsWith(`${field}[`),
  );
  return Object.fromEntries(within.map(([path, message]) => [path.slice(field.length).replace(/^\./, ''), message]));
}

import { partField, type CompiledField } from '@stratacrm/sdk';
import { referenceTarget } from './build-catalog.ts';
import type { Catalog } from './catalog.ts';

/** The field at the end of a path through references. */
export function fieldAt(catalog: Catalog, object: string, path: string): CompiledField | null {
  const [step = '', ...rest] = path.split('.');
  if (!catalog.has(object)) return null;
  const { fields } = catalog.object(object);
  const field = Object.hasOwn(fields, step) ? fields[step] : undefined;
  if (field === undefined) return null;
  if (rest.length === 0) return field;
  if (rest.length === 1 && partField(field, rest[0]!) !== undefined) return partField(field, rest[0]!)!;
  const next = referenceTarget(field);
  return next === null ? null : fieldAt(catalog, next, rest.join('.'));
}

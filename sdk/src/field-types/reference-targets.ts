import type { FieldDocument } from '../documents/field.ts';

/** The object a field points to; empty where it says none. */
export function soleTarget({ to }: Pick<FieldDocument, 'to'>): string {
  return typeof to === 'string' ? to : '';
}

/** The objects a field may point to, in the order of its settings. */
export function allTargets({ to }: Pick<FieldDocument, 'to'>): readonly string[] {
  return Array.isArray(to) ? to : to === undefined ? [] : [to];
}

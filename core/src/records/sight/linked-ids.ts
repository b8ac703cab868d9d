import { relationOf, type CompiledField, type JsonValue, type Pointer } from '@stratacrm/sdk';

/** A record that a value points to. */
export interface LinkedRecord {
  object: string;
  id: string;
}

/** The records that a canonical value of the field points to; none for a field that points to none. */
export function linkedRecords(field: CompiledField, value: JsonValue | undefined): LinkedRecord[] {
  const relation = relationOf(field);
  if (relation === undefined || value === null || value === undefined) return [];
  switch (relation.kind) {
    case 'one':
      return typeof value === 'string' ? [{ object: relation.to, id: value }] : [];
    case 'many':
      return (value as string[]).map((id) => ({ object: relation.to, id }));
    case 'any':
      return [value as unknown as Pointer];
  }
}

/** The canonical value of a field that holds one reference. */
export function singleLink(field: CompiledField, { object, id }: LinkedRecord): JsonValue {
  return relationOf(field)?.kind === 'any' ? { object, id } : id;
}

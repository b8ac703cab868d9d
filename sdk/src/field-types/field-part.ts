import type { CompiledField } from '../model/compiled.ts';
import type { FieldPart } from './field-type.ts';
import { fieldType, isFieldType } from './index.ts';

/** A part of a field's value (the city of an address), as a field of its own to filter, sort and group by. */
export interface PartField extends CompiledField {
  /** Name of the part within its field. */
  part: string;
}

const known = new WeakMap<CompiledField, Map<string, PartField>>();

/** The parts of a field's value that expressions can name; most fields have none. */
export function partsOf(field: CompiledField): readonly FieldPart[] {
  return isFieldType(field.type) ? (fieldType(field.type).parts ?? []) : [];
}

/** The part of a field of that name; undefined where its values have no such part. */
export function partField(field: CompiledField, name: string): PartField | undefined {
  const part = partsOf(field).find((each) => each.name === name);
  if (part === undefined) return undefined;
  let parts = known.get(field);
  if (parts === undefined) known.set(field, (parts = new Map()));
  let found = parts.get(name);
  if (found === undefined) parts.set(name, (found = asField(field, part)));
  return found;
}

/** A part is always filled and emptied with its whole, so it has none of the field's own conditions. */
function asField(field: CompiledField, part: FieldPart): PartField {
  const { kind, id, object, system, origin } = field;
  const label = {
    en: `${field.label.en}: ${part.label.en}`,
    zh: `${field.label.zh}：${part.label.zh}`,
  };
  return {
    kind,
    id,
    object,
    system,
    origin,
    name: `${field.name}.${part.name}`,
    label,
    part: part.name,
    ...typeOf(part),
  };
}

function typeOf({ type, options }: FieldPart): Pick<CompiledField, 'type' | 'scale' | 'to' | 'options'> {
  if (options !== undefined) return { type: 'select', options: [...options] };
  if (type.type === 'timestamp') return { type: 'datetime' };
  if (type.type === 'decimal') return { type: 'decimal', scale: 6 };
  return type.type === 'ref' ? { type: 'reference', to: type.object } : { type: 'text' };
}

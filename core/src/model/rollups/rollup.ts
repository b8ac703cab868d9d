import { isFieldType, rollupResult, rollupScale, storageOf, traitsOf } from '@stratacrm/sdk';
import type { CompiledField, CompiledObject, RollupFunction, RollupInput } from '@stratacrm/sdk';

/** What a roll-up field says, all of it there. */
export interface Rollup {
  field: CompiledField;
  /** The object whose records are rolled up, and their reference to the field's own object. */
  children: string;
  via: string;
  function: RollupFunction;
  /** Their field; a count needs none. */
  of: string | null;
  /** CEL over `record`: which of them count. */
  where: string | null;
}

/** undefined for any other field, and for one whose settings are not complete. */
export function rollupOf(field: CompiledField): Rollup | undefined {
  if (!isFieldType(field.type) || !traitsOf(field).rolled_up) return undefined;
  const { children, via, function: name, field: of = null, where = null } = field;
  if (children === undefined || via === undefined || name === undefined) return undefined;
  return { field, children, via, function: name, of, where };
}

type Objects = Readonly<Record<string, CompiledObject>>;

/** Gives every roll-up the type of its values, and as many digits as the field it rolls up; one of another after that. */
export function completeRollups(objects: Objects): void {
  const done = new Set<CompiledField>();
  const complete = (field: CompiledField): void => {
    const rollup = rollupOf(field);
    // While it is being completed, one that rolls up itself stays without a type; the publish refuses it.
    if (rollup === undefined || done.has(field)) return;
    done.add(field);
    const input = rollup.of === null ? undefined : objects[rollup.children]?.fields[rollup.of];
    if (input !== undefined) complete(input);
    const read = input === undefined ? undefined : rollupInput(input);
    const result = rollupResult(rollup.function, read);
    if (result === null) return;
    field.result = result;
    const scale = rollupScale(field.scale, result, read);
    if (scale !== undefined) field.scale = scale;
  };
  for (const object of Object.values(objects)) for (const field of Object.values(object.fields)) complete(field);
}

/** The field as a roll-up takes it; undefined where it keeps no value. */
export function rollupInput(field: CompiledField): RollupInput | undefined {
  if (!isFieldType(field.type)) return undefined;
  const storage = storageOf(field);
  if (storage === 'virtual') return undefined;
  return { type: traitsOf(field).rolled_up ? (field.result ?? '') : field.type, storage, scale: field.scale };
}

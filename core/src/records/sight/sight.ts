import type { CompiledField, CompiledModel, CompiledObject } from '@stratacrm/sdk';
import type { AccessProfile, ObjectPermission } from '../../access/access-profile.ts';
import type { Catalog } from '../../model/catalog.ts';
import { planned } from '../sql/catalog-memory.ts';
import { formulaOf } from './checked-expression.ts';
import { referenceTarget } from './reference-target.ts';

/**
 * The model as somebody sees it. What he may not read is not in it at all, so that a hidden field gives the same answer as
 * one that does not exist, wherever it is named.
 */
export interface Sight {
  /** Part of the key of every plan made with it. */
  readonly key: string;
  readonly catalog: Catalog;
  readonly model: Pick<CompiledModel, 'objects'>;
  /** Which records of an object it sees. */
  rows(object: string): ObjectPermission;
}

const ALL: ObjectPermission = { kind: 'all' };

/** Sees everything but what is archived: for rules, whose authors decide and not their readers. */
export function systemSight(catalog: Catalog): Sight {
  return planned(catalog, 'sight', () => {
    const objects = mapObjects(catalog, (_, field) => field.archived !== true);
    return { key: '', catalog, model: { objects }, rows: () => ALL };
  });
}

/** Sees what the roles behind the profile may read. */
export function readerSight(catalog: Catalog, access: AccessProfile): Sight {
  return planned(catalog, `sight|${access.key}`, () => {
    const readable = new Readable(catalog, access);
    const objects = mapObjects(catalog, (object, field) => readable.field(object, field));
    return {
      key: access.key,
      catalog,
      model: { objects },
      rows: (object) => access.permission(object, 'read'),
    };
  });
}

function mapObjects(
  catalog: Catalog,
  keep: (object: CompiledObject, field: CompiledField) => boolean,
): Record<string, CompiledObject> {
  const kept: Record<string, CompiledObject> = Object.create(null);
  for (const object of Object.values(catalog.model.objects)) {
    if (object.archived === true) continue;
    const fields = Object.values(object.fields).filter((field) => keep(object, field));
    if (fields.length === 0) continue;
    kept[object.name] = { ...object, fields: Object.assign(Object.create(null), byName(fields)) };
  }
  return kept;
}

function byName(fields: readonly CompiledField[]): Record<string, CompiledField> {
  return Object.fromEntries(fields.map((field) => [field.name, field]));
}

class Readable {
  #catalog: Catalog;
  #access: AccessProfile;
  #known = new Map<string, boolean>();

  constructor(catalog: Catalog, access: AccessProfile) {
    this.#catalog = catalog;
    this.#access = access;
  }

  field(object: CompiledObject, field: CompiledField): boolean {
    const key = `${object.name}.${field.name}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    // While it is being decided a formula that reads itself counts as hidden.
    this.#known.set(key, false);
    const readable = this.#granted(object, field) && this.#inputs(object, field);
    this.#known.set(key, readable);
    return readable;
  }

  #granted(object: CompiledObject, field: CompiledField): boolean {
    if (field.archived === true || object.archived === true) return false;
    if (this.#access.permission(object.name, 'read').kind === 'no') return false;
    return field.name === 'id' || this.#access.field(object.name, field.name) !== 'none';
  }

  /** A formula tells of everything it reads. */
  #inputs(object: CompiledObject, field: CompiledField): boolean {
    const formula = formulaOf(this.#catalog, object.name, field);
    return formula === undefined || formula.paths.every((path) => this.#path(object, path));
  }

  #path(object: CompiledObject, path: readonly string[]): boolean {
    let place: CompiledObject | undefined = object;
    for (const name of path) {
      const field: CompiledField | undefined = place?.fields[name];
      if (place === undefined || field === undefined || !this.field(place, field)) return false;
      const target = referenceTarget(field);
      place = target === null ? undefined : this.#catalog.model.objects[target];
    }
    return true;
  }
}

import type { CompiledField, CompiledModel, CompiledObject } from '@stratacrm/sdk';
import type { AccessProfile, ObjectPermission } from '../../access/access-profile.ts';
import { readablePaths } from '../../access/readable-paths.ts';
import type { SqlScope } from '../../expressions-sql/sql-scope.ts';
import type { Catalog } from '../../model/catalog.ts';
import { planned } from '../sql/catalog-memory.ts';

/**
 * The model as somebody sees it. What he may not read is not in it at all, so that a hidden field gives the same answer as
 * one that does not exist, wherever it is named.
 */
export interface Sight {
  /** Part of the key of every plan made with it. */
  readonly key: string;
  readonly catalog: Catalog;
  readonly model: Pick<CompiledModel, 'objects'>;
  /** It sees the records as they were at the moment `as_of` that its statements are given. */
  readonly past: boolean;
  /** An object of which what it sees is found out before anything else is asked (see seen-first.ts). */
  readonly seenFirst?: string;
  /** Where the values of the asker come from in its statements; absent: from the request. */
  readonly slot?: SqlScope['slot'];
  /** Which records of an object it sees. */
  rows(object: string): ObjectPermission;
}

const ALL: ObjectPermission = { kind: 'all' };

/** Sees everything but what is archived: for rules, whose authors decide and not their readers. */
export function systemSight(catalog: Catalog, past = false): Sight {
  return planned(catalog, `sight${keyOf(past)}`, () => {
    const objects = mapObjects(catalog, (_, field) => field.archived !== true);
    return { key: keyOf(past), catalog, model: { objects }, past, rows: () => ALL };
  });
}

/** Sees what the roles behind the profile may read. */
export function readerSight(catalog: Catalog, access: AccessProfile, past = false): Sight {
  return planned(catalog, `sight${keyOf(past)}|${access.key}`, () => {
    const readable = readablePaths(catalog.model, access);
    const objects = mapObjects(catalog, (object, field) => readable.field(object.name, field.name));
    return {
      key: access.key + keyOf(past),
      catalog,
      model: { objects },
      past,
      rows: (object) => access.permission(object, 'read'),
    };
  });
}

function keyOf(past: boolean): string {
  return past ? '@' : '';
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

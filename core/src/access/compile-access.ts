import { createHash } from 'node:crypto';
import {
  checkExpression,
  unnamedField,
  type CheckedExpression,
  type CompiledField,
  type FieldPermission,
  type ObjectGrant,
  type Permission,
  type RoleDocument,
  type SystemRight,
  type Verb,
} from '@stratacrm/sdk';
import type { Actor, Shares } from '../kernel/context.ts';
import type { Catalog, CatalogObject } from '../model/catalog.ts';
import type { AccessProfile, ObjectPermission } from './access-profile.ts';

const NO: ObjectPermission = { kind: 'no' };
const ALL: ObjectPermission = { kind: 'all' };
const STRENGTH: Record<FieldPermission, number> = { none: 0, masked: 1, read: 2, edit: 3 };

/**
 * All grants of a set of roles under one catalog, added up. Made once per catalog, set of roles and way of looking for
 * what is shared with somebody.
 */
export function compileAccess(
  catalog: Catalog,
  roles: readonly string[],
  who: Pick<Actor, 'shares' | 'portal'> = {},
): AccessProfile {
  // The list of somebody who is remembered between requests is the same list: then nothing is sorted or joined.
  const kind = { shares: who.shares ?? 'none', portal: who.portal !== undefined };
  const byList = memoryByList(catalog, kind);
  let profile = byList.get(roles);
  if (profile === undefined) byList.set(roles, (profile = profileOf(catalog, roles, kind)));
  return profile;
}

/** Rights that give another one as well. */
const IMPLIED_BY: Partial<Record<SystemRight, readonly SystemRight[]>> = { manage_team_users: ['manage_users'] };

/** What beside the roles an access profile depends on. */
interface PersonKind {
  shares: Shares;
  portal: boolean;
}

function profileOf(catalog: Catalog, roles: readonly string[], kind: PersonKind): AccessProfile {
  const names = [...new Set(roles)].filter((name) => catalog.roles.has(name)).sort();
  const memory = `access ${keyOf(kind)} ${names.join(' ')}`;
  const known = catalog.derived.get(memory) as AccessProfile | undefined;
  if (known !== undefined) return known;
  const profile = new RoleProfile(catalog, names, kind);
  catalog.derived.set(memory, profile);
  return profile;
}

function keyOf({ shares, portal }: PersonKind): string {
  return portal ? `portal ${shares}` : shares;
}

function memoryByList(catalog: Catalog, kind: PersonKind): WeakMap<readonly string[], AccessProfile> {
  const memory = `access of ${keyOf(kind)}`;
  const known = catalog.derived.get(memory) as WeakMap<readonly string[], AccessProfile> | undefined;
  if (known !== undefined) return known;
  const made = new WeakMap<readonly string[], AccessProfile>();
  catalog.derived.set(memory, made);
  return made;
}

/** Strongest first: `edit` before `read` before `masked` before `none`. */
export function allowsField(held: FieldPermission, wanted: FieldPermission): boolean {
  return STRENGTH[held] >= STRENGTH[wanted];
}

function inner<Key, Value>(maps: Map<string, Map<Key, Value>>, name: string): Map<Key, Value> {
  let map = maps.get(name);
  if (map === undefined) maps.set(name, (map = new Map()));
  return map;
}

class RoleProfile implements AccessProfile {
  readonly key: string;
  #catalog: Catalog;
  #roles: readonly RoleDocument[];
  #kind: PersonKind;
  // By object first: a key made of both names would be made anew for every value of every record.
  #permissions = new Map<string, Map<Verb, ObjectPermission>>();
  #fields = new Map<string, Map<string, FieldPermission>>();

  constructor(catalog: Catalog, names: readonly string[], kind: PersonKind) {
    this.#catalog = catalog;
    this.#kind = kind;
    // A role that is no longer for portal users gives nothing to those who still have it.
    this.#roles = names
      .flatMap((name) => catalog.roles.get(name) ?? [])
      .filter((role) => role.archived !== true && (!kind.portal || role.portal === true));
    this.key = createHash('sha256')
      .update(JSON.stringify([catalog.release, catalog.variant, names, keyOf(kind)]))
      .digest('hex')
      .slice(0, 16);
  }

  permission(object: string, verb: Verb): ObjectPermission {
    const known = inner(this.#permissions, object);
    let permission = known.get(verb);
    if (permission === undefined) {
      permission = this.#catalog.has(object) ? this.#addUp(this.#catalog.object(object), verb) : NO;
      known.set(verb, permission);
    }
    return permission;
  }

  field(object: string, field: string): FieldPermission {
    const known = inner(this.#fields, object);
    let permission = known.get(field);
    if (permission === undefined) {
      permission = this.#best(object, field);
      known.set(field, permission);
    }
    return permission;
  }

  right(right: SystemRight): boolean {
    const enough = [right, ...(IMPLIED_BY[right] ?? [])];
    return !this.#kind.portal && this.#roles.some((role) => enough.some((each) => role.rights?.includes(each)));
  }

  serves(roles: readonly string[] | undefined): boolean {
    if (roles === undefined) return !this.#kind.portal;
    return this.right('configure') || this.#roles.some(({ name }) => roles.includes(name));
  }

  #addUp(object: CatalogObject, verb: Verb): ObjectPermission {
    if (object.managed) return this.#kind.portal ? NO : managedPermission(verb);
    const granted = this.#grants(object.name).map((grant) => grant[verb] ?? false);
    if (granted.includes(true)) return ALL;
    const sources = [...new Set(granted.filter((each): each is string => typeof each === 'string'))];
    const rules = sources.flatMap((source) => rowRule(this.#catalog, object.name, source) ?? []);
    if (rules.length === 0) return NO;
    // A share widens what may be seen and changed, not what may be deleted, taken out or passed on.
    return { kind: 'rows', rules, shares: verb === 'read' || verb === 'update' ? this.#kind.shares : 'none' };
  }

  #best(objectName: string, fieldName: string): FieldPermission {
    if (!this.#catalog.has(objectName)) return 'none';
    const object = this.#catalog.object(objectName);
    const field = Object.hasOwn(object.fields, fieldName) ? object.fields[fieldName] : undefined;
    if (field === undefined) return 'none';
    if (object.managed) return this.#kind.portal ? 'none' : 'read';
    const given = this.#grants(objectName).map((grant) => fieldPermission(grant, field));
    return given.reduce<FieldPermission>((best, each) => (allowsField(best, each) ? best : each), 'none');
  }

  #grants(object: string): ObjectGrant[] {
    return this.#roles.flatMap((role) => grantOf(role, object) ?? []);
  }
}

/** What a role says of an object: its own entry, else the one for every object not named. */
export function grantOf(role: RoleDocument, object: string): ObjectGrant | undefined {
  return Object.hasOwn(role.grants, object) ? role.grants[object] : role.grants['*'];
}

/** Users and teams are seen by everybody who is signed in, and changed only where users are managed. */
function managedPermission(verb: Verb): ObjectPermission {
  return verb === 'read' ? ALL : NO;
}

/** What one grant says of one field. Fields set by the platform are never edited, but for the owner. */
export function fieldPermission(grant: ObjectGrant, field: CompiledField): FieldPermission {
  const said = stated(grant, field);
  const capped = field.system && field.name !== 'owner' && said === 'edit' ? 'read' : said;
  // A record that may be seen at all has an identity and a version.
  return !allowsField(capped, 'read') && (field.name === 'id' || field.name === 'version') ? 'read' : capped;
}

function stated(grant: ObjectGrant, field: CompiledField): FieldPermission {
  if (grant.fields !== undefined && Object.hasOwn(grant.fields, field.name)) return grant.fields[field.name] ?? 'none';
  return unnamedField(grant, field);
}

/** A row rule, checked once per catalog; null when it does not check, and then it allows nothing. */
export function rowRule(
  catalog: Catalog,
  object: string,
  source: Exclude<Permission, boolean>,
): CheckedExpression | null {
  const memory = `row rule ${object} ${source}`;
  if (catalog.derived.has(memory)) return catalog.derived.get(memory) as CheckedExpression | null;
  const result = checkExpression(source, {
    model: catalog.model,
    object,
    form: 'record',
    sql: true,
    expect: { type: 'bool' },
  });
  const rule = result.ok ? result.expression : null;
  catalog.derived.set(memory, rule);
  return rule;
}

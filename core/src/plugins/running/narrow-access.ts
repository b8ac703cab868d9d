import type { Capability, FieldPermission, RecordCapability, RecordVerb, Verb } from '@stratacrm/sdk';
import type { AccessContext, AccessProfile, ObjectPermission } from '../../access/access-profile.ts';
import { allowsField } from '../../access/compile-access.ts';
import type { RunningPlugin } from './running-plugin.ts';

const NO: ObjectPermission = { kind: 'no' };
/** A record that may be seen at all has an identity and a version. */
const ALWAYS_READ: ReadonlySet<string> = new Set(['id', 'version']);

/**
 * The rights of whoever causes the call, less what the plugin was not granted. It is a profile like any other, so every
 * door holds it as it holds people's.
 */
export function narrowAccess({ catalog, access }: AccessContext, plugin: RunningPlugin): AccessProfile {
  const memory = `plugin access ${access.key} ${plugin.sandboxed.key}`;
  const known = catalog.derived.get(memory) as AccessProfile | undefined;
  if (known !== undefined) return known;
  const narrowed = new NarrowedProfile(access, recordGrants(plugin.granted), `${access.key} ${plugin.sandboxed.key}`);
  catalog.derived.set(memory, narrowed);
  return narrowed;
}

/** What the plugin was granted on records, by object. */
export function recordGrants(granted: readonly Capability[]): ReadonlyMap<string, readonly RecordCapability[]> {
  const records = granted.filter((each): each is Extract<Capability, RecordCapability> => each.kind === 'records');
  return Map.groupBy(records, (each) => each.object);
}

class NarrowedProfile implements AccessProfile {
  readonly key: string;
  readonly #access: AccessProfile;
  readonly #grants: ReadonlyMap<string, readonly RecordCapability[]>;

  constructor(access: AccessProfile, grants: ReadonlyMap<string, readonly RecordCapability[]>, key: string) {
    this.#access = access;
    this.#grants = grants;
    this.key = key;
  }

  permission(object: string, verb: Verb): ObjectPermission {
    // Neither export nor any verb to come is part of what a plugin can be granted.
    return this.#has(object, verb as RecordVerb) ? this.#access.permission(object, verb) : NO;
  }

  field(object: string, field: string): FieldPermission {
    const held = this.#access.field(object, field);
    const granted = this.#granted(object, field);
    return allowsField(granted, held) ? held : granted;
  }

  /** Rights over the workspace are people's. */
  right(): boolean {
    return false;
  }

  serves(roles: readonly string[] | undefined): boolean {
    return this.#access.serves(roles);
  }

  #has(object: string, verb: RecordVerb): boolean {
    return this.#grants.get(object)?.some((grant) => grant.verbs.includes(verb)) === true;
  }

  #granted(object: string, field: string): FieldPermission {
    const grants = this.#grants.get(object) ?? [];
    const naming = grants.filter(({ fields }) => fields === '*' || fields.includes(field));
    if (naming.some(({ verbs }) => verbs.includes('create') || verbs.includes('update'))) return 'edit';
    if (naming.some(({ verbs }) => verbs.includes('read'))) return 'read';
    return grants.length > 0 && ALWAYS_READ.has(field) ? 'read' : 'none';
  }
}

import type { DocumentBase } from './document.ts';
import type { Sensitivity } from './field.ts';

/** Yes, no, or a CEL row rule over `record` and `user`. */
export type Permission = boolean | string;

/**
 * What may be done with a field, the least first. A masked one is hidden at every door, but known to be there: its value
 * in one record is told on demand, and the audit log notes it.
 */
export const FIELD_PERMISSIONS = ['none', 'masked', 'read', 'edit'] as const;

export type FieldPermission = (typeof FIELD_PERMISSIONS)[number];

/** What a role can allow with the records of an object. */
export const VERBS = ['create', 'read', 'update', 'delete', 'export', 'share'] as const;

export type Verb = (typeof VERBS)[number];

/** What a role allows with one object. What is not granted is denied. */
export interface ObjectGrant extends Partial<Record<Verb, Permission>> {
  /** By field name; `*` for all fields not named. Absent: all fields `edit`. A secret field not named is at most masked. */
  fields?: Record<string, FieldPermission>;
}

/** Rights that do not belong to an object. */
export const SYSTEM_RIGHTS = [
  'configure',
  'manage_users',
  /** Those of the teams he manages alone; whoever manages all has it too. */
  'manage_team_users',
  'import',
  'api_keys',
  'view_audit',
  'privacy',
  /** Beside the export of an object: its secret fields too. */
  'export_secret',
  /** Out of the recycle bin, for good. */
  'purge',
] as const;

export type SystemRight = (typeof SYSTEM_RIGHTS)[number];

/** A named bundle of grants. Roles add up; nothing subtracts. */
export interface RoleDocument extends DocumentBase<'role'> {
  /** By object name; `*` for every object not named. */
  grants: Record<string, ObjectGrant>;
  rights?: SystemRight[];
  /** Who has the role must sign in with a code beside the password. */
  second_factor?: 'required';
  /** For people from outside, who may have only such roles; with them it gives no rights and shows no users or teams. */
  portal?: true;
}

/** What a grant says of a field that it does not name: of a secret one that it is masked, at the most. */
export function unnamedField(
  grant: ObjectGrant,
  field: { sensitivity?: Sensitivity; system?: boolean },
): FieldPermission {
  const others = grant.fields === undefined ? 'edit' : (grant.fields['*'] ?? (field.system === true ? 'read' : 'none'));
  return field.sensitivity === 'secret' && others !== 'none' ? 'masked' : others;
}

import type { DocumentBase } from './document.ts';

/** Yes, no, or a CEL row rule over `record` and `user`. */
export type Permission = boolean | string;

export type FieldPermission = 'none' | 'read' | 'edit';

/** What a role can allow with the records of an object. */
export const VERBS = ['create', 'read', 'update', 'delete', 'export', 'share'] as const;

export type Verb = (typeof VERBS)[number];

/** What a role allows with one object. What is not granted is denied. */
export interface ObjectGrant extends Partial<Record<Verb, Permission>> {
  /** By field name; `*` for all fields not named. Absent: all fields `edit`. */
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

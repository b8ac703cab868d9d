import type { CheckedExpression, FieldPermission, SystemRight, Verb } from '@stratacrm/sdk';
import type { ModelContext } from '../model/catalog.ts';

/** What the actor's roles together say of one verb on one object. */
export type ObjectPermission =
  | { kind: 'no' }
  | { kind: 'all' }
  /** Records for which any of these holds. */
  | { kind: 'rows'; rules: readonly CheckedExpression[] };

/**
 * All grants of one set of roles under one catalog, added up and checked once. Field permissions are the best that any
 * role with a grant on the object gives.
 */
export interface AccessProfile {
  /** Equal for equal catalogs and role sets: part of the key of every compiled statement. */
  key: string;
  permission(object: string, verb: Verb): ObjectPermission;
  field(object: string, field: string): FieldPermission;
  right(right: SystemRight): boolean;
}

/** The context of everything that touches records. */
export interface AccessContext extends ModelContext {
  access: AccessProfile;
}

import type { CheckedExpression, FieldPermission, SystemRight, Verb } from '@stratacrm/sdk';
import type { Shares } from '../kernel/context.ts';
import type { ModelContext } from '../model/catalog.ts';

/** What the actor's roles together say of one verb on one object. */
export type ObjectPermission =
  | { kind: 'no' }
  | { kind: 'all' }
  /** Records for which any of these holds. */
  | {
      kind: 'rows';
      rules: readonly CheckedExpression[];
      /** Beside them the records shared with the actor; only ever for reading and updating. */
      shares: Shares;
    };

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
  /** Whether something kept for these roles is for the actor; absent: it is for everybody but portal users. */
  serves(roles: readonly string[] | undefined): boolean;
}

/** The context of everything that touches records. */
export interface AccessContext extends ModelContext {
  access: AccessProfile;
}

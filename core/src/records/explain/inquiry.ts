import { StrataError, type FieldPermission, type Verb } from '@stratacrm/sdk';
import type { AccessContext, AccessProfile, ObjectPermission } from '../../access/access-profile.ts';
import { getRecord } from '../get-record.ts';

export interface ExplainQuestion {
  /** Absent: the one who asks. */
  user?: string | undefined;
  object: string;
  id?: string | undefined;
  field?: string | undefined;
  verb: Verb;
}

/** A question with all that its answer depends on. */
export interface Inquiry extends ExplainQuestion {
  asker: AccessContext;
  /** The context of the person in question. */
  about: AccessContext;
  active: boolean;
  /** Whether the asker sees the record himself: else he is told nothing of it. */
  seen: boolean;
}

export interface Missing {
  text: string;
  at: 'object' | 'record' | 'field';
}

/** What a field's permission must be, the least first. */
export function neededFor(verb: Verb): FieldPermission[] {
  return verb === 'create' || verb === 'update' ? ['edit'] : ['read', 'edit'];
}

/** The access of one role, with what it says of one verb in the place of what it says of reading. */
export function readingBy(access: AccessProfile, permission: ObjectPermission, verb: Verb): AccessProfile {
  return {
    key: `${access.key} as ${verb}`,
    permission: (object, asked) => (asked === 'read' ? permission : access.permission(object, asked)),
    field: (object, field) => access.field(object, field),
    right: (right) => access.right(right),
    serves: (roles) => access.serves(roles),
  };
}

/** Whether the one query compiler finds the record among those that somebody with this access may read. */
export async function isAmong(ctx: AccessContext, object: string, id: string): Promise<boolean> {
  try {
    await getRecord(ctx, object, id, { fields: ['id'] });
    return true;
  } catch (error) {
    if (error instanceof StrataError && (error.status === 404 || error.status === 403)) return false;
    throw error;
  }
}

import { StrataError, type Explanation, type FieldPermission, type Verb } from '@stratacrm/sdk';
import type { Actor } from '../kernel/context.ts';
import type { AccessContext, AccessProfile, ObjectPermission } from './access-profile.ts';
import { compileAccess } from './compile-access.ts';
import { actorOf, PERSON_COLUMNS, type PersonRow } from './identity.ts';
import { personOf, requireRight } from './people-context.ts';

export interface ExplainQuestion {
  /** Absent: the one who asks. */
  user?: string | undefined;
  object: string;
  id?: string | undefined;
  field?: string | undefined;
  verb: Verb;
}

/** Asks the one query compiler whether a record is among those an actor with this access may read. */
export type IsAmong = (ctx: AccessContext, object: string, id: string) => Promise<boolean>;

type Grant = Explanation['grants'][number];

/** Whether a user may do something, by which of his roles, or what is missing. Others than oneself only for who manages users. */
export async function explain(ctx: AccessContext, question: ExplainQuestion, isAmong: IsAmong): Promise<Explanation> {
  const actor = await actorInQuestion(ctx, question.user);
  const object = ctx.catalog.object(question.object);
  if (question.field !== undefined && !Object.hasOwn(object.fields, question.field))
    throw new StrataError('unknown_field', { object: object.label, field: question.field, suggestion: '' });
  const roles = [...actor.roles].filter((role) => ctx.catalog.roles.has(role)).sort();
  // Users and teams are open to everybody, also to those without a role.
  const asked = roles.length === 0 ? [''] : roles;
  const grants = await Promise.all(asked.map((role) => grantOf({ ...ctx, actor }, role, question, isAmong)));
  const missing = whatIsMissing(grants, question);
  return { allowed: missing === null, grants, missing };
}

async function grantOf(ctx: AccessContext, role: string, question: ExplainQuestion, isAmong: IsAmong): Promise<Grant> {
  const access = compileAccess(ctx.catalog, role === '' ? [] : [role]);
  const permission = access.permission(question.object, question.verb);
  const row = await rowOf(
    { ...ctx, access: readingBy(access, permission, question.verb) },
    permission,
    question,
    isAmong,
  );
  const field = question.field === undefined ? undefined : access.field(question.object, question.field);
  return { role, object: permission.kind !== 'no', row, ...(field === undefined ? {} : { field }) };
}

async function rowOf(
  ctx: AccessContext,
  permission: ObjectPermission,
  question: ExplainQuestion,
  isAmong: IsAmong,
): Promise<Grant['row']> {
  if (permission.kind === 'no') return 'none';
  if (question.id === undefined) return permission.kind === 'all' ? 'all' : 'matches';
  const among = await isAmong(ctx, question.object, question.id);
  if (!among) return 'does_not_match';
  return permission.kind === 'all' ? 'all' : 'matches';
}

/** The access of one role, with what it says of one verb in the place of what it says of reading. */
function readingBy(access: AccessProfile, permission: ObjectPermission, verb: Verb): AccessProfile {
  return {
    key: `${access.key} as ${verb}`,
    permission: (object, asked) => (asked === 'read' ? permission : access.permission(object, asked)),
    field: (object, field) => access.field(object, field),
    right: (right) => access.right(right),
  };
}

function whatIsMissing(grants: readonly Grant[], question: ExplainQuestion): string | null {
  if (!grants.some((grant) => grant.object)) return `${question.verb} ${question.object}`;
  if (!grants.some((grant) => grant.row === 'all' || grant.row === 'matches'))
    return `${question.verb} ${question.object} ${question.id}`;
  if (question.field === undefined) return null;
  const needed: FieldPermission[] =
    question.verb === 'create' || question.verb === 'update' ? ['edit'] : ['read', 'edit'];
  const found = grants.some((grant) => grant.field !== undefined && needed.includes(grant.field));
  return found ? null : `${needed[0]} ${question.object}.${question.field}`;
}

async function actorInQuestion(ctx: AccessContext, user: string | undefined): Promise<Actor> {
  if (user === undefined || user === personOf(ctx)) return ctx.actor;
  requireRight(ctx, 'manage_users');
  const { rows } = await ctx.db.query<PersonRow>(
    `select ${PERSON_COLUMNS} from core."user" u where (u.id::text = $1 or lower(u.email) = lower($1)) and u.deleted_at is null`,
    [user],
  );
  const row = rows[0];
  if (row === undefined) throw new StrataError('not_found', { what: user });
  return row.active ? actorOf(row) : { ...actorOf(row), roles: [] };
}

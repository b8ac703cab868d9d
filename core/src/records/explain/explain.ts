import { StrataError, type ExplainedGrant, type Explanation, type RecordShare } from '@stratacrm/sdk';
import type { AccessContext, ObjectPermission } from '../../access/access-profile.ts';
import { allowsField, compileAccess } from '../../access/compile-access.ts';
import { actorOf, PERSON_COLUMNS, type PersonRow } from '../../access/identity.ts';
import { personOf, requireRight } from '../../access/people-context.ts';
import { readablePaths } from '../../access/readable-paths.ts';
import type { Actor } from '../../kernel/context.ts';
import { getRecord } from '../get-record.ts';
import { liveShares, toShare } from '../sharing/share-rows.ts';
import { explainRule } from './explain-rule.ts';
import { isAmong, neededFor, readingBy, type ExplainQuestion, type Inquiry, type Missing } from './inquiry.ts';
import { remediesFor } from './remedies.ts';

/**
 * Whether a user may do something, by which of his roles or shares, down to the pieces of each row rule; or what is missing
 * and who could give it. Others than oneself only for who manages users.
 */
export async function explain(asker: AccessContext, question: ExplainQuestion): Promise<Explanation> {
  const inquiry = await inquire(asker, question);
  const { about } = inquiry;
  const roles = [...about.actor.roles].filter((role) => asker.catalog.roles.has(role)).sort();
  // Users and teams are open to everybody, also to those without a role.
  const asked = roles.length === 0 ? [''] : roles;
  const grants = await Promise.all(asked.map((role) => grantOf(inquiry, role)));
  const shares = await sharesOf(inquiry);
  const owner = await ownerOf(inquiry);
  const missing = whatIsMissing(grants, shares, question);
  return {
    user: { id: about.actor.userId ?? '', name: about.actor.name, active: inquiry.active },
    allowed: missing === null,
    grants,
    shares,
    owner,
    left_out_by_key: await leftOutByKey(inquiry),
    missing: missing && missing.text,
    missing_at: missing && missing.at,
    remedies: missing === null ? [] : await remediesFor(inquiry, missing.at, owner),
  };
}

async function inquire(asker: AccessContext, question: ExplainQuestion): Promise<Inquiry> {
  const { actor, active } = await actorInQuestion(asker, question.user);
  const object = asker.catalog.object(question.object);
  if (question.field !== undefined && !Object.hasOwn(object.fields, question.field))
    throw new StrataError('unknown_field', { object: object.label, field: question.field, suggestion: '' });
  const about = { ...asker, actor, access: compileAccess(asker.catalog, actor.roles, actor) };
  const seen = question.id !== undefined && (await isAmong(asker, question.object, question.id));
  return { ...question, asker, about, active, seen };
}

async function grantOf(inquiry: Inquiry, role: string): Promise<ExplainedGrant> {
  const { about, asker, object, verb, field } = inquiry;
  const access = compileAccess(
    asker.catalog,
    role === '' ? [] : [role],
    about.actor.portal === undefined ? {} : { portal: about.actor.portal },
  );
  const permission = access.permission(object, verb);
  const row = await rowOf(inquiry, { ...about, access: readingBy(access, permission, verb) }, permission);
  const label = asker.catalog.roles.get(role)?.label;
  return {
    role,
    ...(label === undefined ? {} : { label }),
    object: permission.kind !== 'no',
    row,
    ...(field === undefined ? {} : { field: access.field(object, field) }),
    ...(await ruleOf(inquiry, permission)),
  };
}

async function rowOf(
  { id, object }: Inquiry,
  ctx: AccessContext,
  permission: ObjectPermission,
): Promise<ExplainedGrant['row']> {
  if (permission.kind === 'no') return 'none';
  if (id === undefined) return permission.kind === 'all' ? 'all' : 'matches';
  if (!(await isAmong(ctx, object, id))) return 'does_not_match';
  return permission.kind === 'all' ? 'all' : 'matches';
}

/** The rule's text, and its pieces where there is a record to hold them against. A role has at most one rule for a verb. */
async function ruleOf(
  inquiry: Inquiry,
  permission: ObjectPermission,
): Promise<Pick<ExplainedGrant, 'rule' | 'condition'>> {
  const { asker, object, id, seen, about } = inquiry;
  const rule = permission.kind === 'rows' ? permission.rules[0] : undefined;
  if (rule === undefined || !mayKnow(asker, object, rule.source)) return {};
  if (id === undefined || !seen) return { rule: rule.source };
  return { rule: rule.source, condition: await explainRule({ about, asker, object, id }, rule) };
}

/** Who manages users or configures reads the roles anyway; anybody else knows of a rule what he may know of its fields. */
function mayKnow({ access, catalog }: AccessContext, object: string, source: string): boolean {
  if (access.right('manage_users') || access.right('configure')) return true;
  return readablePaths(catalog.model, access).expression(object, source, 'record');
}

/** Shares that let him do it, where a role opens the object for some records at all. */
async function sharesOf({ about, object, id, verb, seen }: Inquiry): Promise<RecordShare[]> {
  const permission = about.access.permission(object, verb);
  if (id === undefined || permission.kind !== 'rows' || (verb !== 'read' && verb !== 'update')) return [];
  // Of a record he does not see himself the asker is told nothing; of one that is shared with him he sees it.
  if (!seen) return [];
  const rows = await liveShares(about.db, id, about.actor.userId);
  return rows.filter((row) => row.reaches && (verb === 'read' || row.level === 'edit')).map(toShare);
}

function whatIsMissing(
  grants: readonly ExplainedGrant[],
  shares: readonly RecordShare[],
  question: ExplainQuestion,
): Missing | null {
  const { verb, object, id, field } = question;
  if (!grants.some((grant) => grant.object)) return { text: `${verb} ${object}`, at: 'object' };
  if (shares.length === 0 && !grants.some((grant) => grant.row === 'all' || grant.row === 'matches'))
    return { text: `${verb} ${object} ${id}`, at: 'record' };
  if (field === undefined) return null;
  const needed = neededFor(verb);
  const found = grants.some((grant) => grant.field !== undefined && needed.includes(grant.field));
  return found ? null : { text: `${needed[0]} ${object}.${field}`, at: 'field' };
}

async function ownerOf({ asker, object, id, seen }: Inquiry): Promise<Explanation['owner']> {
  if (id === undefined || !seen || !allowsField(asker.access.field(object, 'owner'), 'read')) return null;
  const { data } = await getRecord(asker, object, id, { fields: ['id', 'owner.name'] });
  const owner = data['owner'] as { id: string; name: string } | null;
  return owner && { id: owner.id, name: owner.name };
}

/** Asked with a key about himself, somebody sees what the key keeps from him. */
async function leftOutByKey({ about }: Inquiry): Promise<string[]> {
  const { actor, db } = about;
  if (actor.apiKeyId === undefined) return [];
  const { rows } = await db.query<{ role: string }>(
    'select role from core.user_role where user_id = $1 and not role = any($2::text[]) order by role',
    [actor.userId, actor.roles],
  );
  return rows.map(({ role }) => role);
}

/** Somebody as he would act; others than oneself only for who manages users. An inactive person has no roles. */
export async function actorInQuestion(
  ctx: AccessContext,
  user: string | undefined,
): Promise<{ actor: Actor; active: boolean }> {
  if (user === undefined || user === personOf(ctx)) return { actor: ctx.actor, active: true };
  requireRight(ctx, 'manage_users');
  const { rows } = await ctx.db.query<PersonRow>(
    `select ${PERSON_COLUMNS} from core."user" u where (u.id::text = $1 or lower(u.email) = lower($1)) and u.deleted_at is null`,
    [user],
  );
  const row = rows[0];
  if (row === undefined) throw new StrataError('not_found', { what: user });
  const actor = actorOf(row);
  return { actor: row.active ? actor : { ...actor, roles: [] }, active: row.active };
}

import { StrataError, type RecordShare, type ShareInput } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import { writeAudit } from '../../access/audit/write-audit.ts';
import { compileAccess } from '../../access/compile-access.ts';
import type { PeopleContext } from '../../access/people-context.ts';
import type { Queryable, Transaction } from '../../kernel/database.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { mayShare } from './may-share.ts';
import { requireShare, toShare } from './share-rows.ts';

interface Subject {
  kind: 'user' | 'team';
  id: string;
  name: string;
}

/**
 * Lets a person, or everybody of a team and who manages it, see or change one record, until a moment or until it is ended;
 * given again, the newer share stands. Throws `share_not_yours`, `share_beyond_own`, `share_in_the_past`,
 * `share_without_effect`.
 */
export async function shareRecord(
  ctx: PeopleContext,
  objectName: string,
  id: string,
  input: ShareInput,
): Promise<RecordShare> {
  const held = await mayShare(ctx, objectName, id);
  if (held === null) throw new StrataError('share_not_yours');
  if (input.level === 'edit' && held !== 'edit')
    throw new StrataError('share_beyond_own', {}, [{ path: 'level', code: 'share_beyond_own' }]);
  const expires = input.expires_at ?? null;
  if (expires !== null && Date.parse(expires) <= ctx.now.getTime())
    throw StrataError.invalid([{ path: 'expires_at', code: 'share_in_the_past' }]);
  const object = ctx.catalog.object(objectName);
  return inTransaction(ctx.db, async (tx) => {
    const subject = await subjectOf(tx, ctx, object, input);
    const share = await store(tx, ctx, { object, id, subject, input });
    await ctx.identities.changed(tx);
    const { level, reason } = share;
    const detail = { object: objectName, with: { ...subject }, level, reason, expires_at: share.expires_at };
    await writeAudit(tx, ctx, { action: 'record_shared', subject: { kind: 'record', id, name: objectName }, detail });
    return share;
  });
}

interface NewShare {
  object: CatalogObject;
  id: string;
  subject: Subject;
  input: ShareInput;
}

async function store(tx: Transaction, ctx: PeopleContext, { object, id, subject, input }: NewShare) {
  const { rows } = await tx.query<{ id: string }>(
    `insert into core.record_share (id, object_id, record_id, subject, subject_kind, level, reason, expires_at, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (record_id, subject) do update set level = excluded.level, reason = excluded.reason,
       expires_at = excluded.expires_at, created_at = excluded.created_at, created_by = excluded.created_by
     returning id`,
    [
      v7(),
      object.id,
      id,
      subject.id,
      subject.kind,
      input.level,
      input.reason?.trim() ?? '',
      input.expires_at ?? null,
      ctx.now,
      ctx.actor.userId,
    ],
  );
  return toShare(await requireShare(tx, id, rows[0]!.id, ctx.actor.userId));
}

async function subjectOf(
  db: Queryable,
  ctx: PeopleContext,
  object: CatalogObject,
  { user, team }: ShareInput,
): Promise<Subject> {
  const subject = user === undefined ? await findTeam(db, team ?? '') : await findPerson(db, user);
  if (subject === undefined) {
    const label = user === undefined ? { en: 'Team', zh: '团队' } : { en: 'User', zh: '用户' };
    const path = user === undefined ? 'team' : 'user';
    throw StrataError.invalid([{ path, code: 'reference_not_found', params: { label } }]);
  }
  if (subject.roles !== null && !opens(ctx, object, subject.roles, subject.portal))
    throw new StrataError('share_without_effect', { name: subject.name, object: object.label });
  return { kind: user === undefined ? 'team' : 'user', id: subject.id, name: subject.name };
}

/** Whether the roles open some records of the object at all. */
function opens({ catalog }: PeopleContext, object: CatalogObject, roles: readonly string[], record: string | null) {
  const who = record === null ? {} : { portal: { record } };
  return compileAccess(catalog, roles, who).permission(object.name, 'read').kind !== 'no';
}

interface Found {
  id: string;
  name: string;
  /** null: of a team, whose people have different ones. */
  roles: string[] | null;
  /** Of somebody from outside. */
  portal: string | null;
}

async function findPerson(db: Queryable, id: string) {
  const { rows } = await db.query<Found>(
    `select id, name, array(select role from core.user_role where user_id = u.id) as roles, portal_record as portal
     from core."user" u where id = $1 and active and deleted_at is null`,
    [id],
  );
  return rows[0];
}

async function findTeam(db: Queryable, id: string) {
  const { rows } = await db.query<Found>(
    'select id, name, null as roles, null as portal from core.team where id = $1 and deleted_at is null',
    [id],
  );
  return rows[0];
}

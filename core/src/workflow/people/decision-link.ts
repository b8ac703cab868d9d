import { createHash, randomBytes } from 'node:crypto';
import { StrataError, type DecisionPage } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { actFor } from '../../access/act-for.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import { decideTask, type Decision } from './decide-task.ts';
import { instant, workflowLabel } from './present-task.ts';
import { questionIn } from './question-words.ts';
import { shownRecord } from './shown-record.ts';
import type { TaskRow } from './task.ts';

/** A link is of use for so long at most, and not after the approval is given up. */
const DAYS = 14;

/**
 * The secret of a link with which this person decides this approval once. Only its digest is kept; it says who he is, so
 * nobody has to sign in, and it is good for nothing else.
 */
export async function makeLink(
  db: Queryable,
  seat: string,
  user: string,
  endsAt: string | null,
  now: Date,
): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const latest = new Date(now.getTime() + DAYS * 86_400_000).toISOString();
  await db.query(
    `insert into core.task_link (digest, seat_id, user_id, expires_at) values ($1, $2, $3, least($4::timestamptz, $5::timestamptz))`,
    [digestOf(secret), seat, user, latest, endsAt],
    'task_link_make',
  );
  return secret;
}

interface LinkRow extends TaskRow {
  user_id: string;
  expires_at: string;
  locale: 'en' | 'zh';
  requester_name: string | null;
}

/** Throws `decision_link_void`. */
async function openLink(db: Queryable, secret: string): Promise<LinkRow> {
  const { rows } = await db.query<LinkRow>(
    `select t.*, l.user_id, l.expires_at, u.locale, r.name as requester_name
     from core.task_link l join core.task_seat s on s.id = l.seat_id join core.task t on t.id = s.task_id
     join core."user" u on u.id = l.user_id left join core."user" r on r.id = t.requester
     where l.digest = $1 and l.used_at is null and l.expires_at > now() and s.open and s.level = t.level
       and t.ended_at is null and t.by_mail`,
    [digestOf(secret)],
    'task_link_open',
  );
  if (rows[0] === undefined) throw new StrataError('decision_link_void');
  return rows[0];
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The approver of the link, with the rights he has now. Throws `decision_link_void` when he is not active any more. */
async function approverOf(db: Queryable, catalog: Catalog, link: LinkRow, locale: 'en' | 'zh'): Promise<AccessContext> {
  const ctx = await actFor(db, catalog, { userId: link.user_id, roles: null, locale }, { kind: 'screen' });
  if (ctx === null || ctx.actor.portal !== undefined) throw new StrataError('decision_link_void');
  return ctx;
}

/** What the page behind the link shows, with the rights of its approver. It decides nothing, however often it is fetched. */
export async function showLink(ctx: AccessContext, db: Database, secret: string): Promise<DecisionPage> {
  const link = await openLink(db, secret);
  const approver = await approverOf(db, ctx.catalog, link, ctx.locale);
  return {
    ...questionIn(ctx.locale, link),
    workflow: workflowLabel(approver, link),
    approver: approver.actor.name,
    requester: link.requester_name,
    record: await shownRecord(approver, link),
    comment: link.comment,
    expires_at: instant(link.expires_at)!,
  };
}

/** Decides by the link, which is then used up. Throws `decision_link_void` and what deciding throws. */
export async function decideByLink(
  ctx: AccessContext,
  db: Database,
  secret: string,
  decision: Decision,
): Promise<void> {
  await db.transaction(async (tx) => {
    const link = await openLink(tx, secret);
    const approver = await approverOf(tx, ctx.catalog, link, ctx.locale);
    await decideTask(approver, link.id, decision, 'mail');
    const { rows } = await tx.query(
      'update core.task_link set used_at = now() where digest = $1 and used_at is null returning user_id',
      [digestOf(secret)],
      'task_link_use',
    );
    if (rows.length === 0) throw new StrataError('decision_link_void');
  });
}

/** Links that lead nowhere any more are forgotten. */
export async function sweepLinks(db: Queryable): Promise<void> {
  await db.query(`delete from core.task_link where expires_at < now() - interval '1 day'`);
}

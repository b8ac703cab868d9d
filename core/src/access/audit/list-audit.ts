import type { AuditAction, AuditEntry, SystemRight } from '@stratacrm/sdk';
import type { AccessContext } from '../access-profile.ts';
import { requireRight } from '../people-context.ts';
import { AUDIT_COLUMNS, auditEntry, type AuditRow } from './audit-row.ts';

/** Which entries to show, newest first. */
export interface AuditQuery {
  /** Any of these. */
  actions?: readonly AuditAction[] | undefined;
  /** Who did it, by id. */
  actor?: string | undefined;
  /** To whom or what it was done, by id. */
  subject?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
  /** Only entries older than this number. */
  before?: number | undefined;
  limit: number;
}

/** A page of the audit log, for whoever has the right; `next` is the `before` of the page that follows. */
export async function listAudit(
  ctx: AccessContext,
  query: AuditQuery,
  right: SystemRight = 'view_audit',
): Promise<{ entries: AuditEntry[]; next: number | null }> {
  requireRight(ctx, right);
  const { rows } = await ctx.db.query<AuditRow>(
    `select ${AUDIT_COLUMNS} from core.audit_entry
     where ($1::text[] is null or action = any($1)) and ($2::uuid is null or actor_id = $2)
       and ($3::text is null or subject_id = $3) and ($4::timestamptz is null or at >= $4)
       and ($5::timestamptz is null or at < $5) and ($6::bigint is null or number < $6)
     order by number desc limit $7`,
    [
      query.actions ?? null,
      query.actor ?? null,
      query.subject ?? null,
      query.from ?? null,
      query.until ?? null,
      query.before ?? null,
      query.limit + 1,
    ],
  );
  const entries = rows.slice(0, query.limit).map(auditEntry);
  return { entries, next: rows.length > query.limit ? (entries.at(-1)?.number ?? null) : null };
}

import type { AuditCheck } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { AccessContext } from '../access-profile.ts';
import { requireRight } from '../people-context.ts';
import { hashOf, NO_HASH } from './audit-chain.ts';
import { AUDIT_COLUMNS, auditEntry, type AuditRow } from './audit-row.ts';

/** The number and hash of an entry as somebody noted them elsewhere. */
export interface NotedEntry {
  number: number;
  hash: string;
}

const PAGE = 2000;

/**
 * Goes through the whole log and says whether it is as it was written, or names the first entry that was changed or is
 * missing. A log cut at its end, or written anew from somewhere on, is only found out by an entry noted elsewhere.
 */
export async function verifyAudit(ctx: AccessContext, noted?: NotedEntry): Promise<AuditCheck> {
  requireRight(ctx, 'view_audit');
  let number = 0;
  let hash: Buffer = NO_HASH;
  const at = (broken: number | null): AuditCheck => ({
    intact: broken === null,
    entries: number,
    head: hash.toString('hex'),
    broken,
  });
  for (let page = await pageAfter(ctx.db, 0); page.length > 0; page = await pageAfter(ctx.db, number)) {
    for (const row of page) {
      const { hash: _, ...content } = auditEntry(row);
      const due = hashOf(hash, content);
      // A gap in the numbers is an entry that was taken out.
      if (content.number !== number + 1) return at(number + 1);
      if (!due.equals(row.hash)) return at(content.number);
      number = content.number;
      hash = row.hash;
      if (noted?.number === number && noted.hash !== hash.toString('hex')) return at(number);
    }
  }
  return at(noted !== undefined && noted.number > number ? number + 1 : null);
}

async function pageAfter(db: Queryable, number: number): Promise<AuditRow[]> {
  const { rows } = await db.query<AuditRow>(
    `select ${AUDIT_COLUMNS} from core.audit_entry where number > $1 order by number limit ${PAGE}`,
    [number],
  );
  return rows;
}

import { StrataError, type RecordShare, type ShareLevel } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';

/** A share as the database tells it. */
export interface ShareRow {
  id: string;
  subject: string;
  subject_kind: 'user' | 'team';
  name: string;
  level: ShareLevel;
  reason: string;
  expires_at: string | null;
  created_at: string;
  created_by: string | null;
  created_by_name: string | null;
  /** It reaches the person who asks. */
  reaches: boolean;
}

/** Those that have not ended, in the order in which they were given. */
export async function liveShares(db: Queryable, record: string, asker: string | null): Promise<ShareRow[]> {
  const { rows } = await db.query<ShareRow>(
    `select s.id, s.subject, s.subject_kind, coalesce(u.name, t.name, '') as name, s.level, s.reason,
       to_json(s.expires_at) #>> '{}' as expires_at, to_json(s.created_at) #>> '{}' as created_at,
       s.created_by, b.name as created_by_name, s.subject = any(core.subjects_of($2)) as reaches
     from core.record_share s
     left join core."user" u on u.id = s.subject
     left join core.team t on t.id = s.subject
     left join core."user" b on b.id = s.created_by
     where s.record_id = $1 and (s.expires_at is null or s.expires_at > now())
     order by s.created_at, s.id`,
    [record, asker],
    'live_shares',
  );
  return rows;
}

export async function requireShare(db: Queryable, record: string, share: string, asker: string | null) {
  const row = (await liveShares(db, record, asker)).find((each) => each.id === share);
  if (row === undefined) throw new StrataError('not_found', { what: `shares/${share}` });
  return row;
}

export function toShare(row: ShareRow): RecordShare {
  const { id, level, reason, expires_at, created_at } = row;
  return {
    id,
    with: { kind: row.subject_kind, id: row.subject, name: row.name },
    level,
    reason,
    expires_at: expires_at && new Date(expires_at).toISOString(),
    created_at: new Date(created_at).toISOString(),
    created_by: row.created_by === null ? null : { id: row.created_by, name: row.created_by_name ?? '' },
  };
}

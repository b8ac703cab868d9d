import type { ErrorCode, ErrorParameters } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';

/** Why a value did not become one of the other type. */
export interface KeptIssue {
  code: ErrorCode;
  params: ErrorParameters;
}

/** A value that the field's present type could not take. Its record has none; the former column still has it. */
export interface KeptValue {
  record_id: string;
  /** The type of the field then. */
  type: string;
  value: string;
  issue: KeptIssue;
  /** The release under which the field got its present type. */
  release: number;
}

const LONGEST = 1000;

/** What of some records did not convert, in the place of what was noted of them before. */
export async function noteKeptValues(
  db: Queryable,
  column: { field_id: string; shape: string; type: string; release: number },
  looked: readonly string[],
  kept: readonly { record_id: string; value: string; issue: KeptIssue }[],
): Promise<void> {
  const { field_id, shape, type, release } = column;
  await db.query(
    'delete from core.kept_value where field_id = $1 and shape = $2 and record_id = any($3::uuid[]) and release <= $4',
    [field_id, shape, looked, release],
  );
  if (kept.length === 0) return;
  await db.query(
    `insert into core.kept_value (field_id, shape, record_id, type, value, issue, release)
     select $1, $2, record_id, $3, value, issue, $4
     from json_to_recordset($5) as k (record_id uuid, value text, issue jsonb)
     on conflict (field_id, shape, record_id) do update set value = excluded.value, issue = excluded.issue`,
    [
      field_id,
      shape,
      type,
      release,
      JSON.stringify(kept.map((each) => ({ ...each, value: each.value.slice(0, LONGEST).toWellFormed() }))),
    ],
  );
}

/** Those of the records whose value in this column did not convert when the field took another type. */
export async function keptAside(
  db: Queryable,
  { field, shape }: { field: { id: string }; shape: string },
  records: readonly string[],
): Promise<ReadonlySet<string>> {
  if (records.length === 0) return new Set();
  const { rows } = await db.query<{ id: string }>(
    'select record_id::text as id from core.kept_value where field_id = $1 and shape = $2 and record_id = any($3::uuid[])',
    [field.id, shape, records],
  );
  return new Set(rows.map((row) => row.id));
}

/** A field that comes back to a former type has its values again: nothing of that column is kept aside any more. */
export async function forgetKeptValues(db: Queryable, fieldId: string, shape: string): Promise<void> {
  await db.query('delete from core.kept_value where field_id = $1 and shape = $2', [fieldId, shape]);
}

export async function countKeptValues(db: Queryable, fieldId: string, release: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::int as count from core.kept_value where field_id = $1 and release <= $2',
    [fieldId, release],
  );
  return rows[0]?.count ?? 0;
}

/** A page of what is kept of a field, in the order of the records. */
export async function keptValues(
  db: Queryable,
  fieldId: string,
  page: { release: number; after: string | null; limit: number },
): Promise<KeptValue[]> {
  const { rows } = await db.query<KeptValue>(
    `select record_id::text, type, value, issue, release from core.kept_value
     where field_id = $1 and release <= $2 and ($3::uuid is null or record_id > $3::uuid)
     order by record_id, shape limit $4`,
    [fieldId, page.release, page.after, page.limit],
  );
  return rows;
}

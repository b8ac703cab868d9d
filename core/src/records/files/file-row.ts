import type { FileValue } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';

/** An uploaded file as its table knows it. */
export interface FileRow {
  id: string;
  name: string;
  size: number;
  type: string;
  width: number | null;
  height: number | null;
  /** null: a plugin that acts by itself. */
  uploaded_by: string | null;
  /** null: no record has taken it yet. */
  record_id: string | null;
  field_id: string | null;
}

export interface NewFile extends Omit<FileRow, 'record_id' | 'field_id'> {
  hash: Buffer;
}

const COLUMNS = 'id, name, size, type, width, height, uploaded_by, record_id, field_id';

/** Files that are whole and that nobody is about to remove. */
export async function loadFiles(db: Queryable, ids: readonly string[]): Promise<Map<string, FileRow>> {
  const { rows } = await db.query<Omit<FileRow, 'size'> & { size: string }>(
    `select ${COLUMNS} from core.file where id = any($1::uuid[]) and stored and condemned_at is null`,
    [ids],
    'files_by_id',
  );
  return new Map(rows.map((row) => [row.id, { ...row, size: Number(row.size) }]));
}

/** Notes a file whose content is about to be stored. */
export async function insertFile(db: Queryable, file: NewFile): Promise<void> {
  await db.query(
    `insert into core.file (id, name, size, type, width, height, hash, uploaded_by) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [file.id, file.name, file.size, file.type, file.width, file.height, file.hash, file.uploaded_by],
  );
}

export async function markStored(db: Queryable, id: string): Promise<void> {
  await db.query('update core.file set stored = true where id = $1', [id]);
}

/** Files that a run was told of stay until it has ended, however long that takes. */
export async function holdFiles(db: Queryable, ids: readonly string[], run: string): Promise<void> {
  await db.query('update core.file set run_id = $2 where id = any($1::uuid[])', [ids, run]);
}

export async function deleteFile(db: Queryable, id: string): Promise<void> {
  await db.query('delete from core.file where id = $1', [id]);
}

/** How many files somebody has uploaded that no record has taken. */
export async function countPending(db: Queryable, user: string | null): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::integer as count from core.file where uploaded_by is not distinct from $1::uuid and record_id is null',
    [user],
  );
  return rows[0]!.count;
}

/** What a record holds of the file. */
export function fileValue({ id, name, size, type }: FileRow | NewFile): FileValue {
  return { id, name, size, type };
}

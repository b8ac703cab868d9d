import { StrataError, type DdlStep, type DocumentChange, type ReleaseInfo } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { FoldedDocument } from '../fold.ts';
import type { LayerContent } from '../layer-document.ts';

/** A release as it is kept. */
export interface NewRelease {
  number: number;
  message: string;
  author: string | null;
  authorName: string;
  documents: readonly FoldedDocument[];
  layers: readonly LayerContent[];
  diff: readonly DocumentChange[];
  ddl: readonly DdlStep[];
}

/** Which release is live, and how often the settings were changed. */
export interface ModelState {
  release: number;
  settingsVersion: number;
}

export async function readModelState(db: Queryable): Promise<ModelState> {
  const { rows } = await db.query<{ release: number | null; settings_version: number }>(
    'select release, settings_version from core.model_state',
  );
  return { release: rows[0]?.release ?? 0, settingsVersion: rows[0]?.settings_version ?? 0 };
}

export async function insertRelease(db: Queryable, release: NewRelease): Promise<void> {
  const json = [release.documents, release.layers, release.diff, release.ddl].map((value) => JSON.stringify(value));
  await db.query(
    `insert into core.release (number, message, author, author_name, documents, layers, diff, ddl)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [release.number, release.message, release.author, release.authorName, ...json],
  );
  await db.query('select core.note_field_names($1, $2)', [release.number, json[0]]);
  await db.query('update core.model_state set release = $1', [release.number]);
}

const infoColumns = `number, message, author, nullif(author_name, '') as author_name, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
  jsonb_array_length(diff) as changes`;

export async function listReleases(db: Queryable): Promise<ReleaseInfo[]> {
  return (await db.query<ReleaseInfo>(`select ${infoColumns} from core.release order by number desc`)).rows;
}

export interface StoredRelease {
  info: ReleaseInfo;
  documents: FoldedDocument[];
  layers: LayerContent[];
  diff: DocumentChange[];
}

/** Throws `unknown_release`. */
export async function readRelease(db: Queryable, number: number): Promise<StoredRelease> {
  type Row = ReleaseInfo & Omit<StoredRelease, 'info'>;
  const { documents, layers, diff, ...info } = await readRow<Row>(
    db,
    number,
    `${infoColumns}, documents, layers, diff`,
  );
  return { info, documents, layers, diff };
}

/** Throws `unknown_release`. */
export async function readReleaseInfo(db: Queryable, number: number): Promise<ReleaseInfo> {
  return readRow<ReleaseInfo>(db, number, infoColumns);
}

/** All that a process needs of a release: the layers and the diff are as long again. Throws `unknown_release`. */
export async function readReleaseDocuments(db: Queryable, number: number): Promise<FoldedDocument[]> {
  return (await readRow<{ documents: FoldedDocument[] }>(db, number, 'documents')).documents;
}

async function readRow<Row extends object>(db: Queryable, number: number, columns: string): Promise<Row> {
  const { rows } = await db.query<Row>(
    `select ${columns} from core.release where number = $1`,
    // Anything that is no integer of PostgreSQL cannot be a release either.
    [Number.isInteger(number) && number > 0 && number < 2 ** 31 ? number : 0],
  );
  const [row] = rows;
  if (row === undefined) throw new StrataError('unknown_release', { number });
  return row;
}

/** Releases whose indexes, constraints and back-fills may not be complete. */
export async function unfinishedReleases(db: Queryable): Promise<number[]> {
  const { rows } = await db.query<{ number: number }>('select number from core.release where finished_at is null');
  return rows.map((row) => row.number);
}

export async function markFinished(db: Queryable, upTo: number): Promise<void> {
  await db.query('update core.release set finished_at = now() where number <= $1 and finished_at is null', [upTo]);
}

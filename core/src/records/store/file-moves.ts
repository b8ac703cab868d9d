import { traitsOf, type FileValue, type JsonValue } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { CatalogObject } from '../../model/catalog.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { given } from '../sql/statement.ts';
import { storedFields } from './field-column.ts';
import type { ObjectChanges } from './record-changes.ts';

/** Files that change hands with the records that are stored. */
export interface FileMoves {
  taken: { file: string; record: string; field: string }[];
  released: string[];
}

const NONE: FileMoves = { taken: [], released: [] };

const fileFieldsOf = oncePerObject((object: CatalogObject) =>
  storedFields(object).filter((field) => traitsOf(field).file),
);

/** What the changes take and give up. A deleted record keeps its files: it may come back. */
export function fileMoves({ object, changes }: ObjectChanges): FileMoves {
  const fields = fileFieldsOf(object);
  if (fields.length === 0) return NONE;
  const moves: FileMoves = { taken: [], released: [] };
  for (const change of changes) {
    for (const field of fields) {
      const [from, to] = change.changes[field.name] ?? [null, null];
      if (idOf(from) === idOf(to)) continue;
      if (from !== null) moves.released.push(idOf(from)!);
      if (to !== null) moves.taken.push({ file: idOf(to)!, record: change.id, field: field.id });
    }
  }
  return moves;
}

function idOf(value: JsonValue): string | null {
  return value === null ? null : (value as unknown as FileValue).id;
}

/** A file that somebody else took, or that is about to be removed, takes the whole statement back. */
export const takeFiles = sql`taken as (update core.file as f
  set object = ${given('object')}, record_id = r.record, field_id = r.field, released_at = null
  from json_to_recordset(${given('taken')}::json) as r(file uuid, record uuid, field uuid)
  where f.id = r.file and f.condemned_at is null
    and (f.record_id is null or (f.record_id = r.record and f.field_id = r.field)) returning f.id),
  taken_all as materialized (select core.assert_written(json_array_length(${given('taken')}::json), (select count(*) from taken)))`;

export const releaseFiles = sql`released as (update core.file set released_at = ${given('at')}::timestamptz
  where id = any(${given('released')}::uuid[]) and record_id is not null)`;

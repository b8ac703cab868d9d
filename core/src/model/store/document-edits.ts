import type { DocumentEdit, DocumentKind } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';

const moment = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export function editKey(kind: DocumentKind, key: string): string {
  return `${kind}/${key}`;
}

/** The last release that changed each document, by kind and key. */
export async function publishedEdits(db: Queryable): Promise<ReadonlyMap<string, DocumentEdit>> {
  const { rows } = await db.query<DocumentEdit & { kind: DocumentKind; key: string }>(
    `select distinct on (change->>'kind', change->>'key') change->>'kind' as kind, change->>'key' as key,
       number as release, nullif(author_name, '') as by, ${moment('at')} as at
     from core.release, jsonb_array_elements(diff) as change
     order by change->>'kind', change->>'key', number desc`,
  );
  return new Map(rows.map(({ kind, key, at, by, release }) => [editKey(kind, key), { at, by, release }]));
}

/** The last change of each document that differs in a layer's draft, by its id. */
export async function draftEdits(db: Queryable, layer: string): Promise<ReadonlyMap<string, DocumentEdit>> {
  const { rows } = await db.query<DocumentEdit & { id: string }>(
    `select d.id, ${moment('d.changed_at')} as at, u.name as by, null as release
     from core.document d left join core."user" u on u.id = d.changed_by
     where d.layer = $1 and (d.draft is not null or d.draft_deleted)`,
    [layer],
  );
  return new Map(rows.map(({ id, ...edit }) => [id, edit]));
}

import { isId } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { NameSource } from '../physical/name-source.ts';

/** What a text turned out to name. */
export type Named = { id: string } | { count: number };

/** The names of these records; of one that has none, nothing. */
export async function namesOf(db: Queryable, source: NameSource, ids: readonly string[]): Promise<Map<string, string>> {
  const [name] = source.columns;
  if (name === undefined || ids.length === 0) return new Map();
  const { rows } = await db.query<{ id: string; name: string }>(
    `select id::text, ${name} as name from ${source.table} where id = any($1::uuid[]) and ${name} is not null`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

/**
 * The records that texts name: by name, by what is unique to a record, or by id, in whatever letter case. A text that names
 * several counts them.
 */
export async function recordsNamed(
  db: Queryable,
  source: NameSource,
  texts: readonly string[],
): Promise<(text: string) => Named> {
  const found = new Map<string, Set<string>>();
  const wanted = [...new Set(texts.map(keyOf))];
  const ids = wanted.filter(isId);
  const add = (key: string, id: string): void => void found.set(key, (found.get(key) ?? new Set()).add(id));
  for (const column of source.columns) {
    const key = `lower(btrim(${column}))`;
    const { rows } = await db.query<{ key: string; id: string }>(
      `select ${key} as key, id::text from ${source.table} where deleted_at is null and ${key} = any($1)`,
      [wanted],
    );
    for (const row of rows) add(row.key, row.id);
  }
  const byId = await db.query<{ id: string }>(`select id::text from ${source.table} where id = any($1::uuid[])`, [ids]);
  for (const { id } of byId.rows) found.set(id, new Set([id]));
  return (text) => {
    const [id, ...others] = found.get(keyOf(text)) ?? [];
    return id === undefined || others.length > 0 ? { count: id === undefined ? 0 : others.length + 1 } : { id };
  };
}

function keyOf(text: string): string {
  return text.trim().toLowerCase();
}

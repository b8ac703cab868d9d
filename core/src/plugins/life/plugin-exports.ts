import { StrataError } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';

/** Data that was taken out together with a plugin. */
export interface PluginExport {
  id: string;
  plugin: string;
  object: string;
  field: string | null;
  rows: number;
  made_at: string;
}

export async function listPluginExports(db: Queryable): Promise<PluginExport[]> {
  const { rows } = await db.query<PluginExport>(
    `select id, plugin, object, field, rows, to_char(made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as made_at
     from core.plugin_export order by made_at desc, object, field`,
  );
  return rows;
}

/** One record a line, as JSON. Throws `plugin_not_found`. */
export async function readPluginExport(
  db: Queryable,
  id: string,
): Promise<{ name: string; lines: AsyncIterable<string> }> {
  const found = (await listPluginExports(db)).find((each) => each.id === id);
  if (found === undefined) throw new StrataError('plugin_not_found', { name: id });
  const name = `${found.object}${found.field === null ? '' : `.${found.field}`}.jsonl`;
  return { name, lines: linesOf(db, id) };
}

async function* linesOf(db: Queryable, id: string): AsyncIterable<string> {
  for (let number = 0; ; number += 1) {
    const { rows } = await db.query<{ rows: unknown[] }>(
      'select rows from core.plugin_export_piece where export = $1 and number = $2',
      [id, number],
    );
    const [piece] = rows;
    if (piece === undefined) return;
    yield piece.rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  }
}

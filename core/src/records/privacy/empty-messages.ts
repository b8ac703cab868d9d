import type { JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { ANONYMOUS } from './anonymous-state.ts';
import { withoutMentions } from './mentions.ts';

/** Where what people and programs were told, asked and sent is kept, by the column that tells rows apart. */
interface KeptWords {
  table: string;
  key: string;
  columns: readonly string[];
}

const KEPT: readonly KeptWords[] = [
  { table: 'notification', key: 'id', columns: ['title'] },
  { table: 'task', key: 'id', columns: ['title', 'instructions', 'comment', 'form', 'answers'] },
  { table: 'task_event', key: 'id', columns: ['detail'] },
  { table: 'task_seat', key: 'id', columns: ['before', 'comment'] },
  // A mail that still waits has nobody left to go to: it fails, and its run is told so.
  { table: 'delivery', key: 'id', columns: ['payload', 'response', 'error'] },
  { table: 'sent_mail', key: 'message_id', columns: ['recipient', 'subject'] },
  { table: 'workflow_replay', key: 'id', columns: ['tally', 'sample', 'error'] },
  { table: 'plugin_line', key: 'id', columns: ['message', 'facts'] },
  { table: 'plugin_run', key: 'id', columns: ['payload', 'error'] },
  { table: 'connector_run', key: 'id', columns: ['errors', 'error'] },
];

/** Takes the person out of what was said of him in passing. Answers with how many rows there were. */
export async function emptyMessages(ctx: AccessContext, values: readonly string[]): Promise<number> {
  let count = 0;
  for (const kept of KEPT) count += await emptyTable(ctx, kept, values);
  return count;
}

type Row = Record<string, JsonValue>;

async function emptyTable(ctx: AccessContext, kept: KeptWords, values: readonly string[]): Promise<number> {
  const { table, key, columns } = kept;
  const { rows } = await ctx.db.query<{ key: string; row: Row }>(
    `select ${key}::text as key, jsonb_build_object(${columns.map((column) => `'${column}', ${column}`).join(', ')}) as row
     from core.${table}
     where exists (select from unnest($1::text[]) as t(text) where strpos(lower(concat_ws(' ', ${columns.join(', ')})), t.text) > 0)`,
    [values],
  );
  const standIn = ANONYMOUS[ctx.catalog.model.workspace.locale];
  let count = 0;
  for (const { key: id, row } of rows) {
    const emptied = withoutMentions(row, values, standIn);
    if (JSON.stringify(emptied) === JSON.stringify(row)) continue;
    // Each column takes what is of its own type, whether text or JSON.
    await ctx.db.query(
      `update core.${table} as k set (${columns.join(', ')}) = (
         select ${columns.map((column) => `r.${column}`).join(', ')} from jsonb_populate_record(k, $2::jsonb) as r)
       where k.${key}::text = $1`,
      [id, JSON.stringify(emptied)],
    );
    count += 1;
  }
  return count;
}

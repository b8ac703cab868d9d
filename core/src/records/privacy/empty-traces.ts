import type { AnonymisedCounts, JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { enqueueJob } from '../../kernel/jobs.ts';
import { columnParts } from '../../model/physical/shape.ts';
import { identifier } from '../../model/physical/sql-text.ts';
import { SWEEP_FILES } from '../files/sweep-files.ts';
import { emptyMessages } from './empty-messages.ts';
import { withoutMentions } from './mentions.ts';
import { personalFields } from './personal-fields.ts';
import type { PersonTree } from './person-tree.ts';
import type { PersonalValues } from './personal-values.ts';

type Traces = Omit<AnonymisedCounts, 'records' | 'fields'>;

interface Concerned {
  ids: string[];
  fieldIds: string[];
  fieldNames: string[];
}

/** Everywhere else that values of these records are kept; each statement over all of them. */
export async function emptyTraces(ctx: AccessContext, tree: PersonTree, values: PersonalValues): Promise<Traces> {
  const concerned = concernedBy(tree);
  await emptyFormerColumns(ctx, tree);
  await emptyRuns(ctx, concerned.ids, values);
  return {
    history: await emptyHistory(ctx, tree),
    files: await condemnFiles(ctx, concerned),
    kept_values: await dropKeptValues(ctx, concerned),
    import_rows: await emptyImports(ctx, concerned.ids, values),
    answers: await emptyAnswers(ctx, values),
    messages: await emptyMessages(ctx, values.texts),
  };
}

function concernedBy(tree: PersonTree): Concerned {
  const fields = [...tree.keys()].flatMap((object) => personalFields(object));
  return {
    ids: [...tree.values()].flat().map((state) => String(state['id'])),
    fieldIds: fields.map((field) => field.id),
    fieldNames: fields.map((field) => field.name),
  };
}

/** Under whatever name the field was logged; the past is taken back from here, so it does not come back either. */
async function emptyHistory(ctx: AccessContext, tree: PersonTree): Promise<number> {
  let count = 0;
  for (const [object, states] of tree) {
    const fields = personalFields(object);
    const { rowCount } = await ctx.db.query(
      `update core.change_log as c set changes = l.changes
       from (
         select o.id, o.at, jsonb_object_agg(k.key, case when f.id is null then k.value else '[null, null]' end) as changes
         from core.change_log as o cross join jsonb_each(o.changes) as k
         left join core.field_name as n on n.object = o.object and n.name = k.key
           and o.release >= n.since and (n.until is null or o.release < n.until)
         left join unnest($2::uuid[], $3::text[]) as f(id, name)
           on case when n.field_id is null then f.name = k.key else f.id = n.field_id end
         where o.record_id = any($1::uuid[]) group by o.id, o.at
       ) as l
       where c.id = l.id and c.at = l.at and c.record_id = any($1::uuid[]) and c.changes <> l.changes`,
      [states.map((state) => state['id']), fields.map((field) => field.id), fields.map((field) => field.name)],
    );
    count += rowCount;
  }
  return count;
}

/** Of fields that were once of another type the former column is still there. */
async function emptyFormerColumns(ctx: AccessContext, tree: PersonTree): Promise<void> {
  for (const [object, states] of tree) {
    const { rows } = await ctx.db.query<{ name: string; shape: string }>(
      'select name, shape from core.physical_column where document_id = any($1::uuid[])',
      [personalFields(object).map((field) => field.id)],
    );
    const current = new Set(personalFields(object).map((field) => field.name));
    const former = rows.filter(({ name }) => !current.has(name));
    const columns = former.flatMap(({ name, shape }) => columnParts(shape).map(({ suffix }) => name + suffix));
    if (columns.length === 0) continue;
    const table = `${identifier(object.table.schema)}.${identifier(object.table.name)}`;
    const sets = columns.map((column) => `${identifier(column)} = null`).join(', ');
    await ctx.db.query(`update ${table} set ${sets} where id = any($1::uuid[])`, [states.map((state) => state['id'])]);
  }
}

/** Their content goes with the next sweep, which is asked for at once. */
async function condemnFiles(ctx: AccessContext, { ids, fieldIds }: Concerned): Promise<number> {
  const { rowCount } = await ctx.db.query(
    `update core.file set condemned_at = now(), name = '' where record_id = any($1::uuid[]) and field_id = any($2::uuid[])
     and condemned_at is null`,
    [ids, fieldIds],
  );
  if (rowCount > 0) await enqueueJob(ctx.db, SWEEP_FILES, null, { key: SWEEP_FILES, queue: SWEEP_FILES });
  return rowCount;
}

async function dropKeptValues(ctx: AccessContext, { ids, fieldIds }: Concerned): Promise<number> {
  const { rowCount } = await ctx.db.query(
    'delete from core.kept_value where record_id = any($1::uuid[]) and field_id = any($2::uuid[])',
    [ids, fieldIds],
  );
  return rowCount;
}

/**
 * The rows that made or changed the records, whole; in other rows the cells that say one of the values. The files they
 * came in go too: an import that has not run yet would bring everything back, so it has to be uploaded anew.
 */
async function emptyImports(ctx: AccessContext, ids: readonly string[], values: PersonalValues): Promise<number> {
  const { rows } = await ctx.db.query<{ batch: string }>(
    `with concerned as (
       select batch, row, record = any($1::uuid[]) as own from core.import_row
       where (record = any($1::uuid[]) and (result <> '{}' or '' <> any(cells)))
         or exists (select from unnest(cells) as u(cell) where ${IS_TELLING})),
     emptied as (
       update core.import_row as r set result = '{}', errors = '[]', changes = case when r.changes is null then null else '{}'::jsonb end,
         cells = array(select case when coalesce(c.own, false) or ${IS_TELLING} then '' else u.cell end
           from unnest(r.cells) with ordinality as u(cell, at) order by u.at)
       from concerned as c where c.batch = r.batch and c.row = r.row)
     select batch from concerned`,
    [ids, values.texts, values.digits],
  );
  const batches = [...new Set(rows.map((row) => row.batch))];
  if (batches.length === 0) return 0;
  await ctx.db.query('delete from core.import_file where batch = any($1::uuid[])', [batches]);
  await ctx.db.query(`update core.import_batch set problems = '[]' where id = any($1::uuid[])`, [batches]);
  await ctx.db.query(`delete from core.import_batch where id = any($1::uuid[]) and state in ('uploaded', 'checked')`, [
    batches,
  ]);
  return rows.length;
}

const IS_TELLING = `(lower(btrim(u.cell)) = any($2::text[])
  or (length(regexp_replace(u.cell, '\\D', '', 'g')) between 7 and 20
    and right(regexp_replace(u.cell, '\\D', '', 'g'), 9) = any($3::text[])))`;

/** What workflows keep of the records: how they were before, what steps found out, wrote and were refused for. */
async function emptyRuns(ctx: AccessContext, ids: readonly string[], { texts }: PersonalValues): Promise<void> {
  const { rows } = await ctx.db.query<{ id: string }>(
    `update core.workflow_run as r set old = null, error = case when r.error is null then null
       else jsonb_build_object('code', r.error -> 'code', 'params', '{}'::jsonb, 'issues', '[]'::jsonb) end
     where r.record_id = any($1::uuid[])
       or exists (select from unnest($2::text[]) as t(text) where strpos(lower(concat(r.old, r.error)), t.text) > 0)
     returning id`,
    [ids, texts],
  );
  const runs = rows.map((row) => row.id);
  await ctx.db.query(
    `update core.workflow_step as s set output = null, error = case when s.error is null then null
       else jsonb_build_object('code', s.error -> 'code', 'params', '{}'::jsonb, 'issues', '[]'::jsonb) end
     where s.run_id = any($1::uuid[]) or s.output ->> 'id' = any($2::text[])
       or exists (select from unnest($3::text[]) as t(text) where strpos(lower(concat(s.output, s.error)), t.text) > 0)`,
    [runs, ids, texts],
  );
  // What a run that still goes on has found out is lost to it: its steps read it anew or find it missing.
  await ctx.db.query(
    `update core.workflow_token as t set results = coalesce((
       select jsonb_object_agg(k.key, k.value) from jsonb_each(t.results) as k
       where not exists (select from unnest($1::text[]) as u(text) where strpos(lower(k.value::text), u.text) > 0)), '{}')
     where exists (select from unnest($1::text[]) as u(text) where strpos(lower(t.results::text), u.text) > 0)`,
    [texts],
  );
}

/** An answer that is sent again to whoever repeats a request may quote what he sent. */
async function emptyAnswers(ctx: AccessContext, { texts }: PersonalValues): Promise<number> {
  const { rows } = await ctx.db.query<{ user_id: string; key: string; answer: JsonValue }>(
    `select user_id, key, answer from core.idempotency_key
     where exists (select from unnest($1::text[]) as t(text) where strpos(lower(answer::text), t.text) > 0)`,
    [texts],
  );
  for (const { user_id, key, answer } of rows) {
    await ctx.db.query('update core.idempotency_key set answer = $3 where user_id = $1 and key = $2', [
      user_id,
      key,
      JSON.stringify(withoutMentions(answer, texts, '')),
    ]);
  }
  return rows.length;
}

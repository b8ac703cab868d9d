import { sql } from 'kysely';
import type { ModelContext } from '../../model/catalog.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { compileStatement, given, runStatement, StatementNames } from '../sql/statement.ts';
import { codecOf, storedFields } from './field-column.ts';
import type { RecordState } from './record-changes.ts';
import { worthOf } from './worth.ts';

/** A record as it was, and which of its fields are not so any more. */
export interface PastState {
  id: string;
  state: RecordState;
  fields: readonly string[];
}

/**
 * Makes records what they once were: for trials, in a transaction that is going to be rolled back, and past all rules,
 * for what was is not to be judged again. Their version stays.
 */
export async function putBack(ctx: ModelContext, object: CatalogObject, states: readonly PastState[]): Promise<void> {
  if (ctx.trial !== true) throw new Error('Only a trial puts records back');
  const names = new Set(states.flatMap((each) => each.fields));
  const fields = storedFields(object).filter((field) => names.has(field.name));
  if (states.length === 0 || fields.length === 0) return;
  const columns = fields.flatMap((field) =>
    codecOf(field).columns.map(({ suffix, type }) => ({ name: field.name + suffix, type })),
  );
  const rows = states.map(({ id, state }) => {
    const row: Record<string, unknown> = { '~id': id };
    for (const field of fields) {
      const value = state[field.name] ?? null;
      const codec = codecOf(field);
      const parts = value === null ? [] : codec.encode(value, worthOf(ctx.catalog.rates, field, state, ctx.now));
      codec.columns.forEach(({ suffix }, index) => (row[field.name + suffix] = parts[index] ?? null));
    }
    return row;
  });
  const list = columns.map(({ name, type }) => sql`${sql.id(name)} ${sql.raw(type)}`);
  const sets = columns.map(({ name }) => sql`${sql.id(name)} = ${sql.id('r', name)}`);
  const statement = compileStatement(
    sql`update ${sql.id(object.table.schema, object.table.name)} as t set ${sql.join(sets)}
      from json_to_recordset(${given('rows')}::json) as r("~id" uuid, ${sql.join(list)}) where t.id = r."~id"`,
    new StatementNames(ctx.catalog.release),
  );
  await runStatement(ctx, statement, { rows: JSON.stringify(rows) });
}

/** Puts records there that a trial needs, just as they are given; one that is there already becomes so. */
export async function putThere(
  ctx: ModelContext,
  object: CatalogObject,
  states: readonly RecordState[],
): Promise<void> {
  if (ctx.trial !== true) throw new Error('Only a trial puts records there');
  for (const state of states) {
    const fields = storedFields(object).filter((field) => Object.hasOwn(state, field.name));
    const columns = fields.flatMap((field) => {
      const codec = codecOf(field);
      const value = state[field.name] ?? null;
      const parts = value === null ? [] : codec.encode(value, worthOf(ctx.catalog.rates, field, state, ctx.now));
      return codec.columns.map(({ suffix, type }, index) => ({ name: field.name + suffix, type, value: parts[index] }));
    });
    const row = Object.fromEntries(columns.map(({ name, value }) => [name, value ?? null]));
    const names = sql.join(columns.map(({ name }) => sql.id(name)));
    const list = columns.map(({ name, type }) => sql`${sql.id(name)} ${sql.raw(type)}`);
    const sets = columns
      .filter(({ name }) => name !== 'id')
      .map(({ name }) => sql`${sql.id(name)} = excluded.${sql.id(name)}`);
    const statement = compileStatement(
      sql`insert into ${sql.id(object.table.schema, object.table.name)} (${names})
        select ${sql.join(columns.map(({ name }) => sql.id('r', name)))}
        from json_to_recordset(${given('rows')}::json) as r(${sql.join(list)})
        on conflict (id) do update set ${sql.join(sets)}`,
      new StatementNames(ctx.catalog.release),
    );
    await runStatement(ctx, statement, { rows: JSON.stringify([row]) });
  }
}

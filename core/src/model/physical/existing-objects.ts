import type { Queryable } from '../../kernel/database.ts';
import { RECORD_SCHEMA } from '../physical.ts';

export interface ExistingIndex {
  name: string;
  /** Its first column; null for an expression. */
  column: string | null;
  valid: boolean;
  /** Of a table in pieces, made of the indexes of its pieces. */
  partitioned: boolean;
}

export interface ExistingForeignKey {
  name: string;
  column: string;
  on_delete: string;
  valid: boolean;
}

/** What the database has around the record tables. */
export interface ExistingObjects {
  /** Tables that are kept in pieces by time. */
  partitioned: ReadonlySet<string>;
  indexes: ReadonlyMap<string, ExistingIndex>;
  foreignKeys: ReadonlyMap<string, ExistingForeignKey>;
  defaults: readonly { table: string; column: string }[];
  /** Those that keep two columns equal while values are carried over. */
  triggers: readonly { table: string; name: string }[];
}

export async function readExisting(db: Queryable): Promise<ExistingObjects> {
  const schema = [RECORD_SCHEMA];
  const indexes = await db.query<ExistingIndex>(
    `select i.relname as name, a.attname as column, x.indisvalid as valid, i.relkind = 'I' as partitioned
     from pg_index x join pg_class i on i.oid = x.indexrelid
     left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0] and a.attnum > 0
     where i.relnamespace = $1::regnamespace`,
    schema,
  );
  const foreignKeys = await db.query<ExistingForeignKey>(
    `select c.conname as name, a.attname as column, c.confdeltype::text as on_delete, c.convalidated as valid
     from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.connamespace = $1::regnamespace and c.conparentid = 0`,
    schema,
  );
  const defaults = await db.query<{ table: string; column: string }>(
    `select t.relname as table, a.attname as column
     from pg_attrdef d join pg_class t on t.oid = d.adrelid
     join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
     where t.relnamespace = $1::regnamespace and a.attname <> 'version'`,
    schema,
  );
  const triggers = await db.query<{ table: string; name: string }>(
    `select t.relname as table, g.tgname as name from pg_trigger g join pg_class t on t.oid = g.tgrelid
     where t.relnamespace = $1::regnamespace and not g.tgisinternal and g.tgname like 'cv\\_%'`,
    schema,
  );
  const partitioned = await db.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'p'`,
    schema,
  );
  return {
    partitioned: new Set(partitioned.rows.map((row) => row.name)),
    indexes: new Map(indexes.rows.map((row) => [row.name, row])),
    foreignKeys: new Map(foreignKeys.rows.map((row) => [row.name, row])),
    defaults: defaults.rows,
    triggers: triggers.rows,
  };
}

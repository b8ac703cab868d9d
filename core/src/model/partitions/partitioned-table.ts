import type { Queryable } from '../../kernel/database.ts';
import { identifier, literal } from '../physical/sql-text.ts';
import { momentOf, smallestId } from './record-moment.ts';

/** The schema of all partitions: nobody names them but their tables. */
export const PARTITION_SCHEMA = 'part';

/** A piece of a table: the rows whose moment lies in its range, or, in the one without a range, in no other's. */
export interface Partition {
  schema: string;
  name: string;
  /** From this moment on, to the one before `to`; null for the default partition. */
  range: { from: number; to: number } | null;
}

/** A table kept in pieces by time: by the column that holds the moment, or by the ids, which begin with theirs. */
export interface PartitionedTable {
  schema: string;
  name: string;
  column: string;
  key: 'time' | 'id';
  partitions: readonly Partition[];
}

interface TableRow {
  schema: string;
  name: string;
  column: string;
  type: string;
  partitions: { schema: string; name: string; bound: string }[];
}

/** Every table that is kept in pieces, or only the one named. */
export async function readPartitionedTables(
  db: Queryable,
  only: { schema: string; name: string } | null = null,
): Promise<PartitionedTable[]> {
  const { rows } = await db.query<TableRow>(
    `select n.nspname as schema, c.relname as name, a.attname as column, t.typname as type, coalesce((
       select json_agg(json_build_object('schema', pn.nspname, 'name', p.relname, 'bound', pg_get_expr(p.relpartbound, p.oid)) order by p.relname)
       from pg_inherits i join pg_class p on p.oid = i.inhrelid join pg_namespace pn on pn.oid = p.relnamespace
       where i.inhparent = c.oid and not i.inhdetachpending), '[]') as partitions
     from pg_partitioned_table k join pg_class c on c.oid = k.partrelid join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum = k.partattrs[0] join pg_type t on t.oid = a.atttypid
     where k.partstrat = 'r' and k.partnatts = 1 and t.typname in ('timestamptz', 'uuid')
       and case when $1::text is null then n.nspname in ('core', 'crm') else n.nspname = $1 and c.relname = $2 end
     order by n.nspname, c.relname`,
    [only?.schema ?? null, only?.name ?? null],
  );
  return rows.map(({ type, partitions, ...table }) => {
    const key = type === 'uuid' ? 'id' : 'time';
    return {
      ...table,
      key,
      partitions: partitions.map(({ schema, name, bound }) => ({ schema, name, range: rangeOf(bound, key) })),
    };
  });
}

/** `FOR VALUES FROM ('…') TO ('…')`, or `DEFAULT`. */
function rangeOf(bound: string, key: PartitionedTable['key']): Partition['range'] {
  const found = /^FOR VALUES FROM \((.*)\) TO \((.*)\)$/.exec(bound);
  if (found === null) return null;
  return { from: momentOfBound(found[1]!, key), to: momentOfBound(found[2]!, key) };
}

function momentOfBound(text: string, key: PartitionedTable['key']): number {
  if (text === 'MINVALUE') return -Infinity;
  if (text === 'MAXVALUE') return Infinity;
  const value = text.slice(1, -1);
  return key === 'id' ? momentOf(value) : Date.parse(`${value.slice(0, 10)}T${value.slice(11, 19)}Z`);
}

/** A moment as a bound of the table's key. */
export function boundAt({ key }: Pick<PartitionedTable, 'key'>, moment: Date): string {
  return literal(key === 'id' ? smallestId(moment) : moment.toISOString());
}

/** SQL for the milliseconds of a row's moment. */
export function momentColumn({ key, column }: PartitionedTable): string {
  const name = identifier(column);
  return key === 'id'
    ? `('x' || lpad(left(replace(${name}::text, '-', ''), 12), 16, '0'))::bit(64)::bigint`
    : `(extract(epoch from ${name}) * 1000)::bigint`;
}

export function isCovered(table: PartitionedTable, moment: number): boolean {
  return table.partitions.some(({ range }) => range !== null && range.from <= moment && moment < range.to);
}

export function defaultPartition(table: PartitionedTable): Partition | undefined {
  return table.partitions.find((partition) => partition.range === null);
}

/** Of the partition that an object's table begins with: by the object's id, which no rename changes. */
export function netName(object: { id: string }): string {
  return `default_${object.id.replaceAll('-', '')}`;
}

export function qualifiedName({ schema, name }: { schema: string; name: string }): string {
  return `${identifier(schema)}.${identifier(name)}`;
}

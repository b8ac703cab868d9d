import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { RawBuilder } from 'kysely';
import { Slot } from '../../expressions-sql/slot.ts';
import { literal } from '../../model/physical/sql-text.ts';

/** Only compiles; it never connects. */
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** SQL with its values written out, for DDL, which takes no parameters; null where one is known only to a request. */
export function sqlWithValues(expression: RawBuilder<unknown>): string | null {
  const { sql, parameters } = expression.compile(compiler);
  if (parameters.some((value) => value instanceof Slot)) return null;
  return sql.replace(/\$(\d+)/g, (_, number: string) => written(parameters[Number(number) - 1]));
}

function written(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return literal(`{${value.map(item).join(',')}}`);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : literal(String(value));
}

function item(value: unknown): string {
  return `"${String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

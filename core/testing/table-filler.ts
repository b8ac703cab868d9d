import type { Database } from '../src/kernel/database.ts';

/** A row as JSON. */
export interface Row {
  [column: string]: unknown;
}

interface Column {
  name: string;
  type: string;
  needed: boolean;
  /** It has a value where none is given. */
  standard: boolean;
  /** Values that a check of the table allows. */
  allowed: string[];
}

interface Table {
  name: string;
  columns: Column[];
  keys: { columns: string[]; target: string; targets: string[] }[];
}

const FIELD = '0198f0de-0000-7000-8000-000000000001';

/** Rows that cannot be made from the types of their columns alone: SQL by column. */
const OWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  audit_entry: { hash: `decode(repeat('ab', 32), 'hex')` },
  exchange_rate: { currency: `'USD'` },
  task_seat: { team_id: 'null', role: 'null' },
  // Later migrations look into what these say.
  physical_column: { document_id: `'${FIELD}'`, shape: `'text'` },
  release: {
    documents: `'[{"document": {"kind": "field", "id": "${FIELD}", "object": "reader", "name": "nick", "type": "phone"}}]'`,
  },
  user_work: { stand_in: 'null' },
};

/**
 * Puts one row into every table of the platform that has none, made from the types of its columns, its checks and its
 * foreign keys, so that a table nobody thought of here has one too. Answers with the new rows.
 */
export async function fillTables(database: Database): Promise<Map<string, Row>> {
  const tables = await readTables(database);
  const filled = new Set((await readRows(database)).keys());
  const made = new Map<string, Row>();
  let waiting = tables.filter(({ name }) => !filled.has(name));
  while (waiting.length > 0) {
    const open = ({ name, keys }: Table) => keys.filter(({ target }) => target !== name && !filled.has(target));
    // Users have a team, and teams a manager: one of them is without at first.
    const next =
      waiting.find((table) => open(table).length === 0) ??
      waiting.find((table) => !open(table).some((key) => isNeeded(table, key)));
    if (next === undefined)
      throw new Error(`Tables that wait for one another: ${waiting.map((each) => each.name).join()}`);
    made.set(
      next.name,
      await insert(database, next, new Set([...open(next), ...ownKeys(next)].flatMap((key) => key.columns))),
    );
    filled.add(next.name);
    waiting = waiting.filter((table) => table !== next);
  }
  return made;
}

/** Its one row is the first of its kind. */
function ownKeys({ name, keys }: Table): Table['keys'] {
  return keys.filter(({ target }) => target === name);
}

function isNeeded({ columns }: Table, key: Table['keys'][number]): boolean {
  return columns.some(({ name, needed }) => needed && key.columns.includes(name));
}

async function insert(database: Database, { name, columns, keys }: Table, empty: ReadonlySet<string>): Promise<Row> {
  const valueIn = (column: Column): string =>
    OWN[name]?.[column.name] ?? (empty.has(column.name) ? 'null' : valueOf(column));
  const values = new Map(columns.map((column) => [column.name, valueIn(column)]));
  for (const { columns: own, target, targets } of keys) {
    if (target === name || columns.some((column) => empty.has(column.name) && own.includes(column.name))) continue;
    for (const [at, column] of own.entries())
      if (values.has(column))
        values.set(column, OWN[name]?.[column] ?? `(select "${targets[at]}" from core."${target}" limit 1)`);
  }
  const names = [...values.keys()].map((column) => `"${column}"`).join(', ');
  const statement = `insert into core."${name}" as t (${names}) values (${[...values.values()].join(', ')}) returning to_jsonb(t) as row`;
  const { rows } = await database.query<{ row: Row }>(statement).catch((error: unknown) => {
    throw new Error(`${name} wants a row of its own making: ${String(error)}`, { cause: error });
  });
  return rows[0]!.row;
}

function valueOf({ type, allowed, standard }: Column): string {
  if (type.startsWith('json') && standard) return 'default';
  if (allowed[0] !== undefined) return `'${allowed[0]}'`;
  if (type.endsWith('[]')) return `'{}'`;
  const values: Readonly<Record<string, string>> = {
    uuid: 'gen_random_uuid()',
    text: `'x' || gen_random_uuid()`,
    boolean: 'true',
    jsonb: `'{}'`,
    json: `'{}'`,
    bytea: `'\\x01'`,
    date: 'current_date',
    inet: `'127.0.0.1'`,
  };
  return values[type] ?? (type.startsWith('timestamp') ? 'now()' : '1');
}

/** The first row of every table of the platform that has one. */
export async function readRows(database: Database): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  for (const { name } of await readTables(database)) {
    const found = await database.query<{ row: Row }>(`select to_jsonb(t) as row from core."${name}" as t limit 1`);
    if (found.rows[0] !== undefined) rows.set(name, found.rows[0].row);
  }
  return rows;
}

async function readTables(database: Database): Promise<Table[]> {
  const { rows } = await database.query<Table>(
    `select c.relname as name,
       (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null), 'needed', a.attnotnull, 'standard', a.atthasdef, 'allowed', array(
           select m[1] from pg_constraint k, regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''::text', 'g') as m
           where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum])) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and a.attidentity = '' and a.attgenerated = '') as columns,
       coalesce((select json_agg(json_build_object(
           'columns', (select array_agg(x.attname order by o) from unnest(k.conkey) with ordinality as u(n, o) join pg_attribute x on x.attrelid = c.oid and x.attnum = n),
           'target', t.relname,
           'targets', (select array_agg(x.attname order by o) from unnest(k.confkey) with ordinality as u(n, o) join pg_attribute x on x.attrelid = t.oid and x.attnum = n)))
         from pg_constraint k join pg_class t on t.oid = k.confrelid
         where k.conrelid = c.oid and k.contype = 'f'), '[]') as keys
     from pg_class c join pg_namespace s on s.oid = c.relnamespace
     where s.nspname = 'core' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migration'
     order by c.relname`,
  );
  return rows;
}

import pg from 'pg';
import { typeParser } from './value-types.ts';

/** What the driver calls on a query of its own, and its types do not tell. */
interface DriverQuery {
  submit(connection: pg.Connection): Error | null;
  prepare(connection: pg.Connection): void;
  hasBeenParsed(connection: pg.Connection): boolean;
  handleRowDescription(description: RowDescription): void;
  handleDataRow(row: DataRow): void;
  handleReadyForQuery(connection: pg.Connection): void;
  handleError(error: Error, connection: pg.Connection): void;
}

interface RowDescription {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

/** A row as the driver hands it on: the texts of its values. */
export interface DataRow {
  readonly fields: readonly (string | null)[];
}

/** The columns of a statement's rows. */
export interface RowShape {
  readonly names: readonly string[];
  readonly types: readonly number[];
  readonly parsers: readonly ((text: string) => unknown)[];
  /** A row without values, to be copied: each row is then built alike. */
  readonly empty: Readonly<Record<string, unknown>>;
}

const Query = pg.Query as unknown as new (config: pg.QueryConfig) => DriverQuery;

/** What is known of the statements that are prepared on a connection. */
interface Known {
  readonly shapes: Map<string, RowShape>;
  /** The connection, over which nobody asks what rows are like. */
  readonly quiet: pg.Connection;
}

const known = new WeakMap<pg.Connection, Known>();

/**
 * A query that asks what its rows are like only when its statement is prepared. The driver asks each time: PostgreSQL looks
 * up name and type of every column and tells them, and the driver takes that apart again. It cannot have become otherwise,
 * for a plan whose columns have changed fails by itself.
 */
export class PreparedQuery extends Query {
  readonly found: Record<string, unknown>[] = [];
  readonly #statement: string | undefined;
  #asking: pg.Connection | null = null;
  #shape: RowShape | null = null;
  #failed: { error: unknown } | null = null;

  constructor(config: pg.QueryConfig) {
    super(config);
    this.#statement = config.name;
  }

  override prepare(connection: pg.Connection): void {
    const before = known.get(connection);
    const shape = this.#statement === undefined ? undefined : before?.shapes.get(this.#statement);
    if (before === undefined || shape === undefined || !this.hasBeenParsed(connection)) {
      this.#asking = connection;
      return super.prepare(connection);
    }
    this.described(shape);
    super.prepare(before.quiet);
  }

  override handleRowDescription(description: RowDescription): void {
    const shape = shapeOf(description);
    if (this.#statement !== undefined && this.#asking !== null)
      knownOf(this.#asking).shapes.set(this.#statement, shape);
    this.described(shape);
  }

  /** Before the first row. */
  protected described(shape: RowShape): void {
    this.#shape = shape;
  }

  override handleDataRow({ fields }: DataRow): void {
    if (this.hasFailed) return;
    try {
      this.found.push(rowOf(this.#shape!, fields));
    } catch (error) {
      this.failed(error);
    }
  }

  protected get hasFailed(): boolean {
    return this.#failed !== null;
  }

  /** Told when the query has ended: the connection is in the middle of it. */
  protected failed(error: unknown): void {
    this.#failed = { error };
  }

  override handleReadyForQuery(connection: pg.Connection): void {
    if (this.#failed === null) super.handleReadyForQuery(connection);
    else super.handleError(this.#failed.error as Error, connection);
  }
}

function rowOf({ names, parsers, empty }: RowShape, fields: DataRow['fields']): Record<string, unknown> {
  const row = { ...empty };
  for (let at = 0; at < names.length; at++) {
    const text = fields[at] ?? null;
    if (text !== null) row[names[at]!] = parsers[at]!(text);
  }
  return row;
}

function shapeOf({ fields }: RowDescription): RowShape {
  const names = fields.map(({ name }) => name);
  const types = fields.map(({ dataTypeID }) => dataTypeID);
  const parsers = types.map((type) => typeParser(type));
  return { names, types, parsers, empty: Object.fromEntries(names.map((name) => [name, null])) };
}

function knownOf(connection: pg.Connection): Known {
  let found = known.get(connection);
  if (found === undefined) {
    const quiet = Object.create(connection, { describe: { value: () => {} } }) as pg.Connection;
    known.set(connection, (found = { shapes: new Map(), quiet }));
  }
  return found;
}

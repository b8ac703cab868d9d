import { createHash } from 'node:crypto';
import { StrataError, dateAt } from '@stratacrm/sdk';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { Slot, type SlotName } from '../../expressions-sql/slot.ts';
import type { Context } from '../../kernel/context.ts';
import type { Rows } from '../../kernel/database.ts';
import type { RowReader } from '../../kernel/row-read.ts';
import { BoundedMap } from './bounded-map.ts';

/** A place among the parameters whose value the use case gives when it runs the statement: an id, a limit. */
class Given {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** The parameter itself; cast it where PostgreSQL cannot tell its type. */
export function given(name: string): RawBuilder<unknown> {
  return sql`${new Given(name)}`;
}

/** A statement compiled once and run many times. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** The name of the prepared statement: from the second run of its text on, for most filters are used once. */
  name(): string | undefined;
}

/** Only compiles; it never connects. */
const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/**
 * Every connection keeps each prepared statement, some 50 KB, until it ends, and people can write filters without end:
 * beyond so many names per release further statements go unprepared.
 */
const MOST_NAMES = 600;

/** The release of a catalog that is only tried out: no connection keeps a statement under a name that a real one would use. */
export const REHEARSAL = -1;

/** Texts that were run once are remembered so far, to be known when they come again. */
const MOST_REMEMBERED = 2_000;

export class StatementNames {
  #release: number;
  #names = new Set<string>();
  #once = new BoundedMap<string, true>(MOST_REMEMBERED);

  constructor(release: number) {
    this.#release = release;
  }

  /**
   * The name, from the second time on. Filters that differ in their values alone are one text, so they share it. The release is
   * part of it: after a change of a column's type an old plan would fail for ever.
   */
  again(text: string): string | undefined {
    const name = `r${this.#release}_${createHash('sha1').update(text).digest('base64url').slice(0, 16)}`;
    if (this.#names.has(name)) return name;
    if (this.#names.size >= MOST_NAMES || this.#release === REHEARSAL) return undefined;
    if (this.#once.get(name) === undefined) {
      this.#once.set(name, true);
      return undefined;
    }
    this.#names.add(name);
    return name;
  }
}

export function compileStatement(query: RawBuilder<unknown>, names: StatementNames): Statement {
  // What it was compiled from, ten times as much, must not be kept with it.
  const { sql: text, parameters } = query.compile(compiler);
  // Only filters bring texts of their own.
  if (parameters.some((each) => typeof each === 'string' && !isStorable(each)))
    throw new StrataError('invalid_text', {}, [{ path: 'filter', code: 'invalid_text' }]);
  let name: string | undefined;
  return { text, parameters, name: () => (name ??= names.again(text)) };
}

/** PostgreSQL keeps neither NUL nor half a character. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

export type GivenValues = Readonly<Record<string, unknown>>;

/** Runs a statement with the values of this request. */
export function runStatement<Row extends object>(
  ctx: Context,
  statement: Statement,
  values: GivenValues = {},
): Promise<Rows<Row>> {
  return ctx.db.query<Row>(statement.text, boundValues(ctx, statement, values), statement.name());
}

/** The same, its rows read as they come. */
export function readStatement(
  ctx: Context,
  statement: Statement,
  values: GivenValues,
  reader: RowReader,
): Promise<void> {
  return ctx.db.read(reader, statement.text, boundValues(ctx, statement, values), statement.name());
}

function boundValues(ctx: Context, { parameters }: Statement, values: GivenValues): unknown[] {
  const bound = new Array<unknown>(parameters.length);
  for (let i = 0; i < parameters.length; i++) {
    const each = parameters[i];
    bound[i] = each instanceof Slot ? slotValue(ctx, each.name) : each instanceof Given ? values[each.name] : each;
  }
  return bound;
}

function slotValue(ctx: Context, name: SlotName): unknown {
  const { actor } = ctx;
  switch (name) {
    case 'now':
      return ctx.now.toISOString();
    case 'today':
      return dateAt(ctx.now.getTime(), actor.timeZone);
    case 'time_zone':
      return actor.timeZone;
    case 'user.id':
      return actor.userId;
    case 'user.email':
      return actor.email;
    case 'user.name':
      return actor.name;
    case 'user.roles':
      return actor.roles;
    case 'user.teams':
      return actor.teams;
    case 'user.managed_teams':
      return actor.managedTeams;
    case 'user.record':
      return actor.portal?.record ?? null;
  }
}

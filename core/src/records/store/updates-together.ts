import { relationOf, type CompiledField } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { Catalog, CatalogObject, ModelContext } from '../../model/catalog.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { isTransaction } from './atomically.ts';
import { Gathering } from './gathering.ts';
import { parameterName, type RowColumn } from './row-parameters.ts';

/** What updates have in common that can be stored by one statement. */
export interface UpdateShape {
  readonly object: CatalogObject;
  /** Columns that are set. */
  readonly set: readonly RowColumn[];
  /** Their texts are searched, and have changed. */
  readonly search: boolean;
}

/** The parameters of the statement that would store it alone. */
type UpdateValues = Readonly<Record<string, unknown>>;

interface Update {
  readonly ctx: ModelContext;
  readonly values: UpdateValues;
}

/**
 * Whether others may come along. What the database checks against other records may have to wait for them, and may be
 * refused; a transaction is of one caller alone.
 */
export function mayGoTogether({ db }: ModelContext, fields: readonly CompiledField[]): boolean {
  return !isTransaction(db) && fields.every((field) => SET_BY_SERVER.has(field.name) || !isChecked(field));
}

const SET_BY_SERVER: ReadonlySet<string> = new Set(['updated_at', 'updated_by']);

function isChecked(field: CompiledField): boolean {
  return field.unique === true || relationOf(field) !== undefined;
}

/**
 * Stores an update in one statement with those that come while another is under way (ADR 0054). Answers with whether it was
 * stored: not where the record is no longer as it was read or somebody holds it, nor where the database refused any of them.
 */
export function updateTogether(ctx: ModelContext, shape: UpdateShape, values: UpdateValues): Promise<boolean> {
  return gatheringOf(ctx.catalog, shape).add({ ctx, values });
}

function gatheringOf(catalog: Catalog, shape: UpdateShape): Gathering<Update> {
  const columns = shape.set.map(({ name }) => name).join();
  return planned(catalog, `together|${shape.object.name}|${columns}|${shape.search}`, () => {
    const rows = new GivenRows(shape);
    const statement = compileStatement(statementOf(catalog, shape, rows), memoryOf(catalog).names);
    return new Gathering(async (updates) => {
      const text = JSON.stringify(updates.map(({ values }) => rows.rowOf(values)));
      const values = { rows: text, object: shape.object.name };
      const stored = await runStatement<{ change: string }>(updates[0]!.ctx, statement, values);
      const changes = new Set<unknown>(stored.rows.map(({ change }) => change));
      return new Set(updates.filter((update) => changes.has(update.values[CHANGE_ID])));
    });
  });
}

const RECORD_ID = parameterName('changed', '~id');
const VERSION = parameterName('changed', '~version');
const CHANGE_ID = parameterName('entry', 'change_id');
const ACTION = parameterName('entry', 'action');
const CHANGES = parameterName('entry', 'changes');
const TEXTS = parameterName('entry', 'texts');
const OWN_CAUSE = parameterName('entry', 'cause_id');

/** Beside the columns that are set. */
const ALWAYS = {
  [RECORD_ID]: 'uuid',
  [VERSION]: 'bigint',
  [CHANGE_ID]: 'uuid',
  [ACTION]: 'text',
  [CHANGES]: 'jsonb',
  [OWN_CAUSE]: 'text',
  at: 'timestamptz',
  actor: 'uuid',
  cause: 'text',
  cause_id: 'text',
  request_id: 'text',
} as const;

/** Rows of which each parameter is a column, under a short name that no field can have. */
class GivenRows {
  readonly #names = new Map<string, string>();
  readonly columns: RawBuilder<unknown>[] = [];
  readonly values: RawBuilder<unknown>[] = [];

  constructor({ set, search }: UpdateShape) {
    for (const [parameter, type] of Object.entries(ALWAYS)) this.#add(parameter, type);
    for (const { name, type } of set) this.#add(parameterName('changed', name), type);
    if (search) this.#add(TEXTS, 'text');
  }

  #add(parameter: string, type: string): void {
    const name = `~${this.#names.size}`;
    this.#names.set(parameter, name);
    this.columns.push(sql`${sql.id(name)} text`);
    this.values.push(sql`${sql.id(name)}::${sql.raw(type)} as ${sql.id(name)}`);
  }

  column(parameter: string): RawBuilder<unknown> {
    return sql.id(this.#names.get(parameter)!);
  }

  rowOf(values: UpdateValues): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (const [parameter, name] of this.#names) row[name] = values[parameter] ?? null;
    return row;
  }
}

/**
 * The rows come as JSON, of which PostgreSQL expects as many however many there are: for an array it plans anew each time.
 * A record that somebody holds is left to its own statement, so that nobody else waits for it.
 */
function statementOf(catalog: Catalog, { object, set, search }: UpdateShape, rows: GivenRows): RawBuilder<unknown> {
  const table = sql.id(object.table.schema, object.table.name);
  const of = (parameter: string): RawBuilder<unknown> => rows.column(parameter);
  const asRead = sql`t.id = r.${of(RECORD_ID)} and t.version = r.${of(VERSION)}`;
  const sets = set.map(({ name }) => sql`${sql.id(name)} = r.${of(parameterName('changed', name))}`);
  const parts = [
    sql`given as materialized (select ${sql.join(rows.values)} from json_to_recordset(${given('rows')}::json) as r(${sql.join(rows.columns)}))`,
    sql`free as materialized (select t.id from ${table} as t join given as r on ${asRead} for no key update of t skip locked)`,
    sql`written as (update ${table} as t set version = t.version + 1, ${sql.join(sets)}
      from given as r join free as f on f.id = r.${of(RECORD_ID)} where ${asRead} returning t.id, t.version, r.*)`,
    sql`logged as (insert into core.change_log (id, at, object, record_id, version, action, actor, cause, cause_id, release, request_id, changes)
      select ${of(CHANGE_ID)}, ${of('at')}, ${given('object')}, id, version, ${of(ACTION)}, ${of('actor')}, ${of('cause')},
        coalesce(${of(OWN_CAUSE)}, ${of('cause_id')}), ${sql.lit(catalog.release)}, ${of('request_id')}, ${of(CHANGES)} from written)`,
    sql`told as (insert into core.outbox (change_id, at, object, record_id, action)
      select ${of(CHANGE_ID)}, ${of('at')}, ${given('object')}, id, ${of(ACTION)} from written)`,
    ...(search ? [keepTexts(of(TEXTS))] : []),
  ];
  return sql`with ${sql.join(parts)} select ${of(CHANGE_ID)} as change from written`;
}

/** Not yet in the index: see search-fresh.ts. */
function keepTexts(texts: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`found as (insert into core.search_fresh (record_id, object, texts) select id, ${given('object')}, ${texts} from written
    on conflict (record_id) do update set object = excluded.object, texts = excluded.texts)`;
}

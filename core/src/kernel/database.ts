import { Socket } from 'node:net';
import pg from 'pg';
import type { Log } from './log.ts';
import { PreparedQuery } from './prepared-query.ts';
import { RowRead, type RowReader } from './row-read.ts';
import { RowSocket } from './row-socket.ts';
import { StartupError } from './startup-error.ts';
import { typeParser } from './value-types.ts';

export interface Rows<Row> {
  readonly rows: Row[];
  /** Rows returned, or touched by a statement that returns none. */
  readonly rowCount: number;
}

/** What statements can be sent to: the pool, or one transaction. */
export interface Queryable {
  /**
   * Sends one statement. With a `name` PostgreSQL prepares it once per connection and reuses the plan; the same name must
   * always carry the same text. int8, numeric, date, timestamp, timestamptz and interval arrive as PostgreSQL's own text.
   */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
    name?: string,
  ): Promise<Rows<Row>>;
  /** The same, its rows read as they come and kept by nobody else. */
  read(reader: RowReader, text: string, values: readonly unknown[], name?: string): Promise<void>;
}

/** One open transaction on one connection. */
export interface Transaction extends Queryable {
  /** Runs `work`; when it fails only what it did is undone and the transaction lives on. */
  savepoint<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Called once the commit is certain, in order; never after a roll-back. */
  afterCommit(callback: () => void): void;
  /** The connection itself, for libraries that need one (see orm.ts). It must not be kept. */
  readonly connection: pg.PoolClient;
}

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readonly readOnly?: boolean;
  /** How often `work` is run again after a serialization failure or deadlock; 0 by default, so `work` runs once. */
  readonly retries?: number;
}

export interface ListenOptions {
  /** Called when the subscription is (again) in force. What was notified meanwhile is lost: read the state again. */
  readonly onSubscribed?: () => void;
}

export interface Database extends Queryable {
  transaction<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    options?: TransactionOptions,
  ): Promise<Result>;
  /** Hears NOTIFY on a channel, over one connection shared by all channels that comes back by itself. Answers with the way to stop. */
  listen(channel: string, callback: (payload: string) => void, options?: ListenOptions): Promise<() => Promise<void>>;
  /** Waits for open work, then closes every connection. */
  close(): Promise<void>;
  readonly url: string;
  readonly pool: pg.Pool;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly log: Log;
}

/** Connects, and makes sure that it is a PostgreSQL Strata can use. Throws a StartupError in one line when it is not. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const pool = createPool(options);
  try {
    await checkServer(pool);
  } catch (error) {
    await pool.end();
    throw unreachable(options.url, error);
  }
  return new PooledDatabase(pool, options);
}

class PooledDatabase implements Database {
  readonly url: string;
  readonly pool: pg.Pool;
  #listener: Listener;
  #log: Log;
  #closing: Promise<void> | null = null;

  constructor(pool: pg.Pool, options: DatabaseOptions) {
    this.pool = pool;
    this.url = options.url;
    this.#listener = new Listener(options);
    this.#log = options.log;
  }

  /**
   * A statement by itself is a transaction by itself: nothing of one that gave way in a deadlock is left, and it is sent
   * again. Mostly it is a reader: what changes tables waits for 60 ms at a time and readers wait for longer, so where a publish
   * holds one table of a search and wants the next, PostgreSQL finds the reader to be the one that has waited too long.
   */
  query<Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<Rows<Row>> {
    return repeated(STATEMENT_RETRIES, () => send<Row>(this.pool, text, values, name));
  }

  read(reader: RowReader, text: string, values: readonly unknown[], name?: string): Promise<void> {
    return repeated(STATEMENT_RETRIES, () => read(this.pool, reader, configOf(text, values, name)));
  }

  transaction<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    options: TransactionOptions = {},
  ): Promise<Result> {
    return repeated(options.retries ?? 0, () => this.#once(work, options));
  }

  async #once<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    options: TransactionOptions,
  ): Promise<Result> {
    const connection = await this.pool.connect();
    const transaction = new OpenTransaction(connection);
    let result: Result;
    let broken: Error | undefined;
    try {
      await connection.query(beginStatement(options));
      result = await work(transaction);
      await commit(connection);
    } catch (error) {
      // A connection that cannot even roll back is thrown away, not given to the next caller.
      await connection.query('rollback').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      connection.release(broken);
    }
    transaction.tellCommitted(this.#log);
    return result;
  }

  listen(
    channel: string,
    callback: (payload: string) => void,
    options: ListenOptions = {},
  ): Promise<() => Promise<void>> {
    return this.#listener.add({ channel, callback, onSubscribed: options.onSubscribed ?? (() => {}) });
  }

  close(): Promise<void> {
    return (this.#closing ??= Promise.all([this.#listener.close(), this.pool.end()]).then(() => {}));
  }
}

class OpenTransaction implements Transaction {
  readonly connection: pg.PoolClient;
  #callbacks: (() => void)[] = [];
  #depth = 0;

  constructor(connection: pg.PoolClient) {
    this.connection = connection;
  }

  query<Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<Rows<Row>> {
    return send<Row>(this.connection, text, values, name);
  }

  read(reader: RowReader, text: string, values: readonly unknown[], name?: string): Promise<void> {
    return read(this.connection, reader, configOf(text, values, name));
  }

  async savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    const name = `s${++this.#depth}`;
    const callbacks = this.#callbacks.length;
    await this.connection.query(`savepoint ${name}`);
    try {
      const result = await work();
      await this.connection.query(`release savepoint ${name}`);
      return result;
    } catch (error) {
      this.#callbacks.length = callbacks;
      await this.connection.query(`rollback to savepoint ${name}`);
      throw error;
    } finally {
      this.#depth--;
    }
  }

  afterCommit(callback: () => void): void {
    this.#callbacks.push(callback);
  }

  /** What is committed stays committed, whatever a callback makes of it. */
  tellCommitted(log: Log): void {
    for (const callback of this.#callbacks) {
      try {
        callback();
      } catch (error) {
        log.error('What was to happen after a commit failed', { error });
      }
    }
  }
}

interface Subscription {
  readonly channel: string;
  readonly callback: (payload: string) => void;
  readonly onSubscribed: () => void;
}

/** The one connection that LISTENs. A pooler in transaction mode would lose notifications, so it is never a pooled one. */
class Listener {
  #options: DatabaseOptions;
  #subscriptions = new Set<Subscription>();
  #client: pg.Client | null = null;
  #connecting: Promise<void> | null = null;
  #closed = false;
  #retry: NodeJS.Timeout | undefined;
  #pulse: NodeJS.Timeout | undefined;

  constructor(options: DatabaseOptions) {
    this.#options = options;
  }

  async add(subscription: Subscription): Promise<() => Promise<void>> {
    this.#subscriptions.add(subscription);
    try {
      if (this.#client === null) await this.#connected();
      else await this.#subscribe(this.#client, subscription);
    } catch (error) {
      this.#subscriptions.delete(subscription);
      throw error;
    }
    return () => this.#remove(subscription);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    clearInterval(this.#pulse);
    await this.#connecting?.catch(() => {});
    await this.#client?.end();
    this.#client = null;
  }

  async #remove(subscription: Subscription): Promise<void> {
    this.#subscriptions.delete(subscription);
    const wanted = [...this.#subscriptions].some((each) => each.channel === subscription.channel);
    if (!wanted) await this.#client?.query(`unlisten ${pg.escapeIdentifier(subscription.channel)}`).catch(() => {});
  }

  /** One attempt at a time, whoever asks. */
  #connected(): Promise<void> {
    clearTimeout(this.#retry);
    return (this.#connecting ??= this.#connect().finally(() => (this.#connecting = null)));
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ ...connectionOptions(this.#options.url), application_name: 'strata listener' });
    client.on('notification', ({ channel, payload }) => this.#deliver(channel, payload ?? ''));
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('The connection ended')));
    await client.connect();
    for (const subscription of this.#subscriptions) await this.#subscribe(client, subscription);
    this.#client = client;
    // A connection cut in between says nothing; asking does.
    const ask = (): void => void client.query('select 1').catch((error: Error) => this.#lost(client, error));
    this.#pulse = setInterval(ask, 30_000).unref();
  }

  async #subscribe(client: pg.Client, subscription: Subscription): Promise<void> {
    await client.query(`listen ${pg.escapeIdentifier(subscription.channel)}`);
    subscription.onSubscribed();
  }

  #deliver(channel: string, payload: string): void {
    for (const each of this.#subscriptions) {
      if (each.channel !== channel) continue;
      try {
        each.callback(payload);
      } catch (error) {
        this.#options.log.error('A listener failed', { channel, error });
      }
    }
  }

  #lost(client: pg.Client, error: Error): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = null;
    clearInterval(this.#pulse);
    this.#options.log.warn('The connection that listens was lost; connecting again', { reason: error.message });
    void client.end().catch(() => {});
    this.#again(50);
  }

  #again(wait: number): void {
    this.#retry = setTimeout(() => {
      this.#connected().catch((error: unknown) => {
        this.#options.log.debug('Listening again failed', { error });
        if (!this.#closed) this.#again(Math.min(wait * 2, 5_000));
      });
    }, wait);
  }
}

function createPool(options: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    ...connectionOptions(options.url),
    // The driver tells it whether the connection is to be encrypted; then its bytes mean nothing before they are read.
    stream: ((config: { ssl?: unknown }) => (config.ssl ? new Socket() : new RowSocket())) as () => Socket,
    application_name: 'strata',
    max: options.poolSize,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 10_000,
    // oxlint-disable-next-line typescript/no-misused-promises -- its types say void, but the pool awaits it
    onConnect: (client) => client.query("set timezone = 'UTC'"),
  });
  // Without these a connection that the server drops would be an uncaught exception and end the process.
  // A client that is being ended may still hear the server's farewell.
  const lost = (error: Error): void => {
    if (!pool.ending) options.log.warn('A connection to PostgreSQL was lost', { reason: error.message });
  };
  pool.on('error', lost);
  pool.on('connect', (client) => client.on('error', lost));
  return pool;
}

function connectionOptions(url: string): pg.ClientConfig {
  return { connectionString: url, types: { getTypeParser: typeParser }, keepAlive: true };
}

async function send<Row extends object>(
  target: pg.Pool | pg.PoolClient,
  text: string,
  values?: readonly unknown[],
  name?: string,
): Promise<Rows<Row>> {
  const query = new PreparedQuery(configOf(text, values, name));
  try {
    const rowCount = await asked(target, query);
    return { rows: query.found as Row[], rowCount };
  } catch (error) {
    // It was made where the driver hears of it; whoever sent the statement is more to the point.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  }
}

function configOf(text: string, values?: readonly unknown[], name?: string): pg.QueryConfig {
  const query: pg.QueryConfig = { text };
  if (values !== undefined) query.values = values as unknown[];
  if (name !== undefined) query.name = name;
  return query;
}

/** Both do, with a callback, and their types tell of neither. */
interface TakesQueries {
  query(query: PreparedQuery, values: undefined, ended: (error: Error | null | undefined, result: Ended) => void): void;
}

type Ended = { readonly rowCount?: number | null } | undefined;

/** Answers with how many rows there were. */
function asked(target: pg.Pool | pg.PoolClient, query: PreparedQuery): Promise<number> {
  return new Promise((resolve, reject) => {
    const ended = (error: Error | null | undefined, result: Ended): void =>
      error == null ? resolve(result?.rowCount ?? 0) : reject(error);
    (target as unknown as TakesQueries).query(query, undefined, ended);
  });
}

async function read(target: pg.Pool | pg.PoolClient, reader: RowReader, config: pg.QueryConfig): Promise<void> {
  await asked(target, new RowRead(config, reader));
}

/** PostgreSQL answers the commit of a transaction in which a statement failed with ROLLBACK, and calls that no error. */
async function commit(connection: pg.PoolClient): Promise<void> {
  const { command } = await connection.query('commit');
  if (command !== 'COMMIT')
    throw new Error('A statement of this transaction failed and nobody minded, so nothing of it was kept');
}

function beginStatement(options: TransactionOptions): string {
  const isolation = options.isolation === undefined ? '' : ` isolation level ${options.isolation}`;
  return `begin${isolation}${options.readOnly === true ? ' read only' : ''}`;
}

/** Each time PostgreSQL takes a second to find the deadlock. */
const STATEMENT_RETRIES = 3;

async function repeated<Result>(retries: number, work: () => Promise<Result>): Promise<Result> {
  for (let left = retries; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left <= 0 || !isTransient(error)) throw error;
    }
  }
}

/** Serialization failure and deadlock: the same work may well succeed the next time. */
function isTransient(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01');
}

const oldestVersion = 15;

interface ServerFacts {
  readonly version: string;
  readonly encoding: string;
  readonly standby: boolean;
  readonly may_create: boolean;
}

async function checkServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<ServerFacts>(`
    select current_setting('server_version') as version, current_setting('server_encoding') as encoding,
      pg_is_in_recovery() as standby, has_database_privilege(current_database(), 'create') as may_create`);
  const problem = rows[0] === undefined ? null : unsuitable(rows[0]);
  if (problem !== null) throw new StartupError(problem);
}

function unsuitable(server: ServerFacts): string | null {
  const { version, encoding } = server;
  if (Number.parseInt(version, 10) < oldestVersion)
    return `it is PostgreSQL ${version}; Strata needs ${oldestVersion} or newer`;
  if (encoding !== 'UTF8') return `its encoding is ${encoding}; Strata needs a database made with UTF8`;
  if (server.standby) return 'it is a read-only standby; name the primary';
  if (!server.may_create)
    return 'this user may not create schemas in it; let its owner run: grant create on database … to …';
  return null;
}

function unreachable(url: string, error: unknown): StartupError {
  const { hostname, port, pathname, username } = new URL(url);
  const where = `${username === '' ? '' : `${username}@`}${hostname}:${port || 5432}${pathname}`;
  return new StartupError(
    `The database ${where} cannot be used: ${reason(error)}. Check DATABASE_URL, or unset it to use the packaged PostgreSQL.`,
  );
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return reason(error.errors[0]);
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, ' ').replace(/\.$/, '');
}

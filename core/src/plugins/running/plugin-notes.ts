import type { JsonValue } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { Log } from '../../kernel/log.ts';
import type { PluginLine } from '../sandbox/sandbox.ts';

interface Line extends PluginLine {
  plugin: string;
  handler: string;
  run: string | null;
  at: string;
}

interface Use {
  plugin: string;
  handler: string;
  at: string;
  calls: number;
  failures: number;
  cpu_ms: number;
  wall_ms: number;
  longest_ms: number;
}

const FLUSH_MS = 1_000;
const MOST_BUFFERED = 5_000;
const HOUR_MS = 3_600_000;

/**
 * What plugins say and use, written once a second: a save that a plugin looks at pays nothing for it. What was not
 * written when the process is killed is lost.
 */
export class PluginNotes {
  readonly #db: Queryable;
  readonly #log: Log;
  #lines: Line[] = [];
  #uses = new Map<string, Use>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(db: Queryable, log: Log) {
    this.#db = db;
    this.#log = log;
  }

  say(plugin: string, handler: string, run: string | null, { level, message, facts }: PluginLine): void {
    if (this.#lines.length >= MOST_BUFFERED) return;
    this.#lines.push({
      plugin,
      handler,
      run,
      level,
      message: clean(message),
      facts: cleaned(facts),
      at: new Date().toISOString(),
    });
    this.#soon();
  }

  use(plugin: string, handler: string, cost: { failed: boolean; cpu: number; wall: number }): void {
    const at = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS).toISOString();
    const key = `${plugin} ${handler} ${at}`;
    let use = this.#uses.get(key);
    if (use === undefined) {
      use = { plugin, handler, at, calls: 0, failures: 0, cpu_ms: 0, wall_ms: 0, longest_ms: 0 };
      this.#uses.set(key, use);
    }
    use.calls++;
    if (cost.failed) use.failures++;
    use.cpu_ms += cost.cpu;
    use.wall_ms += cost.wall;
    use.longest_ms = Math.max(use.longest_ms, cost.wall);
    this.#soon();
  }

  /** Writes what there is. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  async #write(): Promise<void> {
    const [lines, uses] = [this.#lines, [...this.#uses.values()]];
    this.#lines = [];
    this.#uses = new Map();
    try {
      if (lines.length > 0) await this.#db.query(INSERT_LINES, [JSON.stringify(lines)]);
      if (uses.length > 0) await this.#db.query(ADD_USES, [JSON.stringify(uses)]);
    } catch (error) {
      this.#log.warn('What plugins said could not be written', { error });
    }
  }
}

/** PostgreSQL keeps neither NUL nor half a character. */
function clean(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

function cleaned(facts: JsonValue): JsonValue {
  const text = JSON.stringify(facts);
  return /\\u0000|\\ud[89a-f]/i.test(text) ? null : facts;
}

const INSERT_LINES = `
  insert into core.plugin_line (plugin, handler, run, level, message, facts, at)
  select plugin, handler, run, level, message, facts, at
  from json_to_recordset($1::json) as l(plugin text, handler text, run uuid, level text, message text, facts jsonb, at timestamptz)`;

const ADD_USES = `
  insert into core.plugin_use as u (plugin, handler, at, calls, failures, cpu_ms, wall_ms, longest_ms)
  select * from json_to_recordset($1::json) as n(plugin text, handler text, at timestamptz, calls bigint, failures bigint,
    cpu_ms float8, wall_ms float8, longest_ms float8)
  on conflict (plugin, handler, at) do update set calls = u.calls + excluded.calls, failures = u.failures + excluded.failures,
    cpu_ms = u.cpu_ms + excluded.cpu_ms, wall_ms = u.wall_ms + excluded.wall_ms,
    longest_ms = greatest(u.longest_ms, excluded.longest_ms)`;

const KEPT_LINES = 10_000;

/** Lines, runs and figures are kept for some weeks. */
export async function sweepPluginNotes(db: Queryable): Promise<void> {
  await db.query(
    `delete from core.plugin_line as l using (
       select plugin, max(id) as last from core.plugin_line group by plugin
     ) as newest
     where l.plugin = newest.plugin and (l.at < now() - interval '30 days' or l.id in (
       select id from core.plugin_line where plugin = newest.plugin order by id desc offset ${KEPT_LINES}))`,
  );
  await db.query(
    `delete from core.plugin_run where status in ('done', 'failed') and started_at < now() - interval '30 days'`,
  );
  await db.query(`delete from core.plugin_use where at < now() - interval '90 days'`);
  await db.query(
    `delete from core.plugin_value where plugin not in (select id from core.plugin) and changed_at < now() - interval '90 days'`,
  );
}

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { openDatabase, type Database } from '../src/kernel/database.ts';
import { startEmbeddedPostgres } from '../src/kernel/embedded-postgres.ts';
import { createLog, type Log } from '../src/kernel/log.ts';
import { openDataFolder } from '../src/kernel/data-folder.ts';

/** Fills a database that is to be copied for every run. */
export interface Template {
  /** Names the database, with the hash of everything its contents depend on. */
  readonly name: string;
  /** What makes it another one: sizes, say. */
  readonly key: string;
  fill(url: string): Promise<void>;
}

/** The PostgreSQL of the benchmarks: the packaged one, set as in the product, durable, kept with its templates between runs. */
export class BenchPostgres {
  readonly log: Log;
  #url: string;
  #stop: () => Promise<void>;
  #runs: string[] = [];

  private constructor(url: string, log: Log, stop: () => Promise<void>) {
    this.#url = url;
    this.log = log;
    this.#stop = stop;
  }

  static async start(folder: string): Promise<BenchPostgres> {
    const log = createLog({ level: 'error' });
    const lock = openDataFolder(folder);
    try {
      const postgres = await startEmbeddedPostgres({ folder, log });
      const bench = new BenchPostgres(postgres.url, log, async () => {
        await postgres.stop();
        lock.close();
      });
      await bench.#dropLeftOver();
      return bench;
    } catch (error) {
      lock.close();
      throw error;
    }
  }

  /** A fresh copy of the template, which is filled the first time; answers with its URL. */
  async copyOf(template: Template): Promise<string> {
    const from = `template_${template.name}_${hashOf(template)}`;
    if (!(await this.#exists(from))) await this.#make(from, template);
    const run = `run_${template.name}_${process.pid}_${this.#runs.length}`;
    await this.#administer(`create database ${run} template ${from} strategy file_copy`);
    this.#runs.push(run);
    return this.#urlOf(run);
  }

  open(url: string): Promise<Database> {
    return openDatabase({ url, poolSize: 8, log: this.log });
  }

  /** Ends the runs' databases; templates stay for the next time. */
  async stop(): Promise<void> {
    for (const run of this.#runs) await this.#administer(`drop database if exists ${run} with (force)`);
    await this.#stop();
  }

  /** Made under another name, so that an interrupted filling leaves nothing that looks like a template. */
  async #make(name: string, template: Template): Promise<void> {
    for (const old of await this.#databases(`^(template|making)_${template.name}_`))
      await this.#administer(`drop database ${old} with (force)`);
    const making = name.replace('template', 'making');
    await this.#administer(`create database ${making}`);
    await template.fill(this.#urlOf(making));
    await this.#administer(`alter database ${making} rename to ${name}`);
  }

  async #dropLeftOver(): Promise<void> {
    for (const run of await this.#databases('^run_')) await this.#administer(`drop database ${run} with (force)`);
  }

  async #exists(name: string): Promise<boolean> {
    return (await this.#databases(`^${name}$`)).length > 0;
  }

  async #databases(pattern: string): Promise<string[]> {
    const rows = await this.#administer('select datname from pg_database where datname ~ $1', [pattern]);
    return rows.map((row) => String(row['datname']));
  }

  async #administer(text: string, values: string[] = []): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.#url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  #urlOf(name: string): string {
    const url = new URL(this.#url);
    url.pathname = `/${name}`;
    return url.href;
  }
}

/**
 * What a template's contents come from and a start of the server does not bring up to date by itself, as it does tables
 * and the base pack.
 */
function hashOf({ key }: Template): string {
  const hash = createHash('sha256').update(key);
  const datasets = filesIn(import.meta.dirname).filter((file) => file.endsWith('-dataset.ts'));
  const search = INDEX_FILES.map((file) => path.join(import.meta.dirname, '../src/records/search', file));
  for (const file of [...datasets, ...search]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

/** Those that say what the search index of a record is. */
const INDEX_FILES = ['grams.ts', 'readings.ts', 'search-row.ts'];

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((file) => path.join(folder, file));
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '../src/kernel/database.ts';
import { startEmbeddedPostgres } from '../src/kernel/embedded-postgres.ts';
import { createLog } from '../src/kernel/log.ts';
import { migrate } from '../src/kernel/orm.ts';
import { benchmarks, type Benchmark } from './benchmarks.ts';
import type { Measurement } from './measure.ts';

// npm run bench                  all of them
// npm run bench -- database      those named
// npm run bench -- --save        also add the figures to docs/bench/history.json

/** One run, as kept in docs/bench/history.json. Figures of different machines are not to be compared. */
interface Run {
  readonly at: string;
  readonly commit: string;
  readonly machine: string;
  readonly figures: Readonly<Record<string, Measurement[]>>;
}

const history = path.resolve(import.meta.dirname, '../../docs/bench/history.json');

const names = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const chosen = benchmarks.filter((benchmark) => names.length === 0 || names.includes(benchmark.name));
const figures: Record<string, Measurement[]> = {};
for (const benchmark of chosen) {
  figures[benchmark.name] = await runOnFreshDatabase(benchmark);
  printTable(benchmark.name, figures[benchmark.name] ?? []);
}
if (process.argv.includes('--save'))
  save({ at: new Date().toISOString(), commit: commit(), machine: machine(), figures });

async function runOnFreshDatabase(benchmark: Benchmark): Promise<Measurement[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-bench-'));
  const log = createLog({ level: 'warn' });
  const postgres = await startEmbeddedPostgres({ folder, log });
  const database = await openDatabase({ url: postgres.url, poolSize: 32, log });
  try {
    await migrate(database);
    return await benchmark.run(database);
  } finally {
    await database.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function printTable(title: string, measurements: readonly Measurement[]): void {
  const header = [title, 'per second', 'p50 ms', 'p95 ms', 'p99 ms', 'calls'];
  const rows = measurements.map((each) => [
    each.name,
    each.perSecond.toFixed(0),
    each.p50.toFixed(2),
    each.p95.toFixed(2),
    each.p99.toFixed(2),
    String(each.count),
  ]);
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  for (const row of [header, ...rows]) {
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    );
  }
}

function save(run: Run): void {
  const before: unknown = existsSync(history) ? JSON.parse(readFileSync(history, 'utf8')) : [];
  mkdirSync(path.dirname(history), { recursive: true });
  writeFileSync(history, `${JSON.stringify([...(Array.isArray(before) ? before : []), run], null, 2)}\n`);
}

function commit(): string {
  return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
}

function machine(): string {
  const [cpu] = os.cpus();
  return `${os.cpus().length} × ${cpu?.model.trim() ?? os.arch()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}

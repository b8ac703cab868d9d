import type { BenchPostgres } from './bench-postgres.ts';
import type { Figure } from './figure.ts';
import { benchLarge } from './large.ts';
import { benchMemory, benchMemorySoak } from './memory.ts';
import { benchPlugins } from './plugins.ts';
import { benchPublish } from './publish.ts';
import { benchRecords } from './records.ts';
import { benchRollups } from './rollups.ts';
import { benchSearch } from './search.ts';
import type { Settings } from './settings.ts';
import { benchWorkflows } from './workflows.ts';

/** A group of figures that are measured together. */
export interface Benchmark {
  readonly name: string;
  /** What it shows, above its table. */
  readonly title: string;
  /** Takes long, and is run only when it is named. */
  readonly long?: true;
  run(postgres: BenchPostgres, settings: Settings): Promise<Figure[]>;
}

/** Every benchmark, in the order of the page. */
export const benchmarks: readonly Benchmark[] = [
  { name: 'records', title: 'Reading and writing records, beside a bare server', run: benchRecords },
  { name: 'rollups', title: 'Making a record that roll-ups count, beside one that none does', run: benchRollups },
  { name: 'search', title: 'Searching 400,000 records at 10 connections, 95th percentile', run: benchSearch },
  { name: 'workflows', title: 'Workflows, beside a job list whose jobs do nothing', run: benchWorkflows },
  { name: 'large', title: 'Large models, beside an ordinary one', run: benchLarge },
  { name: 'plugins', title: 'The code of plugins, beside records without it', run: benchPlugins },
  { name: 'memory', title: "The server's memory", run: benchMemory },
  { name: 'memory-soak', title: 'Memory over a million requests', long: true, run: benchMemorySoak },
  { name: 'publish', title: 'Publishing a field on a table of 5 million records', long: true, run: benchPublish },
];

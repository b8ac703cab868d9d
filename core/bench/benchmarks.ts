import type { Database } from '../src/kernel/database.ts';
import { measure, type Measurement } from './measure.ts';
import { benchRecords } from './records.ts';
import { benchSearch } from './search.ts';

/** One thing worth a number. It gets a fresh, durable database with the platform's tables. */
export interface Benchmark {
  readonly name: string;
  readonly run: (database: Database) => Promise<Measurement[]>;
}

/** Every benchmark; the first is the yardstick that tells how fast the machine itself was. */
export const benchmarks: readonly Benchmark[] = [
  {
    name: 'database',
    run: async (database) => [
      await measure('select 1, prepared', () => database.query('select 1', [], 'bench_one'), { seconds: 2 }),
    ],
  },
  { name: 'records', run: benchRecords },
  { name: 'search', run: benchSearch },
];

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BenchPostgres } from './bench-postgres.ts';
import { benchmarks } from './benchmarks.ts';
import { goalText, reached, valueText, type Figure } from './figure.ts';
import { commit, machine, readHistory, writeHistory } from './history.ts';
import { PAGE_FILE, benchmarksPage } from './page.ts';
import { FULL, SMOKE, type Settings } from './settings.ts';

// npm run bench                            all but the long ones, in some eight minutes; the first run fills its databases
// npm run bench -- records search          those named
// npm run bench -- memory-soak publish     the long ones
// npm run bench -- --rounds 9              more rounds, for a noisy machine
// npm run bench -- --smoke                 with next to no data: shows that everything runs
// npm run bench -- --save                  also adds the figures to docs/benchmarks.json and writes docs/benchmarks.md anew
// npm run bench -- --page                  measures nothing and writes the page anew

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    save: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
  },
});
const settings: Settings = {
  ...(values.smoke ? SMOKE : FULL),
  ...(values.rounds !== undefined && { rounds: Number(values.rounds) }),
  ...(values.seconds !== undefined && { seconds: Number(values.seconds) }),
};
const unknown = positionals.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown.length > 0)
  throw new Error(
    `There is no benchmark ${unknown.join(', ')}; there are ${benchmarks.map(({ name }) => name).join(', ')}`,
  );

if (!values.page) {
  const figures = await runChosen();
  if (values.save)
    await writeHistory([
      ...readHistory(),
      { at: new Date().toISOString(), commit: commit(), machine: machine(), figures },
    ]);
}
if (values.save || values.page) writeFileSync(PAGE_FILE, await benchmarksPage(readHistory()));

async function runChosen(): Promise<Record<string, readonly Figure[]>> {
  const folder = process.env['STRATA_BENCH_DIR'] ?? path.resolve(import.meta.dirname, '../../.strata/bench');
  const chosen = benchmarks.filter(({ name, long }) =>
    positionals.length === 0 ? long !== true : positionals.includes(name),
  );
  const measured: Record<string, readonly Figure[]> = {};
  const postgres = await BenchPostgres.start(folder);
  try {
    for (const benchmark of chosen) {
      measured[benchmark.name] = await benchmark.run(postgres, settings);
      print(benchmark.title, measured[benchmark.name]!);
    }
  } finally {
    await postgres.stop();
  }
  return measured;
}

function print(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}\n`);
  const rows = figures.map((figure) => [
    mark(figure),
    figure.name,
    `${valueText(figure.value)} ${figure.unit}`,
    goalText(figure),
    Object.entries(figure.beside)
      .map(([name, value]) => `${name.replaceAll('_', ' ')} ${valueText(value)}`)
      .join(', '),
  ]);
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]!.length));
  for (const [sign, name, value, goal, beside] of rows)
    console.log(
      `${sign} ${name!.padEnd(width(1))}  ${value!.padStart(width(2))}  ${goal!.padEnd(width(3))}  ${beside}`,
    );
}

function mark(figure: Figure): string {
  const met = reached(figure);
  return met === null ? ' ' : met ? '✓' : '✗';
}

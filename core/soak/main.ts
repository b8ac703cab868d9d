import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findingsOf, runSoak, type SoakReport } from './soak.ts';

// npm run soak                                   20 kills
// npm run soak -- --kills 100 --seed 7           the same again, as far as a race can be had again
// npm run soak -- --writers 8

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    writers: { type: 'string', default: '4' },
  },
});
const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'strata-soak-'));
console.log(`Seed ${values.seed}; the data is in ${dataFolder} until all is well`);
const report = await runSoak({
  kills: Number(values.kills),
  seed: Number(values.seed),
  writers: Number(values.writers),
  dataFolder,
  onKill: (number, victim, milliseconds) =>
    console.log(`${String(number).padStart(4)}  ${victim.padEnd(16)} back after ${(milliseconds / 1000).toFixed(1)} s`),
});
print(report);
const findings = findingsOf(report);
for (const finding of findings.slice(0, 50)) console.log(`✗ ${finding}`);
if (findings.length === 0) rmSync(dataFolder, { recursive: true, force: true });
else console.log(`${findings.length} findings; the data is kept in ${dataFolder}`);
process.exitCode = findings.length === 0 ? 0 : 1;

function print({ kills, checks, ...report }: SoakReport): void {
  console.log(
    `\nKilled: ${Object.entries(kills)
      .map(([victim, n]) => `${victim} ${n}`)
      .join(', ')}`,
  );
  console.log(`Slowest return: ${(report.slowestReturn / 1000).toFixed(1)} s`);
  console.log(
    `Writes: ${report.attempts} attempted, ${report.acknowledged} acknowledged, ${report.refused} refused, ${report.unknown} without an answer`,
  );
  console.log(`Answers lost: ${report.lost}; repeated with their key and found done: ${report.replayed}\n`);
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const { name, examined, findings } of checks)
    console.log(
      `${findings.length === 0 ? '✓' : '✗'} ${name.padEnd(width)}  ${String(examined).padStart(7)} looked at  ${findings.length} wrong`,
    );
}

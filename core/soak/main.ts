import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findingsOf, runSoak, type SoakReport } from './soak.ts';
import type { CheckResult } from './verify.ts';
import { runWorkflowSoak } from './workflow-soak.ts';

// npm run soak                                   20 kills
// npm run soak -- --kills 100 --seed 7           the same again, as far as a race can be had again
// npm run soak -- --writers 8
// npm run soak -- --workflows --kills 100 --runs 10000

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    writers: { type: 'string', default: '4' },
    workflows: { type: 'boolean', default: false },
    runs: { type: 'string', default: '1000' },
  },
});
const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'strata-soak-'));
console.log(`Seed ${values.seed}; the data is in ${dataFolder} until all is well`);
const common = {
  kills: Number(values.kills),
  seed: Number(values.seed),
  dataFolder,
  onKill: (number: number, victim: string, milliseconds: number) =>
    console.log(`${String(number).padStart(4)}  ${victim.padEnd(16)} back after ${(milliseconds / 1000).toFixed(1)} s`),
};
const findings = values.workflows ? await soakWorkflows() : await soakWrites();
for (const finding of findings.slice(0, 50)) console.log(`✗ ${finding}`);
if (findings.length === 0) rmSync(dataFolder, { recursive: true, force: true });
else console.log(`${findings.length} findings; the data is kept in ${dataFolder}`);
process.exitCode = findings.length === 0 ? 0 : 1;

async function soakWrites(): Promise<string[]> {
  const report = await runSoak({ ...common, writers: Number(values.writers) });
  print(report);
  return findingsOf(report);
}

async function soakWorkflows(): Promise<string[]> {
  const { kills, runs, settled, checks } = await runWorkflowSoak({ ...common, runs: Number(values.runs) });
  printKills(kills);
  console.log(`${runs} runs; all had ended ${settled.toFixed(1)} s after the last kill\n`);
  printChecks(checks);
  return checks.flatMap(({ name, findings }) => findings.map((finding) => `${name}: ${finding}`));
}

function print({ kills, checks, ...report }: SoakReport): void {
  printKills(kills);
  console.log(`Slowest return: ${(report.slowestReturn / 1000).toFixed(1)} s`);
  console.log(
    `Writes: ${report.attempts} attempted, ${report.acknowledged} acknowledged, ${report.refused} refused, ${report.unknown} without an answer`,
  );
  console.log(`Answers lost: ${report.lost}; repeated with their key and found done: ${report.replayed}\n`);
  printChecks(checks);
}

function printKills(kills: Readonly<Record<string, number>>): void {
  const counts = Object.entries(kills).map(([victim, n]) => `${victim} ${n}`);
  console.log(`\nKilled: ${counts.join(', ')}`);
}

function printChecks(checks: readonly CheckResult[]): void {
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const { name, examined, findings } of checks)
    console.log(
      `${findings.length === 0 ? '✓' : '✗'} ${name.padEnd(width)}  ${String(examined).padStart(7)} looked at  ${findings.length} wrong`,
    );
}

// Everything that must hold, in one run: format, lint, import rules, types, hygiene, then all tests. The last line counts
// every check and every test. `--check` leaves the tests out; any other argument goes to vitest, which then runs alone.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from './chromium.mjs';

const root = path.resolve(import.meta.dirname, '..');
const report = path.join(root, '.strata', 'test', 'vitest.json');

const args = process.argv.slice(2);
const checksOnly = args.includes('--check');
const forVitest = args.filter((arg) => arg !== '--check');

/** What vue-tsc does not look at. */
const typed = ['sdk', 'core', 'plugins', 'examples', 'scripts', 'vitest.config.ts'];

/** Each is one program that must end with 0. */
const checks = [
  { title: 'build: studio', run: ['node', 'scripts/boot.mjs', 'build'], needs: 'studio/index.html' },
  { title: 'types: sdk without Node', run: ['tsc', '-p', 'sdk/tsconfig.leaf.json'] },
  {
    title: 'types: studio',
    run: ['studio/node_modules/.bin/vue-tsc', '-p', 'studio', '--noEmit'],
    needs: 'studio/src',
  },
  // Types as `tsc -p` of each package would find them, by the same tsconfig.json, in a tenth of its time.
  { title: 'types and lint', run: ['oxlint', '--type-aware', '--type-check', ...typed] },
  { title: 'lint: studio', run: ['oxlint', '--type-aware', 'studio', 'create'] },
  {
    title: 'lint: templates',
    run: ['eslint', '--no-error-on-unmatched-pattern', 'studio/src/**/*.vue'],
    needs: 'studio/src',
  },
  {
    title: 'imports',
    run: [
      'depcruise',
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'err-long',
      ...['sdk', 'core', 'studio', 'plugins', 'examples', 'scripts'].filter((folder) =>
        existsSync(path.join(root, folder)),
      ),
    ],
  },
  {
    title: 'format',
    run: ['prettier', '--check', '--log-level', 'warn', '--cache', '--cache-location', '.strata/test/prettier', '.'],
  },
  { title: 'hygiene', run: ['node', 'scripts/hygiene.mjs'] },
].filter((check) => check.needs === undefined || existsSync(path.join(root, check.needs)));

async function main() {
  if (forVitest.length > 0) return vitest(forVitest);
  const total = { passed: 0, failed: 0 };
  add(total, await runChecks());
  if (!checksOnly) {
    await prepareBrowser();
    add(total, await vitest([]));
  }
  return total;
}

function add(total, part) {
  total.passed += part.passed;
  total.failed += part.failed;
}

/** Two at a time: most keep one core busy. */
async function runChecks() {
  const result = { passed: 0, failed: 0 };
  const waiting = [...checks];
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const began = performance.now();
      const { code, output } = await run(check.run);
      say(`${code === 0 ? '✓' : '✗'} ${check.title} ${seconds(began)}`);
      if (code !== 0) say(output.trimEnd());
      result[code === 0 ? 'passed' : 'failed']++;
    }
  };
  await Promise.all([worker(), worker()]);
  return result;
}

/** Before the tests, so that an installation does not count against a test's time. */
async function prepareBrowser() {
  await findChromium().catch((error) => say(error.message));
}

async function vitest(extra) {
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const began = performance.now();
  const { code } = await run(
    ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...extra],
    'inherit',
  );
  say(`tests ${seconds(began)}`);
  const result = existsSync(report) ? countTests(JSON.parse(readFileSync(report, 'utf8'))) : { passed: 0, failed: 0 };
  // An error outside any test, or a runner that died, fails the run although no test did.
  if (code !== 0 && result.failed === 0) result.failed++;
  return result;
}

function countTests({ numPassedTests, numFailedTests, numPendingTests, testResults }) {
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  if (numPendingTests > 0) say(`${numPendingTests} tests were skipped`);
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length };
}

function run(command, output = 'pipe') {
  const [name, ...rest] = command;
  return new Promise((resolve) => {
    const child = spawn(name, rest, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', output, output],
    });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

function seconds(began) {
  return `(${((performance.now() - began) / 1000).toFixed(1)} s)`;
}

function say(line) {
  console.log(line);
}

const { passed, failed } = await main();
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

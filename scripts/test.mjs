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
    add(total, await testsAndUnsteadyStories());
  }
  return total;
}

/**
 * All tests; a few stories that failed among all the others are told once more, alone. What fails twice has failed; what
 * passes then is named, for it hides a race: in the story or in the product.
 */
async function testsAndUnsteadyStories() {
  const first = await vitest([]);
  const stories = first.failedFiles.filter((file) => file.endsWith('.story.test.ts'));
  if (stories.length === 0 || stories.length > 3) return first;
  say(`${stories.length} failed among all the others; once more, alone: ${stories.join(', ')}`);
  const again = await vitest(stories);
  const unsteady = stories.filter((file) => !again.failedFiles.includes(file));
  for (const file of unsteady) say(`UNSTEADY: ${file} failed, then passed alone`);
  const elsewhere = first.failed - first.failedIn(stories);
  return { passed: first.passed - first.passedIn(stories) + again.passed, failed: elsewhere + again.failed };
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
  const result = countTests(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : []);
  // An error outside any test, or a runner that died, fails the run although no test did.
  if (code !== 0 && result.failed === 0) result.failed++;
  return result;
}

function countTests(files) {
  const each = files.map((file) => {
    const count = (status) => file.assertionResults.filter((test) => test.status === status).length;
    // A file that broke before its first test is one failure.
    const failed = count('failed') || (file.status === 'failed' ? 1 : 0);
    return {
      name: path.relative(root, file.name),
      passed: count('passed'),
      failed,
      pending: count('pending') + count('skipped'),
    };
  });
  const sum = (what, named = each) => named.reduce((total, file) => total + file[what], 0);
  const among = (names) => each.filter(({ name }) => names.includes(name));
  if (sum('pending') > 0) say(`${sum('pending')} tests were skipped`);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    failedFiles: each.filter(({ failed }) => failed > 0).map(({ name }) => name),
    passedIn: (names) => sum('passed', among(names)),
    failedIn: (names) => sum('failed', among(names)),
  };
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

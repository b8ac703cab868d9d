// Starts any Strata command on a machine that has only Node >= 20 and npm: fetches the pinned Node and pnpm, installs from
// the lockfile, builds what changed, then hands over. Each step is skipped when the hash of what it reads is unchanged, so
// that a second start needs no network. Only what Node 20 has may be used in this file.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const tools = path.join(root, 'tools');
const windows = process.platform === 'win32';

const commands = {
  // Half of V8's usual room for what lives briefly: 27 MB less at rest, and no slower. It may be asked to clear its memory,
  // which core/src/kernel/quiet-memory.ts does.
  start: { studio: true, run: ['--max-semi-space-size=8', '--expose-gc', 'core/src/main.ts'] },
  dev: { studio: false, run: ['scripts/dev.mjs'] },
  test: { studio: false, run: ['scripts/test.mjs'] },
  check: { studio: false, run: ['scripts/test.mjs', '--check'] },
  bench: { studio: false, run: ['core/bench/main.ts'] },
  soak: { studio: false, run: ['core/soak/main.ts'] },
  fuzz: { studio: false, run: ['core/fuzz/main.ts'] },
  build: { studio: true, run: [] },
  // Works where its user is, not here.
  strata: { studio: false, run: [path.join(root, 'sdk/src/cli/main.ts')], cwd: process.env.INIT_CWD ?? process.cwd() },
};

/** Ends the command with one line that says what is wrong and what to do. */
class BootError extends Error {}

async function main([name = 'start', ...args]) {
  const command = commands[name];
  if (!command) throw new BootError(`Unknown command "${name}". Known: ${Object.keys(commands).join(', ')}.`);

  const env = cleanEnvironment(process.env);
  const release = await takeLock();
  let node;
  try {
    node = await fetchTools(env);
    env.PATH = [path.dirname(node), path.join(root, 'node_modules/.bin'), env.PATH].join(path.delimiter);
    await installPackages(node, env);
    if (command.studio) await buildStudio(node, env);
  } finally {
    release();
  }
  if (command.run.length === 0) return 0;
  // With what was compiled the last time a start takes half the processor and 25 MB less, for nothing strips types again.
  const cache = { NODE_COMPILE_CACHE: env.NODE_COMPILE_CACHE ?? path.join(root, '.strata', 'compile-cache') };
  const handed = { ...env, ...cache, STRATA_PARENT: String(process.pid) };
  return handOver(node, [...command.run, ...args], handed, command.cwd ?? root);
}

/**
 * npm gives its children some forty npm_* variables, which turn a nested npm or pnpm from its own folder and settings.
 * Only where to fetch from, and how, is kept.
 */
function cleanEnvironment(given) {
  const kept =
    /^npm_config_(registry|userconfig|globalconfig|cache|proxy|https_proxy|noproxy|ca|cafile|strict_ssl|.*\/\/.*)$/i;
  const env = Object.fromEntries(Object.entries(given).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)));
  if (!writable(os.homedir())) {
    env.HOME = path.join(root, '.strata', 'home');
    mkdirSync(env.HOME, { recursive: true });
    env.npm_config_cache = path.join(env.HOME, '.npm');
    for (const name of ['XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME']) delete env[name];
  }
  return env;
}

/** Node 24 and pnpm, from npm's registry, by tools/package-lock.json. Answers with the path of node. */
async function fetchTools(env) {
  const stamp = path.join(tools, 'node_modules', '.strata-stamp');
  const wanted = hashOf(['tools/package-lock.json']);
  if (read(stamp) !== wanted) {
    const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
      ? { command: process.execPath, args: [process.env.npm_execpath] }
      : { command: windows ? 'npm.cmd' : 'npm', args: [] };
    await step('Fetching Node and pnpm', () =>
      run(
        npm.command,
        [...npm.args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', tools],
        env,
        tools,
      ),
    );
    writeFileSync(stamp, wanted);
  }
  const packaged = path.join(
    tools,
    'node_modules',
    `node-${windows ? 'win' : process.platform}-${process.arch}`,
    'bin',
    windows ? 'node.exe' : 'node',
  );
  if (existsSync(packaged) && (read(stamp + '-node') === 'ok' || spawnSync(packaged, ['--version']).status === 0)) {
    writeFileSync(stamp + '-node', 'ok');
    return packaged;
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new BootError(
    `Strata runs on Node 24, which npm does not carry for ${process.platform}-${process.arch}; this is Node ${process.versions.node}. Install Node 24 and start again.`,
  );
}

/** Everything in pnpm-lock.yaml, when it or a package.json changed since the last time. */
async function installPackages(node, env) {
  const stamp = path.join(root, 'node_modules', '.strata-stamp');
  const manifests = ['.', 'sdk', 'core', 'studio', ...foldersOf('plugins'), ...foldersOf('examples')].map((folder) =>
    path.join(folder, 'package.json'),
  );
  const wanted = hashOf(['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) + process.platform + process.arch;
  if (read(stamp) === wanted) return;
  const pnpm = path.join(tools, 'node_modules/pnpm/bin/pnpm.cjs');
  await step('Installing packages', () =>
    run(
      node,
      [pnpm, 'install', '--frozen-lockfile', '--prefer-offline', '--config.confirmModulesPurge=false'],
      env,
      root,
    ),
  );
  writeFileSync(stamp, wanted);
}

/** The browser application, when its sources or the SDK's changed since the last build. */
async function buildStudio(node, env) {
  if (!existsSync(path.join(root, 'studio/index.html'))) return;
  const stamp = path.join(root, 'studio/dist/.strata-stamp');
  const wanted = hashOf([
    'pnpm-lock.yaml',
    'sdk/package.json',
    'sdk/src',
    ...readdirSync(path.join(root, 'studio'))
      .filter((name) => !/^(node_modules|dist|stories|test)$/.test(name))
      .map((name) => `studio/${name}`),
  ]);
  if (read(stamp) === wanted) return;
  const vite = path.join(root, 'studio/node_modules/vite/bin/vite.js');
  await step('Building the Studio', () =>
    run(node, [vite, 'build', '--logLevel', 'warn'], env, path.join(root, 'studio')),
  );
  writeFileSync(stamp, wanted);
}

/** Runs the real program in our place: same terminal, same signals, same exit code. */
function handOver(node, args, env, cwd) {
  const child = spawn(node, args, { cwd, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => forward(child, signal));
  stopWithNpm(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (os.constants.signals[signal] ?? 0)));
  });
}

/**
 * npm does not pass every signal on, and none when it is killed. Between it and us there may be a shell, which passes on
 * nothing at all. So we look whether npm is still there, rather than leave a server behind that nobody sees.
 */
function stopWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const family = () => (isShell(process.ppid) ? `${process.ppid} ${parentOf(process.ppid)}` : String(process.ppid));
  const born = family();
  setInterval(() => family() !== born && child.kill('SIGTERM'), 250).unref();
}

function isShell(pid) {
  return /^(ba|da|z|k)?sh$/.test(read(`/proc/${pid}/comm`).trim());
}

/** The name of the process, in brackets, may itself contain anything; what follows the last bracket is its state and parent. */
function parentOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
}

/** Ctrl-C at a terminal reaches the whole process group; a second copy would look like an impatient second Ctrl-C. */
function forward(child, signal) {
  if (signal === 'SIGINT' && process.stdin.isTTY) return;
  child.kill(signal);
}

/** One at a time in one checkout: a second command waits until the first has finished installing. */
async function takeLock() {
  const folder = path.join(root, '.strata');
  const file = path.join(folder, 'boot.lock');
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new BootError(`Strata keeps its data in ${folder}, which cannot be made: ${error.message}`);
  }
  for (let told = false; ;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      const release = () => rmSync(file, { force: true });
      process.once('exit', release);
      return release;
    } catch (error) {
      if (error.code !== 'EEXIST') throw new BootError(`Cannot write ${file}: ${error.message}`);
    }
    const owner = Number(read(file));
    if (owner > 0 && !isBooting(owner)) rmSync(file, { force: true });
    else if (owner === 0 && Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 2000)
      rmSync(file, { force: true });
    else {
      if (!told) say(`Waiting for process ${owner}, which is installing in this folder …`);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** A line on stderr for a step that takes over a second. */
async function step(title, work) {
  const began = Date.now();
  const timer = setTimeout(() => say(`${title} …`), 1000);
  try {
    await work();
  } finally {
    clearTimeout(timer);
  }
  if (Date.now() - began > 1000) say(`${title}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

/** Runs a program quietly; what it printed is shown only when it fails. */
function run(command, args, env, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: command.endsWith('.cmd'),
    });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    const stop = () => child.kill();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    child.on('error', (error) => reject(new BootError(`Cannot run ${path.basename(command)}: ${error.message}`)));
    child.on('exit', (code, signal) => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      if (code === 0) return resolve();
      process.stderr.write(Buffer.concat(output));
      reject(
        new BootError(
          `${[path.basename(command), ...args.map((arg) => path.relative(root, arg) || arg)].slice(0, 4).join(' ')} ended with ${signal ?? `code ${code}`}; its output is above.`,
        ),
      );
    });
  });
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const each of paths) addToHash(hash, each);
  return hash.digest('hex');
}

function addToHash(hash, relative) {
  const full = path.join(root, relative);
  const found = statSync(full, { throwIfNoEntry: false });
  if (!found) return;
  if (found.isDirectory()) for (const name of readdirSync(full).sort()) addToHash(hash, `${relative}/${name}`);
  else hash.update(`${relative}\0`).update(readFileSync(full));
}

function foldersOf(parent) {
  const full = path.join(root, parent);
  return existsSync(full)
    ? readdirSync(full, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => path.join(parent, entry.name))
        .sort()
    : [];
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function writable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A process id left over from before a restart may by now be anybody's. */
function isBooting(pid) {
  const commandLine = read(`/proc/${pid}/cmdline`);
  return pid !== process.pid && alive(pid) && (commandLine === '' || commandLine.includes('boot.mjs'));
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof BootError ? error.message : String(error?.stack ?? error));
  process.exitCode = 1;
}

// The browser that stories and screenshots run in: the machine's own, else Debian's, else one packaged for npm.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const packaged = path.resolve(import.meta.dirname, '../tools/chromium');

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns {Promise<import('./chromium.d.mts').BrowserLaunch>} */
export async function findChromium() {
  const executablePath = installed() ?? fromDebian('chromium') ?? (await fromNpm());
  if (!hasChineseFont()) fromDebian('fonts-noto-cjk');
  return { executablePath, args: flags, headless: true };
}

function installed() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return [...folders.flatMap((folder) => names.map((name) => path.join(folder, name))), mac].find(executable);
}

function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Without one, a screenshot shows boxes for Chinese. */
function hasChineseFont() {
  return spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' }).stdout?.trim() !== '';
}

/** Installs a package where that is possible; answers with the Chromium there is then. */
function fromDebian(name) {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  process.stderr.write(`Installing ${name} …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  apt('update');
  return apt('install', '-y', '--no-install-recommends', name) ? installed() : undefined;
}

async function fromNpm() {
  try {
    if (!existsSync(path.join(packaged, 'node_modules'))) {
      process.stderr.write('Fetching Chromium …\n');
      execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', packaged], {
        stdio: 'pipe',
      });
    }
    const entry = path.join(packaged, 'node_modules/@sparticuz/chromium/build/index.js');
    const { default: chromium } = await import(pathToFileURL(entry).href);
    return await chromium.executablePath();
  } catch (error) {
    throw new Error(
      'There is no Chromium on this machine, and none could be fetched. Install the package "chromium".',
      { cause: error },
    );
  }
}

if (process.argv[1] === import.meta.filename) console.log((await findChromium()).executablePath);

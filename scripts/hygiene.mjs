// What must not get into the repository, and what must agree in it. Prints one line for each problem.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { settingsTable } from '../core/src/kernel/config.ts';

const root = path.resolve(import.meta.dirname, '..');

const checks = [
  lockFilesNameNoHost,
  versionsArePinned,
  noPathsOfOneMachine,
  noLargeFiles,
  noFocusedTests,
  migrationsAreListed,
  readmeListsSettings,
  linksLeadSomewhere,
  guidesAreInBothLanguages,
];

/** Every file that is, or would be, committed. */
function files() {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed
    .split('\0')
    .filter((name) => name !== '' && existsSync(path.join(root, name)) && statSync(path.join(root, name)).isFile());
}

function read(name) {
  return readFileSync(path.join(root, name), 'utf8');
}

/** Whoever installs uses the registry of his own settings. */
function lockFilesNameNoHost(names) {
  const locks = names.filter((name) => /(^|\/)(pnpm-lock\.yaml|package-lock\.json)$/.test(name));
  return locks
    .filter((name) => /"resolved"|tarball:|registry\.|https?:\/\/[^\s"']*\.tgz/.test(read(name)))
    .map((name) => `${name}: names the host of a registry`);
}

function versionsArePinned(names) {
  return names
    .filter((name) => path.basename(name) === 'package.json' && !name.includes('/template'))
    .flatMap((name) => {
      const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read(name));
      const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
      return all
        .filter(([, version]) => !/^(\d|workspace:\*$)/.test(version))
        .map(([dependency, version]) => `${name}: ${dependency} is not pinned (${version})`);
    });
}

function noPathsOfOneMachine(names) {
  const own = root.split(path.sep).length > 2 ? root + path.sep : null;
  const home = /(?<![\w.$}])\/(?:home|Users)\/[a-z][\w-]*\//;
  return texts(names)
    .filter(([, text]) => home.test(text) || (own !== null && text.includes(own)))
    .map(([name]) => `${name}: contains a path of one machine`);
}

function noLargeFiles(names) {
  return names
    .filter((name) => statSync(path.join(root, name)).size > 3_000_000)
    .map((name) => `${name}: is larger than 3 MB`);
}

function noFocusedTests(names) {
  const tests = texts(names.filter((name) => name.endsWith('.test.ts')));
  return tests
    .filter(([, text]) => /\b(?:it|test|describe)\.only\(/.test(text))
    .map(([name]) => `${name}: contains a focused test, so the others do not run`);
}

/** A page that names a file which has moved would send its reader nowhere. */
function linksLeadSomewhere(names) {
  return texts(names.filter((name) => name.endsWith('.md'))).flatMap(([name, text]) =>
    [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
      .filter(([, target]) => !existsSync(path.join(root, path.dirname(name), target)))
      .map(([, target]) => `${name}: the link to ${target} leads nowhere`),
  );
}

/** A migration that is not in the list would never run. */
function migrationsAreListed() {
  const folder = 'core/src/kernel/migrations';
  const list = read(`${folder}/index.ts`);
  const found = readdirSync(path.join(root, folder)).filter(
    (name) => /^\d+-.*\.ts$/.test(name) && !name.endsWith('.test.ts'),
  );
  return found.filter((name) => !list.includes(`'./${name}'`)).map((name) => `${folder}/${name}: is not in index.ts`);
}

/** The table is written from the source: `node scripts/hygiene.mjs --settings` prints it. */
function readmeListsSettings(names) {
  const readmes = names.filter(
    (name) => name === 'README.md' || name === 'README.zh.md' || name === 'docs/configuration.md',
  );
  return readmes
    .filter(
      (name) =>
        read(name).includes('<!-- settings -->') &&
        !squeezed(read(name)).includes(squeezed(settingsTable(languageOf(name)))),
    )
    .map((name) => `${name}: its table of settings is out of date (node scripts/hygiene.mjs --settings prints it)`);
}

/** Every guide says the same in English and in Chinese: as many sections, and the same code. */
function guidesAreInBothLanguages(names) {
  return names
    .filter((name) => /^docs\/(guides\/[\w-]+|expressions)\.md$/.test(name))
    .flatMap((name) => {
      const chinese = name.replace('.md', '.zh.md');
      if (!names.includes(chinese)) return [`${chinese}: is missing`];
      const [one, other] = [read(name), read(chinese)];
      const sections = one.match(/^#+ /gm)?.join() === other.match(/^#+ /gm)?.join();
      const code = one.match(/^```[^]*?^```$/gm)?.join() === other.match(/^```[^]*?^```$/gm)?.join();
      return [
        ...(sections ? [] : [`${chinese}: has other sections than ${name}`]),
        ...(code ? [] : [`${chinese}: has other code than ${name}`]),
      ];
    });
}

function languageOf(name) {
  return name.endsWith('.zh.md') ? 'zh' : 'en';
}

function squeezed(text) {
  return text.replace(/[ -]+/g, ' ');
}

function texts(names) {
  return names
    .filter((name) => /\.(m?[jt]s|vue|json|ya?ml|md|css|html|sh)$|(^|\/)run$/.test(name))
    .map((name) => [name, read(name)]);
}

if (process.argv.includes('--settings')) {
  console.log(settingsTable());
  console.log(`\n${settingsTable('zh')}`);
} else {
  const names = files();
  const problems = checks.flatMap((check) => check(names));
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

#!/usr/bin/env node
// `npm create strata-plugin [folder]`: three questions, then a project that builds, installs and has a test.
import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const template = fileURLToPath(new URL('template', import.meta.url));
const chinese = /^zh/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '');
const say = (en, zh) => (chinese ? zh : en);

const HELP = say(
  `npm create strata-plugin [folder] [-- --name <name> --id <id> --prefix <prefix>]

It asks for what is not given:
  --name    what the plugin is called
  --id      an id that never changes, such as com.example.loyalty
  --prefix  2 to 8 letters and digits before the names of all it adds to others
`,
  `npm create strata-plugin [目录] [-- --name <名称> --id <ID> --prefix <前缀>]

未给出的项会逐一询问：
  --name    插件名称
  --id      永不改变的 ID，例如 com.example.loyalty
  --prefix  2 到 8 位小写字母或数字，加在插件新增名称之前
`,
);

const { values, positionals } = readArguments();
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const answers = await questions();
// A name without a Latin letter makes no name of a folder or package.
const short = slug(answers.name) || answers.prefix;
const folder = path.resolve(positionals[0] ?? short);
await refuseFilled(folder);
await cp(template, folder, { recursive: true });
// npm leaves a .gitignore out of what it publishes.
await rename(path.join(folder, 'gitignore'), path.join(folder, '.gitignore'));
await fill(folder, {
  __NAME__: answers.name,
  __ID__: answers.id,
  __PREFIX__: answers.prefix,
  __PACKAGE__: `strata-plugin-${short}`,
});
const where = path.relative(process.cwd(), folder) || '.';
process.stdout.write(
  say(
    `\nIt is in ${where}. Next:\n\n  cd ${where}\n  npm install\n  npm test          # in a workspace of its own\n  npm run dev       # into a running workspace, at every change\n`,
    `\n已创建于 ${where}。接下来：\n\n  cd ${where}\n  npm install\n  npm test          # 在临时工作区中测试\n  npm run dev       # 每次修改都装入运行中的工作区\n`,
  ),
);

function readArguments() {
  const text = { type: 'string' };
  try {
    return parseArgs({
      options: { name: text, id: text, prefix: text, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    return fail(`${error.message}\n\n${HELP}`);
  }
}

async function questions() {
  const input = createInterface({ input: process.stdin, output: process.stdout });
  // Lines are taken in turn: a question alone would lose those that a pipe brings before it is asked.
  const lines = input[Symbol.asyncIterator]();
  const ask = async (option, question, rule, standard, isRight) => {
    const given = values[option];
    if (given !== undefined) {
      if (!isRight.test(given)) fail(`--${option} ${given}: ${rule}`);
      return given;
    }
    for (;;) {
      process.stdout.write(`${question} (${standard}) `);
      const { value, done } = await lines.next();
      if (done) fail(say(`\nNo answer. Give it as --${option}.`, `\n没有回答，请用 --${option} 给出。`));
      const answer = value.trim() || standard;
      if (isRight.test(answer)) return answer;
      process.stdout.write(`${rule}\n`);
    }
  };
  try {
    const name = await ask(
      'name',
      say('What is it called?', '插件名称？'),
      say('1 to 60 characters, without quotes and backslashes.', '1 到 60 个字符，不含引号和反斜杠。'),
      'Loyalty',
      /^[^"'`\\\n]{1,60}$/,
    );
    const letters =
      slug(name)
        .replaceAll('-', '')
        .replace(/^[0-9]+/, '') || 'plugin';
    const id = await ask(
      'id',
      say('An id that never changes?', '永不改变的 ID？'),
      say(
        'Small letters, digits, dots and dashes, such as com.example.loyalty.',
        '只能用小写字母、数字、点和短横线，例如 com.example.loyalty。',
      ),
      `com.example.${letters}`,
      /^[a-z0-9][a-z0-9._-]{1,100}$/,
    );
    const prefix = await ask(
      'prefix',
      say('A short prefix of what it adds?', '新增名称的简短前缀？'),
      say('2 to 8 small letters and digits, a letter first.', '2 到 8 位小写字母或数字，以字母开头。'),
      letters.slice(0, 5).padEnd(2, 'x'),
      /^[a-z][a-z0-9]{1,7}$/,
    );
    return { name, id, prefix };
  } finally {
    input.close();
  }
}

async function refuseFilled(where) {
  await mkdir(where, { recursive: true });
  if ((await readdir(where)).length > 0)
    fail(
      say(
        `${where} is not empty. Name another folder, or empty it.`,
        `${where} 不是空目录。请换一个目录，或先将其清空。`,
      ),
    );
}

async function fill(where, names) {
  for (const entry of await readdir(where, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      Object.entries(names).reduce((all, [mark, name]) => all.replaceAll(mark, () => name), text),
    );
  }
}

function slug(text) {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

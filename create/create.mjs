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

const { values, positionals } = parseArgs({
  options: { name: { type: 'string' }, id: { type: 'string' }, prefix: { type: 'string' } },
  allowPositionals: true,
});

const answers = await questions();
const folder = path.resolve(positionals[0] ?? slug(answers.name));
await refuseFilled(folder);
await cp(template, folder, { recursive: true });
// npm leaves a .gitignore out of what it publishes.
await rename(path.join(folder, 'gitignore'), path.join(folder, '.gitignore'));
await fill(folder, {
  __NAME__: answers.name,
  __ID__: answers.id,
  __PREFIX__: answers.prefix,
  __PACKAGE__: `strata-plugin-${slug(answers.name)}`,
});
const where = path.relative(process.cwd(), folder) || '.';
process.stdout.write(
  say(
    `\nIt is in ${where}. Next:\n\n  cd ${where}\n  npm install\n  npm test          # in a workspace of its own\n  npm run dev       # into a running workspace, at every change\n`,
    `\n已创建于 ${where}。接下来：\n\n  cd ${where}\n  npm install\n  npm test          # 在临时工作区中测试\n  npm run dev       # 每次修改都装入运行中的工作区\n`,
  ),
);

async function questions() {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const ask = async (given, question, standard, isRight) => {
    if (given !== undefined) {
      if (!isRight.test(given)) fail(`${question}: ${given}`);
      return given;
    }
    for (;;) {
      const answer = (await lines.question(`${question} (${standard}) `)).trim() || standard;
      if (isRight.test(answer)) return answer;
      process.stdout.write(say('That cannot be used; try again.\n', '无法使用，请重新输入。\n'));
    }
  };
  try {
    const name = await ask(values.name, say('What is it called?', '插件名称？'), 'Loyalty', /^[^"'`\\]{1,60}$/);
    const short = slug(name).replaceAll('-', '') || 'plugin';
    const id = await ask(
      values.id,
      say('An id that never changes?', '永不改变的 ID？'),
      `com.example.${short}`,
      /^[a-z0-9][a-z0-9._-]{1,100}$/,
    );
    const prefix = await ask(
      values.prefix,
      say('A short prefix of what it adds?', '新增名称的简短前缀？'),
      short.slice(0, 5),
      /^[a-z][a-z0-9]{1,7}$/,
    );
    return { name, id, prefix };
  } finally {
    lines.close();
  }
}

async function refuseFilled(where) {
  await mkdir(where, { recursive: true });
  if ((await readdir(where)).length > 0) fail(say(`${where} is not empty.`, `${where} 不是空目录。`));
}

async function fill(where, names) {
  for (const entry of await readdir(where, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      Object.entries(names).reduce((all, [mark, name]) => all.replaceAll(mark, name), text),
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

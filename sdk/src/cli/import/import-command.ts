import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ImportBatch, ImportFormat } from '../../wire/imports.ts';
import { connect, type ApiClient } from '../api-client.ts';
import { flag, option, type Command, type CommandRun } from '../command.ts';
import { CliError, exitCodes, type ExitCode } from '../exit-code.ts';
import { importHelp } from './import-help.ts';
import { acceptSuggestions, applyOptions, columnOptions } from './mapping-options.ts';
import { problemTable } from './problem-table.ts';
import { ProgressBar } from '../progress-bar.ts';

export const importCommand: Command = {
  name: 'import',
  summary: { en: 'import a CSV file, after a preview', zh: '预览后导入 CSV 文件' },
  usage: 'strata import <file.csv> --object <name> [options]',
  help: importHelp,
  options: {
    object: { type: 'string' },
    key: { type: 'string' },
    map: { type: 'string', multiple: true },
    replace: { type: 'string', multiple: true },
    'accept-suggestions': { type: 'boolean' },
    encoding: { type: 'string' },
    separator: { type: 'string' },
    'no-header': { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean', short: 'y' },
    errors: { type: 'string' },
    undo: { type: 'string' },
  },
  run: (run) => (option(run, 'undo') === undefined ? importFile(run) : undo(run)),
};

async function importFile(run: CommandRun): Promise<ExitCode> {
  const { file, object } = whatToImport(run);
  const columns = columnOptions(run);
  const content = await readGiven(file, run);
  const client = await connect(run);
  const query = new URLSearchParams({ object, file_name: path.basename(file) });
  let batch = (await client.upload<Answer>(`/api/imports?${query}`, content)).data;
  batch = await configure(client, batch, {
    ...formatOption(run, batch.format),
  });
  batch = await configure(client, batch, {
    mapping: applyOptions(batch.mapping, columns, run.say),
    ...(option(run, 'key') !== undefined && { key_field: option(run, 'key')! }),
  });
  batch = await check(run, client, batch);
  if (flag(run, 'accept-suggestions')) batch = await takeSuggestions(run, client, batch);
  preview(run, batch);
  if (flag(run, 'dry-run')) return endOf(batch);
  if (batch.counts.create + batch.counts.update === 0) {
    run.terminal.err(run.say({ en: 'There is nothing to import.\n', zh: '没有可导入的行。\n' }));
    return endOf(batch);
  }
  if (!(await agreed(run, batch))) return exitCodes.ok;
  batch = await step(run, client, batch, 'run', run.say({ en: 'Importing', zh: '导入' }));
  await saveErrors(run, client, batch);
  report(run, batch);
  return endOf(batch);
}

interface Answer {
  data: ImportBatch;
}

function whatToImport(run: CommandRun): { file: string; object: string } {
  const [file, surplus] = run.positionals;
  const object = option(run, 'object');
  const { say } = run;
  if (file === undefined) throw new CliError(say({ en: 'Which file?', zh: '缺少文件名。' }), exitCodes.usage);
  if (surplus !== undefined) {
    throw new CliError(
      say({ en: `One file at a time, not "${surplus}" too.`, zh: `一次只能导入一个文件，多余：“${surplus}”。` }),
      exitCodes.usage,
    );
  }
  if (object === undefined) {
    throw new CliError(
      say({ en: 'Into which object? Give --object.', zh: '缺少目标对象，请用 --object 指定。' }),
      exitCodes.usage,
    );
  }
  if (!run.terminal.interactive && !flag(run, 'yes') && !flag(run, 'dry-run')) {
    throw new CliError(
      say({
        en: 'Nobody is there to agree: add --yes or --dry-run.',
        zh: '当前无法交互确认，请加上 --yes 或 --dry-run。',
      }),
      exitCodes.usage,
    );
  }
  return { file, object };
}

async function readGiven(file: string, run: CommandRun): Promise<Buffer> {
  return readFile(file).catch((error: Error) => {
    throw new CliError(
      run.say({ en: `Cannot read ${file}: ${error.message}`, zh: `无法读取 ${file}：${error.message}` }),
      exitCodes.usage,
    );
  });
}

const separators: Record<string, ImportFormat['separator']> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  pipe: '|',
  ',': ',',
  ';': ';',
  '\\t': '\t',
  '|': '|',
};

function formatOption(run: CommandRun, guess: ImportFormat): { format?: ImportFormat } {
  const encoding = option(run, 'encoding')?.toLowerCase();
  const separator = option(run, 'separator');
  if (encoding === undefined && separator === undefined && !flag(run, 'no-header')) return {};
  if (encoding !== undefined && !['utf-8', 'gb18030', 'big5'].includes(encoding)) {
    throw new CliError(
      run.say({ en: '--encoding is utf-8, gb18030 or big5.', zh: '--encoding 只能是 utf-8、gb18030 或 big5。' }),
      exitCodes.usage,
    );
  }
  if (separator !== undefined && separators[separator] === undefined) {
    throw new CliError(
      run.say({
        en: '--separator is comma, semicolon, tab or pipe.',
        zh: '--separator 只能是 comma、semicolon、tab 或 pipe。',
      }),
      exitCodes.usage,
    );
  }
  return {
    format: {
      encoding: (encoding as ImportFormat['encoding'] | undefined) ?? guess.encoding,
      separator: separator === undefined ? guess.separator : separators[separator]!,
      header: flag(run, 'no-header') ? false : guess.header,
    },
  };
}

async function configure(client: ApiClient, batch: ImportBatch, change: object): Promise<ImportBatch> {
  if (Object.keys(change).length === 0) return batch;
  return (await client.patch<Answer>(`/api/imports/${batch.id}`, change)).data;
}

function check(run: CommandRun, client: ApiClient, batch: ImportBatch): Promise<ImportBatch> {
  return step(run, client, batch, 'check', run.say({ en: 'Checking', zh: '检查' }));
}

async function takeSuggestions(run: CommandRun, client: ApiClient, batch: ImportBatch): Promise<ImportBatch> {
  const { mapping, accepted } = acceptSuggestions(batch.mapping, batch.problems);
  if (accepted === 0) return batch;
  for (const { column, value, suggestion } of batch.problems) {
    if (value !== undefined && suggestion !== undefined) run.terminal.err(`${column}: ${value} → ${suggestion}\n`);
  }
  return check(run, client, await configure(client, batch, { mapping, key_field: batch.key_field }));
}

const working = ['checking', 'running', 'undoing'];

/** Starts a step and waits for its end, with a bar for whoever watches. */
async function step(
  run: CommandRun,
  client: ApiClient,
  batch: ImportBatch,
  name: 'check' | 'run' | 'undo',
  title: string,
): Promise<ImportBatch> {
  const bar = new ProgressBar(run.terminal, title);
  let { data } = await client.post<Answer>(`/api/imports/${batch.id}/${name}`);
  for (let pause = 40; working.includes(data.state); pause = Math.min(500, pause * 1.5)) {
    bar.show(data.progress, data.rows);
    await new Promise((resolve) => setTimeout(resolve, pause));
    data = (await client.get<Answer>(`/api/imports/${batch.id}`)).data;
  }
  bar.end();
  if (data.state === 'failed')
    throw new CliError(data.error ?? run.say({ en: 'The import failed.', zh: '导入失败。' }));
  return data;
}

function preview(run: CommandRun, batch: ImportBatch): void {
  const { say, terminal } = run;
  const { encoding, separator, header } = batch.format;
  const shown = separator === '\t' ? 'tab' : separator;
  const rows = batch.rows;
  terminal.err(
    say({
      en: `${batch.file_name}: ${rows} rows, ${encoding}, separated by ${shown}${header ? '' : ', no heading'}\n`,
      zh: `${batch.file_name}：${rows} 行，编码 ${encoding}，分隔符 ${shown}${header ? '' : '，无表头'}\n`,
    }),
  );
  for (const { column, field, confidence } of batch.mapping) {
    const to = field ?? say({ en: '(left out)', zh: '（不导入）' });
    terminal.err(
      `  ${column} → ${to}${field !== null && confidence < 1 ? ` (${Math.round(confidence * 100)} %)` : ''}\n`,
    );
  }
  const { create, update, unchanged, error } = batch.counts;
  terminal.out(
    say({
      en: `${create} to create, ${update} to update, ${unchanged} unchanged, ${error} with errors\n`,
      zh: `新建 ${create} 行，更新 ${update} 行，无变化 ${unchanged} 行，有错误 ${error} 行\n`,
    }),
  );
  terminal.out(problemTable(batch.problems, terminal.columns, say));
}

async function agreed(run: CommandRun, batch: ImportBatch): Promise<boolean> {
  if (flag(run, 'yes')) return true;
  const count = batch.counts.create + batch.counts.update;
  const question = run.say({ en: `Import ${count} rows? [y/N] `, zh: `确定导入 ${count} 行吗？[y/N] ` });
  return /^(y|yes|是)$/i.test((await run.terminal.ask(question)).trim());
}

async function saveErrors(run: CommandRun, client: ApiClient, batch: ImportBatch): Promise<void> {
  const out = option(run, 'errors');
  if (out === undefined || batch.counts.error === 0) return;
  await writeFile(out, await client.getText(`/api/imports/${batch.id}/errors.csv`));
  run.terminal.err(run.say({ en: `Rows with errors: ${out}\n`, zh: `有错误的行已写入 ${out}\n` }));
}

function report(run: CommandRun, batch: ImportBatch): void {
  const { create, update, error } = batch.counts;
  run.terminal.out(
    run.say({
      en: `${create} created, ${update} updated, ${error} not imported. Undo: strata import --undo ${batch.id}\n`,
      zh: `已新建 ${create} 行，更新 ${update} 行，未导入 ${error} 行。撤销：strata import --undo ${batch.id}\n`,
    }),
  );
}

async function undo(run: CommandRun): Promise<ExitCode> {
  const id = option(run, 'undo')!;
  const client = await connect(run);
  const { data } = await client.get<Answer>(`/api/imports/${encodeURIComponent(id)}`);
  const batch = await step(run, client, data, 'undo', run.say({ en: 'Undoing', zh: '撤销' }));
  run.terminal.out(run.say({ en: `${batch.file_name}: undone\n`, zh: `${batch.file_name}：已撤销\n` }));
  run.terminal.out(problemTable(batch.problems, run.terminal.columns, run.say));
  return batch.problems.length > 0 ? exitCodes.incomplete : exitCodes.ok;
}

function endOf(batch: ImportBatch): ExitCode {
  return batch.counts.error > 0 ? exitCodes.incomplete : exitCodes.ok;
}

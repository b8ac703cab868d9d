import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exitCodes } from './exit-code.ts';
import { runCli } from './run-cli.ts';
import type { Terminal } from './terminal.ts';

function recorder(): Terminal & { text: { out: string; err: string } } {
  const text = { out: '', err: '' };
  return {
    text,
    out: (written) => void (text.out += written),
    err: (written) => void (text.err += written),
    interactive: false,
    columns: 80,
    ask: async () => '',
  };
}

async function run(args: string[], env: Record<string, string> = {}) {
  const terminal = recorder();
  const code = await runCli(args, env, terminal);
  return { code, ...terminal.text };
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, 'a.csv');
writeFileSync(file, 'name\nA\n');

describe('the command line', () => {
  it('explains itself in both languages', async () => {
    expect(await run([])).toMatchObject({ code: exitCodes.ok, out: expect.stringContaining('import a CSV file') });
    expect((await run(['--help'], { LANG: 'zh_CN.UTF-8' })).out).toContain('导入 CSV 文件');
    expect((await run(['import', '--help', '--lang', 'zh'])).out).toContain('退出码');
    expect((await run(['import', '-h', '--lang=en'], { LANG: 'zh_CN.UTF-8' })).out).toContain('Ends with 0');
  });

  it.each([
    [['exprot'], 'There is no command "exprot"'],
    [['types', '--ouput', 'x'], '--ouput'],
    [['import'], 'Which file?'],
    [['import', file], 'Give --object'],
    [['import', file, '--object', 'account'], 'add --yes or --dry-run'],
    [['import', file, file, '--object', 'account', '--yes'], 'One file at a time'],
    [['import', path.join(folder, 'none.csv'), '--object', 'account', '--yes'], 'Cannot read'],
    [['import', file, '--object', 'account', '--yes', '--replace', 'nonsense'], 'column:value=other'],
    [['import', file, '--object', 'account', '--yes', '--map', 'nonsense'], 'no file "nonsense"'],
    [['types'], 'Who are you?'],
    [['types', '--url', 'nonsense', '--token', 'x'], 'is no address'],
  ])('%j is refused as wrong usage', async (args, message) => {
    const { code, err } = await run(args);
    expect(err).toContain(message);
    expect(code).toBe(exitCodes.usage);
  });

  it('says when there is no server', async () => {
    const { code, err } = await run(['types', '--url', 'http://127.0.0.1:9', '--token', 'x']);
    expect(err).toMatch(/No answer from http:\/\/127\.0\.0\.1:9 \(.+\)\. Is the server running\?/);
    expect(code).toBe(exitCodes.failed);
  });
});

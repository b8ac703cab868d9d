import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN } from '../testing/admin.ts';
import { testApi, type TestApi } from '../testing/test-api.ts';

const main = path.resolve(import.meta.dirname, '../../sdk/src/cli/main.ts');
const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-command-line-'));
afterAll(() => rmSync(folder, { recursive: true }));

let api: TestApi;
beforeAll(async () => (api = await testApi()));

function strata(args: string[], env: Record<string, string> = {}): Promise<{ code: number; out: string; err: string }> {
  const signIn = { STRATA_URL: api.url, STRATA_EMAIL: ADMIN.email, STRATA_PASSWORD: ADMIN.password, LANG: 'C' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [main, ...args],
      { env: { PATH: process.env['PATH'], ...signIn, ...env }, cwd: folder },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

function file(name: string, content: string): string {
  writeFileSync(path.join(folder, name), content);
  return name;
}

async function cities(): Promise<Record<string, string>> {
  const query = { filter: 'name.startsWith("CLI")', fields: 'name,city', sort: 'name' };
  const { data } = await api.admin.ok('GET', '/api/records/account', { query });
  return Object.fromEntries(data.map((each: { name: string; city: string }) => [each.name, each.city]));
}

describe('strata import', () => {
  const rows = 'name,sector,place\nCLI A,technolgy,Oslo\nCLI B,retail,Bergen\nCLI C,unheard of,Rome\n';

  it('shows what is wrong and stores nothing on a dry run', async () => {
    const { code, out, err } = await strata(['import', file('a.csv', rows), '--object', 'account', '--dry-run']);
    expect(err).toMatch(/sector → industry \(\d+ %\)/);
    expect(out).toContain('1 to create, 0 to update, 0 unchanged, 2 with errors');
    expect(out).toMatch(/1 +sector +"technolgy" is not an option\. Did you mean "Technology"\?/);
    expect(code).toBe(3);
    expect(await cities()).toEqual({});
  });

  it('imports, with mapping, corrections and a file of what stayed out; and takes it back', async () => {
    const map = file('map.json', JSON.stringify({ place: 'city' }));
    const done = await strata([
      ...['import', file('a.csv', rows), '--object', 'account', '--map', map, '--accept-suggestions', '--yes'],
      ...['--errors', 'errors.csv'],
    ]);
    expect(done.err).toContain('sector: technolgy → technology');
    expect(done.out).toContain('2 created, 0 updated, 1 not imported.');
    expect(done.code).toBe(3);
    expect(await cities()).toEqual({ 'CLI A': 'Oslo', 'CLI B': 'Bergen' });
    expect(readFileSync(path.join(folder, 'errors.csv'), 'utf8')).toContain('CLI C,unheard of,Rome');

    const id = /--undo (\S+)/.exec(done.out)![1]!;
    expect(await strata(['import', '--undo', id])).toMatchObject({ code: 0, out: expect.stringContaining('undone') });
    expect(await cities()).toEqual({});
  });

  it('updates by a key, replaces values, and speaks Chinese', async () => {
    await strata(['import', file('b.csv', 'name,city\nCLI A,Oslo\n'), '--object', 'account', '--yes']);
    const { code, out } = await strata(
      [
        ...['import', file('c.csv', 'name;city\nCLI A;Roma\nCLI D;?\n'), '--object', 'account', '--key', 'name'],
        ...['--replace', 'city:Roma=Rome', '--replace', 'city:?=', '--yes'],
      ],
      { LANG: 'zh_CN.UTF-8' },
    );
    expect(out).toContain('已新建 1 行，更新 1 行，未导入 0 行');
    expect(code).toBe(0);
    expect(await cities()).toEqual({ 'CLI A': 'Rome', 'CLI D': null });
  });

  it('passes on what the server says', async () => {
    const unknown = await strata(['import', file('b.csv', 'name\nA\n'), '--object', 'acount', '--yes']);
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('account') });
    const wrong = await strata(['import', 'b.csv', '--object', 'account', '--yes'], { STRATA_PASSWORD: 'wrong' });
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('E-mail or password is wrong') });
    const field = await strata(['import', 'b.csv', '--object', 'account', '--map', 'name=nmae', '--yes']);
    expect(field).toMatchObject({ code: 1, err: expect.stringContaining('nmae') });
  });
});

describe('strata types', () => {
  it('names every object, those of the workspace included', async () => {
    const { code, out } = await strata(['types']);
    expect(out).toContain('export interface StrataObjects');
    expect(out).toContain('export interface Account');
    expect(code).toBe(0);
  });
});

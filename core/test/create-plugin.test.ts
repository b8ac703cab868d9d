import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';

const program = path.resolve(import.meta.dirname, '../../create/create.mjs');
const home = mkdtempSync(path.join(os.tmpdir(), 'strata-create-'));

afterAll(() => rmSync(home, { recursive: true, force: true }));

function create(answers: string, ...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: home,
    input: answers,
    encoding: 'utf8',
    env: { ...process.env, LANG: 'C', LC_ALL: '', LC_MESSAGES: '' },
  });
  return { status, said: stdout + stderr };
}

it('takes its answers from a pipe, asks again, and finds a folder for a name without Latin letters', () => {
  const { status, said } = create('酒店 $& 会员\ncom.example.hotel\nH!\nhtl\n');
  expect(said).toContain('2 to 8 small letters and digits, a letter first.');
  expect(status).toBe(0);
  expect(readdirSync(home)).toEqual(['htl']);
  expect(JSON.parse(readFileSync(path.join(home, 'htl/package.json'), 'utf8'))).toMatchObject({
    name: 'strata-plugin-htl',
    description: '酒店 $& 会员 for Strata',
  });
});

it('says what is missing or wrong, and makes nothing then', () => {
  expect(create('Loyalty\n', 'short')).toMatchObject({
    status: 1,
    said: expect.stringContaining('--id') as string,
  });
  const wrong = create('', 'wrong', '--name', 'Club', '--id', 'com.example.club', '--prefix', 'A');
  expect(wrong).toMatchObject({ status: 1, said: expect.stringContaining('--prefix A') as string });
  const again = create('', 'htl', '--name', 'Club', '--id', 'com.example.club', '--prefix', 'club');
  expect(again).toMatchObject({ status: 1, said: expect.stringContaining('Name another folder') as string });
  expect(create('', '--nmae', 'Club')).toMatchObject({ status: 1, said: expect.stringContaining('--name') as string });
  expect(readdirSync(home)).toEqual(['htl']);
});

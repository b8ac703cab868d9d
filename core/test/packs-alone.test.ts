import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const strata = path.resolve(import.meta.dirname, '../../sdk/src/cli/main.ts');
const plugins = path.resolve(import.meta.dirname, '../../plugins');
const packs = readdirSync(plugins).filter((name) => existsSync(path.join(plugins, name, 'test')));

/** Every pack as its author tests it: built, installed into a workspace of its own, its tests against the real sandbox. */
it.each(packs)(
  '%s passes its tests in the sandbox',
  async (pack) => {
    const args = [strata, 'plugin', 'test', '--folder', path.join(plugins, pack)];
    const { stdout } = await run(process.execPath, args, { maxBuffer: 10_000_000 }).catch(
      (error: { stdout: string; stderr: string }) => {
        throw new Error(`${error.stdout}\n${error.stderr}`);
      },
    );
    expect(stdout).toContain('fail 0');
    // What its workflows bring along is tried as well.
    expect(stdout).toMatch(/✔ \w+__\w+: /);
    expect(stdout).not.toContain('✖');
  },
  180_000,
);

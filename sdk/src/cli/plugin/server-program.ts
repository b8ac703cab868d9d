import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommandRun } from '../command.ts';

/** Where the server is that the project has, or else the one beside this command; null: nowhere. */
export function serverFolder(run: CommandRun, folder: string): string | null {
  const given = run.env['STRATA_SERVER'];
  const beside = fileURLToPath(new URL('../../../../core/src', import.meta.url));
  const found = [given && path.dirname(given), installed(folder), beside].find(
    (each) => each !== undefined && existsSync(path.join(each, 'main.ts')),
  );
  return found ?? null;
}

function installed(folder: string): string | undefined {
  try {
    const manifest = createRequire(path.join(folder, 'package.json')).resolve('@stratacrm/core/package.json');
    return path.join(path.dirname(manifest), 'src');
  } catch {
    return undefined;
  }
}

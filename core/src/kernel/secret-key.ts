import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from './config.ts';
import { newKey, parseKeys, secretBox, type SecretBox } from './secret-box.ts';
import { StartupError } from './startup-error.ts';

/** The box with the keys of the settings; without them with one that is made in the data folder at the first start. */
export function openSecretBox({ secretKeys, dataFolder }: Config): SecretBox {
  return secretBox(secretKeys ?? keysOf(path.join(dataFolder, 'secret.key')));
}

function keysOf(file: string): Buffer[] {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    // Of two processes that start together one makes it; nobody else on the machine may read it.
    writeFileSync(file, `${newKey().toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(file, (error as Error).message);
  }
  const keys = parseKeys(readFileSync(file, 'utf8'));
  if (keys === undefined) throw unusable(file, 'it holds no key of 32 bytes in base64');
  return keys;
}

function unusable(file: string, reason: string): StartupError {
  return new StartupError(
    `The key that seals secrets, ${file}, cannot be used (${reason}). Put it right, or set STRATA_SECRET_KEY.`,
  );
}

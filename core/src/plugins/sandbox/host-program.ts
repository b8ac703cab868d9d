import { execFile } from 'node:child_process';
import path from 'node:path';

/** The program of the plugin process, as it is given to it. */
export function hostProgram(): Promise<string> {
  const script = path.join(import.meta.dirname, 'print-host-program.ts');
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script],
      { env: {}, maxBuffer: 4_194_304 },
      (error, text) => (error === null ? resolve(text) : reject(error)),
    );
  });
}

// The server, started again at every change, and beside it Vite with the Studio's sources.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const port = process.env.PORT ?? '3400';

const programs = [
  { args: ['--watch', '--watch-preserve-output', 'core/src/main.ts'], cwd: root },
  { args: ['node_modules/vite/bin/vite.js'], cwd: path.join(root, 'studio') },
].map(({ args, cwd }) =>
  spawn(process.execPath, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, STRATA_SERVER: `http://127.0.0.1:${port}` },
  }),
);

const stop = (signal = 'SIGTERM') => programs.forEach((program) => program.kill(signal));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
for (const program of programs) {
  program.on('exit', (code) => {
    process.exitCode ??= code ?? 1;
    stop();
  });
}

import { startStrata, type Strata } from './compose.ts';
import { readConfig } from './kernel/config.ts';
import { createLog, type Log } from './kernel/log.ts';
import { clearMemoryWhenQuiet } from './kernel/quiet-memory.ts';
import { StartupError } from './kernel/startup-error.ts';

/** What a process is: environment in, signals, exit codes. Everything else is compose.ts. */
async function main(): Promise<void> {
  const began = performance.now();
  const config = readConfig(process.env);
  const log = createLog({ level: config.logLevel });
  const starting = startStrata(config, log);
  stopOnSignals(starting, log);
  const strata = await starting;
  clearMemoryWhenQuiet();
  log.debug('Started', { milliseconds: Math.round(performance.now() - began) });
  process.stdout.write(`${readyLine(strata)}\n`);
}

/** The one line of a start: where it is and how to get in. */
function readyLine({ url, signIn }: Strata): string {
  const { email, isNew, generatedPassword } = signIn;
  const password =
    generatedPassword !== null
      ? `the password ${generatedPassword} (shown only this once)`
      : isNew
        ? 'the password you set'
        : 'your password';
  return `Strata is ready at ${url} – sign in as ${email} with ${password}`;
}

/** The first signal stops cleanly, also in the middle of starting; a second one does not wait. */
function stopOnSignals(starting: Promise<Strata>, log: Log): void {
  let stopping = false;
  const stop = async (why: string): Promise<void> => {
    if (stopping) process.exit(130);
    stopping = true;
    log.info('Stopping', { why });
    const strata = await starting.catch(() => null);
    await strata?.stop();
    log.info('Stopped');
    process.exit(0);
  };
  const failed = (error: unknown): void => {
    log.error('Strata could not stop cleanly', { error });
    process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void stop(signal).catch(failed));
  followParent(() => void stop('the starting process ended').catch(failed));
}

/** Started by scripts/boot.mjs, the server ends when that process is killed, rather than live on unseen. */
function followParent(stop: () => void): void {
  const parent = Number(process.env['STRATA_PARENT'] ?? 0);
  if (parent === 0 || process.ppid !== parent) return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 250);
  watch.unref();
}

main().catch((error: unknown) => {
  const text =
    error instanceof StartupError
      ? error.message
      : `Strata could not start. ${error instanceof Error ? error.stack : String(error)}`;
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});

#!/usr/bin/env node
import module from 'node:module';
import os from 'node:os';
import path from 'node:path';

// With what was compiled the last time a command and the server it starts take half the processor: nothing strips types again.
const cache = (process.env['NODE_COMPILE_CACHE'] ??= path.join(os.homedir(), '.strata', 'compile-cache'));
module.enableCompileCache(cache);

const { runCli } = await import('./run-cli.ts');
const { processTerminal } = await import('./terminal.ts');
process.exitCode = await runCli(process.argv.slice(2), process.env, processTerminal());

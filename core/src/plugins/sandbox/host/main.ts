import type ivm from 'isolated-vm';
import { createRequire } from 'node:module';
import type { FromHost, ToHost } from '../messages.ts';
import { Channel } from './channel.ts';
import { IsolatedVmEngine } from './isolated-vm-engine.ts';

// The process in which plugins run. It is given the path of the library and a channel, and nothing else: no environment,
// no files, no other process. Whoever breaks out of an isolate finds himself here.
const CHANNEL = 3;
const [library = ''] = process.argv.slice(2);

// The server is gone: nobody is to be served any more. A running isolate would hold up an orderly end.
const end = (): void => void process.kill(process.pid, 'SIGKILL');
const channel = new Channel(CHANNEL, (facts, text) => hear(facts as ToHost, text), end);
const tell = (facts: FromHost, text = ''): void => channel.tell(facts, text);
const isolated = (createRequire('/')(library) as { ivm: typeof ivm }).ivm;

const engine = new IsolatedVmEngine(isolated, {
  turn: (call) => tell({ type: 'turn', call }),
  done: (call, cpu, text) => tell({ type: 'done', call, cpu }, text),
  failed: (call, cpu, why, used, text) => tell({ type: 'failed', call, cpu, why, used }, text),
  ask: (call, request, method, text) => tell({ type: 'ask', call, request, method }, text),
  log: (call, text) => tell({ type: 'log', call }, text),
  gone: (key) => tell({ type: 'gone', key }),
  stuck(call) {
    tell({ type: 'stuck', call });
    process.kill(process.pid, 'SIGKILL');
  },
});

function hear(said: ToHost, text: string): void {
  switch (said.type) {
    case 'load':
      return void load(said, text);
    case 'call':
      return engine.call({ ...said, text });
    case 'reply':
      return engine.reply(said.call, said.request, said.ok, text);
    case 'abandon':
      return engine.abandon(said.call);
    case 'forget':
      return engine.forget(said.key, said.atOnce);
    case 'ping':
      return tell({ type: 'pong', count: said.count, memory: process.memoryUsage.rss() });
  }
}

async function load({ key, memory }: ToHost & { type: 'load' }, bundle: string): Promise<void> {
  const failure = await engine.load(key, bundle, memory);
  if (failure === null) tell({ type: 'loaded', key });
  else tell({ type: 'unloadable', key, why: failure.why }, failure.text);
}

tell({ type: 'ready' });

import type ivm from 'isolated-vm';
import { createRequire } from 'node:module';
import net from 'node:net';
import { FrameReader, writeFrame } from '../frames.ts';
import type { FromHost, ToHost } from '../messages.ts';
import { IsolatedVmEngine } from './isolated-vm-engine.ts';

// The process in which plugins run. It is given the path of the library and a channel, and nothing else: no environment,
// no files, no other process. Whoever breaks out of an isolate finds himself here.
const CHANNEL = 3;
const [library = ''] = process.argv.slice(2);

const channel = new net.Socket({ fd: CHANNEL, readable: true, writable: true });
const tell = (facts: FromHost, text = ''): void => void channel.write(writeFrame(facts, text));
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

async function hear(said: ToHost, text: string): Promise<void> {
  switch (said.type) {
    case 'load': {
      const failure = await engine.load(said.key, text, said.memory);
      if (failure === null) tell({ type: 'loaded', key: said.key });
      else tell({ type: 'unloadable', key: said.key, why: failure.why }, failure.text);
      break;
    }
    case 'call':
      engine.call({ ...said, text });
      break;
    case 'reply':
      engine.reply(said.call, said.request, said.ok, text);
      break;
    case 'abandon':
      engine.abandon(said.call);
      break;
    case 'forget':
      engine.forget(said.key);
      break;
    case 'ping':
      tell({ type: 'pong', count: said.count, memory: process.memoryUsage.rss() });
  }
}

const reader = new FrameReader();
channel.on('data', (piece: Buffer) => {
  for (const { facts, text } of reader.read(piece)) void hear(facts as ToHost, text);
});
// The server is gone: nobody is to be served any more. A running isolate would hold up an orderly end.
channel.on('close', () => process.kill(process.pid, 'SIGKILL'));
channel.on('error', () => process.kill(process.pid, 'SIGKILL'));
tell({ type: 'ready' });

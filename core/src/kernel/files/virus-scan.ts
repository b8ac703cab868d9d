import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import net from 'node:net';
import { promisify } from 'node:util';

/** What a scanner says of a file: null when it finds nothing, else the name of what it found. */
export type VirusScan = (path: string) => Promise<string | null>;

/** Where a clamd listens. */
export type ScannerAddress = { readonly host: string; readonly port: number } | { readonly socket: string };

/** Scanning goes on as long as the scanner does; this is how long it may say nothing. */
const SILENCE = 120_000;

/** clamd's INSTREAM command: the file in pieces, each after its length, and a length of zero. Throws when it gives no verdict. */
export function clamdScan(address: ScannerAddress): VirusScan {
  return async (path) => {
    const socket = net.connect('socket' in address ? { path: address.socket } : address);
    socket.setTimeout(SILENCE, () => socket.destroy(new Error('The virus scanner says nothing')));
    try {
      const reply = replyOf(socket);
      // Whatever goes wrong while sending, the reply or its absence tells it.
      sendFile(socket, path).catch((error: Error) => socket.destroy(error));
      return verdict(await reply);
    } finally {
      socket.destroy();
    }
  };
}

async function sendFile(socket: net.Socket, path: string): Promise<void> {
  await write(socket, Buffer.from('zINSTREAM\0'));
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    await write(socket, Buffer.concat([length, piece]));
  }
  await write(socket, Buffer.alloc(4));
}

function write(socket: net.Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

async function replyOf(socket: net.Socket): Promise<string> {
  let reply = '';
  for await (const piece of socket as AsyncIterable<Buffer>) {
    reply += piece.toString();
    if (reply.includes('\0') || reply.length > 1_000) break;
  }
  return reply.replaceAll('\0', '').trim();
}

function verdict(reply: string): string | null {
  if (/(^|: )OK$/.test(reply)) return null;
  const found = /^(?:[^:]*: )?(.+) FOUND$/.exec(reply)?.[1];
  if (found !== undefined) return found;
  throw new Error(`The virus scanner answered "${reply.slice(0, 200)}"`);
}

const run = promisify(execFile);

/** A program given the file's path as its last argument: it ends with 0 when all is well, 1 when it found something. */
export function commandScan([program = '', ...before]: readonly string[]): VirusScan {
  return async (path) => {
    try {
      await run(program, [...before, path], { timeout: SILENCE, maxBuffer: 1_048_576 });
      return null;
    } catch (error) {
      const { code, stdout = '' } = error as { code?: unknown; stdout?: string };
      if (code !== 1) throw error;
      return /: (.+) FOUND/.exec(stdout)?.[1] ?? 'malware';
    }
  };
}

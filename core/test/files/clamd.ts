import { createServer, type Server, type Socket } from 'node:net';

/** What every scanner finds, put together here so that no scanner finds it in this file. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

export interface Clamd {
  readonly address: string;
  /** How many bytes it was given in all. */
  scanned(): number;
  close(): Promise<void>;
}

/** Speaks clamd's INSTREAM over TCP as clamd does, with a single signature. */
export async function startClamd(): Promise<Clamd> {
  let bytes = 0;
  const server: Server = createServer((socket) => {
    void answer(socket).then((size) => (bytes += size));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    address: `127.0.0.1:${port}`,
    scanned: () => bytes,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function answer(socket: Socket): Promise<number> {
  let received = Buffer.alloc(0);
  let body = Buffer.alloc(0);
  const command = 'zINSTREAM\0';
  let begun = false;
  for await (const piece of socket as AsyncIterable<Buffer>) {
    received = Buffer.concat([received, piece]);
    if (!begun && received.length >= command.length) {
      if (received.subarray(0, command.length).toString() !== command) {
        socket.end('UNKNOWN COMMAND\0');
        return 0;
      }
      begun = true;
      received = received.subarray(command.length);
    }
    if (!begun) continue;
    while (received.length >= 4) {
      const length = received.readUInt32BE(0);
      if (length === 0) {
        socket.end(body.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
        return body.length;
      }
      if (received.length < 4 + length) break;
      body = Buffer.concat([body, received.subarray(4, 4 + length)]);
      received = received.subarray(4 + length);
    }
  }
  return body.length;
}

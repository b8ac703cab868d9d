import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pourStream } from './pour-stream.ts';

/** Answers come from here as each test wants them. */
const server = createServer();
let port: number;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ({ port } = server.address() as AddressInfo);
});

afterAll(() => server.close());

/** An endless stream that says when it has been let go of. */
function held(): { stream: AsyncIterable<string>; released: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stream: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve({ done: false, value: 'piece '.repeat(1_000) }),
      return: () => {
        resolve();
        return Promise.resolve({ done: true, value: undefined });
      },
    }),
  };
  return { stream, released: promise };
}

async function asked(): Promise<{ response: ServerResponse; leave(): void }> {
  const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'));
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  return { response, leave: () => socket.destroy() };
}

it('who has left before the first piece is no failure, and nothing is kept for him', async () => {
  const { response, leave } = await asked();
  leave();
  await once(response, 'close');
  const { stream, released } = held();
  await pourStream(stream, response);
  await released;
});

it('nor is who leaves half-way', async () => {
  const { response, leave } = await asked();
  const { stream, released } = held();
  const poured = pourStream(stream, response);
  leave();
  await poured;
  await released;
});

it('what goes wrong in the stream is told', async () => {
  const { response } = await asked();
  async function* broken(): AsyncGenerator<string> {
    yield 'one';
    throw new Error('The store is gone');
  }
  await expect(pourStream(broken(), response)).rejects.toThrow('The store is gone');
});

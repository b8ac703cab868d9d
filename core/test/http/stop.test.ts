import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/index.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ environment: { STRATA_ADMIN_PASSWORD: 'administrator', STRATA_DEMO: '0' } });
});
afterAll(() => server.remove());

it('prints one line that says where it is and how to sign in', () => {
  const [line, ...more] = server
    .output()
    .trim()
    .split('\n')
    .filter((each) => !each.startsWith('{'));
  expect(line).toBe(`Strata is ready at ${server.url} – sign in as admin@example.com with the password you set`);
  expect(more).toEqual([]);
});

it('answers requests that are under way when it is stopped, and takes no more', async () => {
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  const body = JSON.stringify({ email: 'admin@example.com', password: 'administrator' });
  const head = `POST /api/auth/login HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  // Half a request is under way …
  socket.write(head + body.slice(0, 10));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const code = server.stop('SIGTERM');
  await expect
    .poll(() =>
      fetch(`${server.url}/healthz`).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed');
  // … and is finished although the door is shut.
  socket.write(body.slice(10));
  await new Promise((resolve) => socket.once('close', resolve));
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain('"token"');
  expect(await code).toBe(0);
});

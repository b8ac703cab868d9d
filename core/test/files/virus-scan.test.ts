import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clamdScan } from '../../src/kernel/files/virus-scan.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';
import { EICAR, startClamd, type Clamd } from './clamd.ts';
import { upload } from './file-client.ts';

/** Nothing is kept that was not scanned, and nothing in which the scanner finds something. */

const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-scan-'));
const program = path.join(folder, 'scan.mjs');
let clamd: Clamd;
let api: TestApi;

beforeAll(async () => {
  clamd = await startClamd();
  writeFileSync(
    program,
    `import { readFileSync } from 'node:fs';
     const text = readFileSync(process.argv[2], 'latin1');
     if (text.includes('broken')) process.exit(2);
     if (text.includes('evil')) { console.log(process.argv[2] + ': Evil.Word FOUND'); process.exit(1); }`,
  );
  api = await testApi({
    environment: {
      STRATA_DATA_DIR: folder,
      STRATA_VIRUS_SCAN: clamd.address,
      STRATA_VIRUS_COMMAND: `${process.execPath} ${program}`,
    },
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const send = (text: string | Buffer) => upload(api.admin, 'a.txt', Buffer.from(text));
const kept = () =>
  readdirSync(path.join(folder, 'files'), { recursive: true }).filter((name) => /[\da-f]{12}$/.test(String(name)));

describe('a file', () => {
  it('that is clean is kept, of any size', async () => {
    const before = clamd.scanned();
    expect((await send(Buffer.alloc(3_000_000, 'clean '))).data.size).toBe(3_000_000);
    expect(clamd.scanned() - before).toBe(3_000_000);
    expect(kept()).toHaveLength(1);
  });

  it('in which the scanner finds something is refused by its name', async () => {
    const answer = await send(`before ${EICAR} after`);
    expect(answer).toMatchObject({ status: 422, code: 'file_infected' });
    expect(answer.detail).toContain('Eicar-Test-Signature');
    expect(kept()).toHaveLength(1);
  });

  it('in which the program finds something is refused too, and one on which it fails', async () => {
    expect((await send('an evil word')).detail).toContain('Evil.Word');
    expect(await send('a broken word')).toMatchObject({ status: 503, code: 'virus_scan_unavailable' });
    expect(kept()).toHaveLength(1);
  });
});

it.each([
  ['hangs up', (socket: net.Socket) => socket.end()],
  ['has a limit', (socket: net.Socket) => socket.end('INSTREAM size limit exceeded. ERROR\0')],
  ['talks nonsense', (socket: net.Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
])('a scanner that %s gives no verdict', async (_, act) => {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => act(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const file = path.join(folder, 'any');
  writeFileSync(file, 'any');
  await expect(clamdScan({ host: '127.0.0.1', port })(file)).rejects.toThrow(/scanner/);
  await new Promise((resolve) => server.close(resolve));
});

it('a scanner that is away lets nothing through', async () => {
  await clamd.close();
  const before = kept().length;
  expect(await send('clean')).toMatchObject({ status: 503, code: 'virus_scan_unavailable' });
  expect(kept()).toHaveLength(before);
});

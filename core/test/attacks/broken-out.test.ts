import { CALL_LIMITS, MINUTE_LIMITS, type CallUser } from '@stratacrm/sdk';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/kernel/log.ts';
import { confinement, type Confinement } from '../../src/plugins/sandbox/confinement.ts';
import { Supervisor } from '../../src/plugins/sandbox/supervisor.ts';

// Suppose somebody has broken out of his isolate: he runs with all of Node in the process of plugins.

let walls: Confinement;

beforeAll(async () => {
  walls = await confinement();
});

/** What code finds that runs in the place of ours. */
async function found(code: string): Promise<string> {
  const child = spawn(walls.command, walls.arguments, {
    env: { TZ: 'UTC' },
    cwd: '/',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(`const attempt = async () => { ${code} };
    attempt().then((value) => console.log(JSON.stringify(value)), (error) => console.log('refused', error.code ?? error.message));`);
  return text(child.stdout);
}

describe('whoever breaks out of an isolate', () => {
  it('finds no secrets in the environment', async () => {
    process.env['STRATA_SECRET_KEY'] = 'for nobody';
    const names = JSON.parse(await found('return Object.keys(process.env);')) as string[];
    delete process.env['STRATA_SECRET_KEY'];
    expect(names.filter((name) => !['TZ', 'PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))).toEqual([]);
  });

  it.each([
    ['reads no file', `return (await import('node:fs')).readFileSync('/etc/passwd', 'utf8');`],
    [
      'reads none of ours',
      `return (await import('node:fs')).readFileSync(${JSON.stringify(import.meta.filename)}, 'utf8');`,
    ],
    ['writes no file', `return (await import('node:fs')).writeFileSync('/tmp/strata-broken-out', 'x');`],
    ['begins no process', `return (await import('node:child_process')).execSync('id').toString();`],
    ['begins no thread', `return new (await import('node:worker_threads')).Worker('1', { eval: true });`],
    ['compiles no WebAssembly', `return String(new WebAssembly.Memory({ initial: 1 }));`],
  ])('%s', async (_, code) => {
    expect(await found(code)).toMatch(/^refused/);
  });

  it('reaches nobody over the network, where the machine allows to take it away', async (context) => {
    if (walls.missing.length > 0) context.skip();
    const server = net.createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    const code = `const net = await import('node:net'); return new Promise((resolve, reject) => {
      net.connect(${port}, '127.0.0.1').on('data', (data) => resolve(String(data))).on('error', reject); });`;
    expect(await found(code)).toMatch(/^refused/);
    server.close();
  });
});

const FRAME = `
  import net from 'node:net';
  const channel = new net.Socket({ fd: 3 });
  const tell = (facts, text = '') => {
    const body = Buffer.from(JSON.stringify(facts) + '\\n' + text), head = Buffer.alloc(4);
    head.writeUInt32LE(body.length, 0);
    channel.write(Buffer.concat([head, body]));
  };
  let piece = Buffer.alloc(0);
  channel.on('data', (data) => {
    piece = Buffer.concat([piece, data]);
    while (piece.length >= 4) {
      const whole = 4 + piece.readUInt32LE(0);
      if (piece.length < whole) return;
      const facts = JSON.parse(piece.toString('utf8', 4, whole).split('\\n')[0]);
      piece = piece.subarray(whole);
      if (facts.type === 'load') tell({ type: 'loaded', key: facts.key });
      if (facts.type === 'call') answer(facts);
    }
  });
  tell({ type: 'ready' });
`;

const user: CallUser = { id: null, name: '', email: '', locale: 'en', time_zone: 'UTC', roles: [] };

/** What becomes of a call, in the hands of a process that answers it so. */
async function outcome(answer: string): Promise<unknown> {
  const supervisor = new Supervisor({
    log: createLog({ level: 'silent' }),
    program: `${FRAME} function answer(facts) { ${answer} }`,
  });
  const label = { en: 'Forger', zh: '伪造者' };
  const plugin = { id: 'forger', label, key: 'forger 1', bundle: '', memoryMb: 64, minute: MINUTE_LIMITS };
  try {
    return await supervisor.call({
      plugin,
      kind: 'function',
      handler: 'function/x',
      facts: { now: 0, today: '1970-01-01', seed: 0, user, grants: [] },
      input: null,
      limits: { ...CALL_LIMITS.function, wall_ms: 500 },
      answer: () => Promise.resolve(null),
      log: () => {},
    });
  } catch (error) {
    return (error as { code?: unknown }).code;
  } finally {
    await supervisor.close();
  }
}

describe('forged messages', () => {
  it('are told from sound ones', async () => {
    expect(await outcome(`tell({ type: 'done', call: facts.call, cpu: 1 }, '[1]');`)).toMatchObject({ output: [1] });
  });

  it.each([
    ['bytes that are no message', `channel.write(Buffer.alloc(4096, 0x7b));`],
    [
      'a message longer than any',
      `const head = Buffer.alloc(8); head.writeUInt32LE(0xffffffff, 0); channel.write(head);`,
    ],
    ['a message of no kind', `tell({ type: 'grant', key: 'all' });`],
    ['a message with more than it should', `tell({ type: 'done', call: facts.call, cpu: 1, actor: 'system' }, '1');`],
    ['a message with less', `tell({ type: 'done', call: facts.call }, '1');`],
    ['a message of an object of another kind', `tell({ type: 'constructor', call: facts.call });`],
    ['a time that is none', `tell({ type: 'done', call: facts.call, cpu: null }, '1');`],
    ['the end of a call that never was', `tell({ type: 'done', call: facts.call + 1000, cpu: 1 }, '1');`],
    [
      'a question of a call that never was',
      `tell({ type: 'ask', call: 4e9, request: 1, method: 'records.get' }, '{}');`,
    ],
  ])('%s end the process', async (_, answer) => {
    expect(await outcome(answer)).toBe('plugin_crashed');
  });

  it('with what is no JSON fail the call', async () => {
    expect(await outcome(`tell({ type: 'done', call: facts.call, cpu: 1 }, '{');`)).toBe('plugin_bad_value');
  });

  it('with what pollutes fail the call', async () => {
    const text = `'{"__proto__":{"polluted":true}}'`;
    expect(await outcome(`tell({ type: 'done', call: facts.call, cpu: 1 }, ${text});`)).toBe('plugin_bad_value');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

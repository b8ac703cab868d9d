import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnSync } from 'node:child_process';
import { accountsTemplate } from './accounts-template.ts';
import { BenchApi, startServer } from './bench-api.ts';
import type { BenchPostgres } from './bench-postgres.ts';
import type { Figure } from './figure.ts';
import { LIST_FIELDS } from './bare-columns.ts';
import { HEAP_LINE } from './heap-line.ts';
import { LoadSource, type Load } from './load.ts';
import type { WireRequest } from './load-client.ts';
import { newAccount } from './new-account.ts';
import type { Settings } from './settings.ts';
import { median } from './times.ts';
import type { TestServer } from '../testing/test-server.ts';

const AT_REST = { unit: 'MB', goal: { atMost: 200 } } as const;

/** The server's memory when it has started and nobody asks for anything, and after it has been busy. */
export async function benchMemory(postgres: BenchPostgres, settings: Settings): Promise<Figure[]> {
  const server = await startServer(await postgres.copyOf(accountsTemplate(postgres, settings)));
  const pid = server.process.pid ?? 0;
  try {
    await sleep(settings.rest * 1000);
    const atRest = memoryOf(pid);
    const source = await LoadSource.open(await mixedLoad(server.url));
    await source.warmUp({ ...settings, warmUp: settings.warmUp * 5, warmUpSeconds: 60 });
    source.close();
    await sleep(settings.rest * 1000);
    const after = `memory at rest, after ${settings.warmUp * 5} requests`;
    return [
      { name: 'memory at rest, after the start', ...AT_REST, value: atRest, beside: {} },
      { name: after, ...AT_REST, value: memoryOf(pid), beside: {} },
    ];
  } finally {
    await server.stop();
  }
}

const SAMPLES = 20;

/**
 * Reads and writes without end: what is in the server's memory, cleared of what nobody needs, in the second fifth of the run
 * against the last; what it takes of the machine's meanwhile; and what of that it still has when all is over.
 */
export async function benchMemorySoak(postgres: BenchPostgres, settings: Settings): Promise<Figure[]> {
  const look = ['--import', path.resolve(import.meta.dirname, 'heap-look.ts')];
  const server = await startServer(await postgres.copyOf(accountsTemplate(postgres, settings)), look);
  const pid = server.process.pid ?? 0;
  try {
    await sleep(settings.rest * 1000);
    const before = memoryOf(pid);
    const samples = await samplesOf(server, settings);
    await sleep(settings.rest * 1000);
    const { requests } = settings;
    const kept = samples.map((sample) => sample.kept);
    const taken = samples.map((sample) => sample.taken);
    return [
      { ...growth(`growth over ${requests} requests`, kept, settings), goal: { atMost: 10 } },
      { ...growth('the same with what Node keeps for itself', taken, settings), goal: { atMost: 10 } },
      { name: `memory at rest, after ${requests} requests`, ...AT_REST, value: memoryOf(pid), beside: { before } },
    ];
  } finally {
    await server.stop();
  }
}

interface Sample {
  readonly kept: number;
  readonly taken: number;
}

async function samplesOf(server: TestServer, settings: Settings): Promise<Sample[]> {
  const source = await LoadSource.open(await mixedLoad(server.url));
  const samples: Sample[] = [];
  const portion = settings.requests / SAMPLES;
  for (let sample = 1; sample <= SAMPLES; sample++) {
    await source.warmUp({ ...settings, warmUp: portion, warmUpSeconds: 3600 });
    const taken = memoryOf(server.process.pid ?? 0);
    const kept = await keptIn(server);
    samples.push({ taken, kept });
    console.log(`${Math.round(portion * sample)} requests: ${taken.toFixed(0)} MB, of which it needs ${kept} MB`);
  }
  source.close();
  return samples;
}

function growth(name: string, samples: readonly number[], { requests }: Settings): Figure {
  const fifth = SAMPLES / 5;
  const each = samples.map((value, index) => [`after_${Math.round(((index + 1) * requests) / SAMPLES)}`, value]);
  return {
    name,
    unit: 'MB',
    value: median(samples.slice(-fifth)) - median(samples.slice(fifth, fifth * 2)),
    beside: Object.fromEntries(each) as Record<string, number>,
  };
}

/** What is in its memory that somebody needs, in MB. */
async function keptIn(server: TestServer): Promise<number> {
  const before = server.output().split(HEAP_LINE).length;
  server.process.kill('SIGUSR2');
  for (;;) {
    const said = server.output().split(HEAP_LINE);
    if (said.length > before && said.at(-1)!.includes('\n')) return Number.parseFloat(said.at(-1)!);
    await sleep(20);
  }
}

/** Of every ten requests six read a record, two a list, one searches and one writes. */
async function mixedLoad(url: string): Promise<Load> {
  const api = await BenchApi.signIn(url);
  const { data } = await api.call<{ data: { id: string }[] }>('GET', '/api/records/account?fields=id&limit=200');
  const me = await api.call<{ data: { id: string } }>('GET', '/api/me');
  let n = 0;
  const next = (): WireRequest => {
    const id = data[n++ % data.length]!.id;
    if (n % 10 === 0) return write(n, id, me.data.id);
    if (n % 10 === 5) return get(`/api/search?q=${n % 5_000}`);
    if (n % 5 === 1)
      return get(`/api/records/account?fields=${LIST_FIELDS.join()}&filter=employees%3E${n % 4_000}&sort=name`);
    return get(`/api/records/account/${id}`);
  };
  return { url, token: api.token, next };
}

function write(n: number, id: string, owner: string): WireRequest {
  return n % 20 === 0
    ? { method: 'POST', path: '/api/records/account', body: newAccount(n, owner) }
    : { method: 'PATCH', path: `/api/records/account/${id}`, body: { employees: n % 5_000 } };
}

function get(path: string): WireRequest {
  return { method: 'GET', path };
}

/** Resident memory in MB. */
function memoryOf(pid: number): number {
  if (process.platform === 'linux')
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  return Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)]).stdout?.toString() ?? 0) / 1024;
}

import {
  CALL_LIMITS,
  MINUTE_LIMITS,
  StrataError,
  type CallLimits,
  type CallUser,
  type JsonObject,
  type JsonValue,
} from '@stratacrm/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLog } from '../../src/kernel/log.ts';
import type { PluginLine, RunningCall } from '../../src/plugins/sandbox/sandbox.ts';
import { Supervisor } from '../../src/plugins/sandbox/supervisor.ts';
import { ATTACKS, type Attack } from './attacks.ts';

let supervisor: Supervisor;
const tripped: string[] = [];

beforeAll(async () => {
  supervisor = new Supervisor({
    log: createLog({ level: 'silent' }),
    trip: (plugin) => tripped.push(plugin),
  });
  await run('good', GOOD, { input: 1 });
});

afterAll(() => supervisor.close());

const GOOD = bundle(
  'globalThis.kept ??= { secret: "of the good plugin" }; return [input, kept.secret, await host.kv.get("a")];',
);

function bundle(code: string, atLoad = '', kind = 'async function'): string {
  return `var plugin = { handlers: { 'function/attack': ${kind} (input, host) { ${code} } } };\n${atLoad}`;
}

const user: CallUser = { id: null, name: 'Ann', email: '', locale: 'en', time_zone: 'UTC', roles: [] };

interface Run {
  input?: JsonValue;
  limits?: Partial<CallLimits>;
  lines?: PluginLine[];
  asked?: { method: string; call: RunningCall }[];
  minute?: Partial<typeof MINUTE_LIMITS>;
  grants?: string;
}

async function run(id: string, code: string, options: Run = {}): Promise<JsonValue> {
  const plugin = {
    id,
    label: { en: id, zh: id },
    key: `${id} ${options.grants ?? ''}${code.length}`,
    bundle: code,
    memoryMb: 64,
    minute: { ...MINUTE_LIMITS, ...options.minute },
  };
  const { output } = await supervisor.call({
    plugin,
    kind: 'before_hook',
    handler: 'function/attack',
    facts: { now: 1_700_000_000_000, today: '2023-11-15', seed: 7, user, grants: [] },
    input: options.input ?? null,
    limits: { ...CALL_LIMITS.before_hook, wall_ms: 2_000, ...options.limits },
    answer: async (method, given, call) => answer(method, given, call, options),
    log: (line) => options.lines?.push(line),
  });
  return output;
}

async function answer(method: string, given: JsonObject, call: RunningCall, options: Run): Promise<JsonValue> {
  options.asked?.push({ method, call });
  if (given['key'] === 'slow') await sleep(600);
  if (given['key'] === 'throw') throw new Error('a secret of the server at /srv/strata/core.ts');
  return 'kept';
}

/** So little time on the clock that the code runs on the thread that hears the server. */
const SHORT = { wall_ms: 300 };
const LONG = { wall_ms: 2_000 };

async function outcome(attack: Attack, limits: Partial<CallLimits>, kind?: string): Promise<string> {
  try {
    const id = `${attack.name.replaceAll(' ', '_')}_${limits.wall_ms}`;
    await run(id, bundle(attack.code, attack.atLoad, kind), { limits: { ...limits, ...attack.limits } });
    return 'done';
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    return error.code;
  }
}

/** The server goes on, and so does whoever does no harm. */
async function expectUntouched(): Promise<void> {
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(await run('good', GOOD, { input: 'still here' })).toEqual(['still here', 'of the good plugin', 'kept']);
}

async function expectItsEnd(attack: Attack, kind?: string): Promise<void> {
  const found = await outcome(attack, SHORT, kind);
  // Where the machine is busy, its time on the clock is over before it has computed for as long as it may.
  const slow = attack.ends.includes('plugin_cpu_exceeded') ? ['plugin_timed_out'] : [];
  expect(attack.ends.length === 0 ? ['done'] : [...attack.ends, ...slow]).toContain(found);
  await expectUntouched();
}

describe('attacks on the sandbox', () => {
  it.each(ATTACKS)('$name', (attack) => expectItsEnd(attack));

  // Such a handler answers by returning.
  it.each(ATTACKS.filter(({ code }) => !code.includes('await')))(
    '$name, by a handler that waits for nothing',
    (attack) => expectItsEnd(attack, 'function'),
  );

  it.each(ATTACKS.filter(({ ends, limits }) => ends.includes('plugin_cpu_exceeded') && limits === undefined))(
    '$name, on a thread of its own',
    async (attack) => {
      expect(attack.ends).toContain(await outcome(attack, LONG));
      await expectUntouched();
    },
  );

  it('counts what code computes before it answers', async () => {
    const code = bundle('let n = 0; for (let i = 0; i < 2e6; i++) n += i; return n;');
    await expect(run('dear', code, { limits: { ...SHORT, cpu_ms: 1 } })).rejects.toMatchObject({
      code: 'plugin_cpu_exceeded',
    });
  });

  it('keeps what one plugin has from the others', async () => {
    const spy = bundle(
      'return [typeof kept, Object.getOwnPropertyNames(globalThis).filter((name) => /kept|secret|grant/i.test(name))];',
    );
    expect(await run('spy', spy)).toEqual(['undefined', []]);
  });

  it('keeps what was granted before from what is granted now', async () => {
    const code = bundle('globalThis.seen = (globalThis.seen ?? 0) + 1; return seen;');
    expect(await run('twice', code, { grants: 'a' })).toBe(1);
    expect(await run('twice', code, { grants: 'a' })).toBe(2);
    expect(await run('twice', code, { grants: 'b' })).toBe(1);
  });

  it('tells plugins nothing of what breaks in the server', async () => {
    const code = bundle(
      'try { await host.kv.get("throw"); } catch (e) { return [e.code, e.message, String(e.stack)]; }',
    );
    const told = JSON.stringify(await run('curious', code));
    expect(told).toContain('internal');
    expect(told).not.toMatch(/srv|core\.ts|node:/);
  });

  it('does nothing for a call that has ended', async () => {
    const asked: NonNullable<Run['asked']> = [];
    const code = bundle('host.kv.get("a"); return 1;');
    expect(await run('late', code, { asked })).toBe(1);
    await sleep(50);
    expect(asked.every(({ call }) => call.signal.aborted)).toBe(true);
    asked.length = 0;
    const slow = bundle('await host.kv.get("slow"); await host.kv.set("a", 1);');
    await expect(run('slow', slow, { asked, limits: { wall_ms: 200 } })).rejects.toMatchObject({
      code: 'plugin_timed_out',
    });
    // What it was answered too late leads to nothing more.
    await sleep(600);
    expect(asked.map(({ method, call }) => [method, call.signal.aborted])).toEqual([['kv.get', true]]);
    const kept = bundle(
      'const before = globalThis.kept; globalThis.kept = host; if (before) await before.kv.set("a", 1); return 2;',
    );
    expect(await run('later', kept)).toBe(2);
    await expect(run('later', kept)).rejects.toMatchObject({ code: 'plugin_call_over' });
  });

  it('lets what is under way end as another version comes, and ends it where it is switched off', async () => {
    const code = bundle('await host.kv.get("slow"); await host.kv.set("a", 1); return "ended";');
    const begin = async (asked: NonNullable<Run['asked']>): Promise<{ ended: Promise<JsonValue> }> => {
      const ended = run('replaced', code, { asked });
      await expect.poll(() => asked.length, { interval: 5 }).toBe(1);
      return { ended };
    };
    const asked: NonNullable<Run['asked']> = [];
    const { ended } = await begin(asked);
    supervisor.forget('replaced', false);
    expect(await ended).toBe('ended');
    // It was not begun anew.
    expect(asked.map(({ method }) => method)).toEqual(['kv.get', 'kv.set']);
    const other: NonNullable<Run['asked']> = [];
    const cut = (await begin(other)).ended;
    other[0]!.call.hadEffect();
    supervisor.forget('replaced', true);
    await expect(cut).rejects.toMatchObject({ code: 'plugin_restarted' });
  });

  it('keeps no more of a flood of lines than allowed', async () => {
    const lines: PluginLine[] = [];
    const code = bundle('for (let i = 0; i < 2e4; i++) host.log.info("line " + i, { i }); return 1;');
    expect(await run('flood', code, { lines, limits: { cpu_ms: 2_000 } })).toBe(1);
    const size = lines.reduce((sum, line) => sum + JSON.stringify(line).length, 0);
    expect(size).toBeLessThan(40_000);
    expect(lines.at(-1)).toMatchObject({ level: 'warn' });
  });

  it('lets no plugin use more than its minute', async () => {
    const code = bundle('return input;');
    const options = { input: 1, minute: { calls: 5 } };
    for (let n = 0; n < 5; n++) expect(await run('busy', code, options)).toBe(1);
    await expect(run('busy', code, options)).rejects.toMatchObject({ code: 'plugin_quota_spent' });
  });

  it('hands over a host whose parts can be taken apart, and that nobody changes or makes', async () => {
    const code = bundle(`
      const { now, records, text, user } = host;
      return [now(), records === host.records, text({ en: 'Yes', zh: '是' }), user.name, 'fetch' in host,
        Object.isFrozen(host) && Object.isFrozen(Object.getPrototypeOf(host)) && Object.isFrozen(records),
        host.constructor === Object];`);
    const limits = [SHORT, LONG];
    for (const each of limits)
      expect(await run('apart', code, { limits: each })).toEqual([
        '2023-11-14T22:13:20.000Z',
        true,
        'Yes',
        'Ann',
        true,
        true,
        true,
      ]);
  });

  it('answers the same to the same call at another time', async () => {
    const code = bundle(
      'return [Date.now(), new Date().toISOString(), Math.random(), host.random(), Date().length > 0];',
    );
    const first = await run('same', code);
    await sleep(5);
    expect(await run('same', code)).toEqual(first);
  });

  it('gives one call of many the answer it asked for', async () => {
    const code = bundle('await host.kv.get("a"); return [input, await host.kv.get("b"), input];');
    const many = await Promise.all(Array.from({ length: 200 }, (_, n) => run('many', code, { input: n })));
    expect(many).toEqual(Array.from({ length: 200 }, (_, n) => [n, 'kept', n]));
  });

  it('switches off who has to be stopped by force again and again, and leaves the others be', async () => {
    const loop = bundle('for (;;);');
    for (let n = 0; n < 6; n++) await expect(run('stubborn', loop)).rejects.toBeInstanceOf(StrataError);
    expect(tripped).toContain('stubborn');
    expect(tripped).not.toContain('good');
    expect(supervisor.state().processes.some(({ lane }) => lane === 'apart: stubborn')).toBe(true);
    await expectUntouched();
  });

  it('ends the neighbours of a crash with their answers', async () => {
    const slow = bundle(
      'let n = 0; for (let i = 0; i < 5; i++) { n += 1; await host.kv.get("a"); } return [input, n];',
    );
    const crash = run('crasher', bundle('Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);')).catch(
      (error: unknown) => (error instanceof StrataError ? error.code : error),
    );
    const others = await Promise.all(Array.from({ length: 10 }, (_, n) => run(`neighbour${n}`, slow, { input: n })));
    expect(others).toEqual(Array.from({ length: 10 }, (_, n) => [n, 5]));
    expect(['plugin_crashed', 'plugin_cpu_exceeded']).toContain(await crash);
  });
});

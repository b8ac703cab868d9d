/** What crosses out of an isolate: numbers and strings, to a function that plugin code never sees. */
export type Out = (
  kind: 'done' | 'failed' | 'ask' | 'log',
  call: number,
  number: number,
  word: string,
  text: string,
) => void;

/** What the process may do with an isolate. */
export interface Entrances {
  /** Looks at what the bundle has left; answers with an empty text, or what is wrong. */
  open(): string;
  /**
   * `now`: the thread that enters also hears what is told; it need not be woken. Answers with what the handler has come to
   * where that waits for nothing: to tell of it takes several times as long.
   */
  begin(
    call: number,
    handler: string,
    facts: string,
    input: string,
    asks: number,
    payload: number,
    log: number,
    now: boolean,
  ): string | undefined;
  reply(call: number, request: number, ok: boolean, text: string): void;
  end(call: number): void;
}

/**
 * Runs inside every isolate before the plugin's code, as text: it may use nothing from outside itself. What it needs of
 * the language it takes before the plugin can change it; what would reach memory or time that nobody counts it takes
 * away. Whatever a plugin does to the rest concerns that plugin alone.
 */
export function prelude(outLater: Out, outNow: Out): Entrances {
  // It is run as text, outside of any module. A function that a plugin has us call must not see who called it, and with what.
  'use strict';
  const { parse, stringify } = JSON;
  const { apply, construct, deleteProperty, ownKeys } = Reflect;
  const { create, freeze, defineProperty, hasOwn, getOwnPropertyDescriptor } = Object;
  const { min } = Math;
  const PromiseHere = Promise;
  const { then } = PromiseHere.prototype;
  const ErrorHere = Error;
  const TypeErrorHere = TypeError;
  const text = String;
  const { isArray } = Array;
  const { slice } = String.prototype;
  const WeakSetHere = WeakSet;
  const { add, has } = WeakSetHere.prototype;
  const world = globalThis as unknown as Record<string, unknown>;

  interface Call {
    id: number;
    out: Out;
    told: string;
    known: Facts | null;
    ended: boolean;
    asked: number;
    asks: number;
    payload: number;
    logLeft: number;
    waiting: Record<number, { resolve: (value: unknown) => void; reject: (reason: unknown) => void }>;
    draw: (() => number) | null;
  }
  interface Facts {
    now: number;
    today: string;
    seed: number;
    user: { locale: 'en' | 'zh' };
    grants: { kind: string; what?: string[] | '*'; verbs?: string[] }[];
  }

  /** Read when they are first asked for: few calls ask, and with cold caches reading them takes as long as the rest of a call. */
  function factsOf(call: Call): Facts {
    return (call.known ??= parse(call.told) as Facts);
  }

  function draw(call: Call): number {
    return (call.draw ??= drawing(factsOf(call).seed))();
  }

  const calls: Record<number, Call> = create(null);
  const ours = new WeakSetHere();
  let current: Call | null = null;
  let handlers: Record<string, unknown> = create(null);

  /** Numbers that look like chance and are the same for the same seed (mulberry32). */
  function drawing(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = state ^ (state >>> 15);
      mixed = imul(mixed, mixed | 1);
      mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    };
  }
  const { imul } = Math;

  function hide(owner: object, name: PropertyKey, value: unknown): void {
    defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: false });
  }

  function takeAway(): void {
    for (const name of [
      'WebAssembly',
      'Intl',
      'SharedArrayBuffer',
      'Atomics',
      'WeakRef',
      'FinalizationRegistry',
      'eval',
      'console',
    ])
      deleteProperty(world, name);
    const refuse = function (): never {
      throw new TypeErrorHere('Code is not made from text in the sandbox');
    };
    for (const make of [function () {}, async function () {}, function* () {}, async function* () {}]) {
      const shape = Object.getPrototypeOf(make) as object;
      hide(shape, 'constructor', refuse);
    }
    Reflect.set(refuse, 'prototype', Function.prototype);
    world['Function'] = refuse;
    const plain = function (this: unknown): string {
      return text(this);
    };
    for (const shape of [Number.prototype, BigInt.prototype, Date.prototype, Array.prototype])
      hide(shape, 'toLocaleString', plain);
    hide(Date.prototype, 'toLocaleDateString', function (this: Date) {
      return apply(slice, this.toISOString(), [0, 10]) as string;
    });
    hide(Date.prototype, 'toLocaleTimeString', function (this: Date) {
      return apply(slice, this.toISOString(), [11, 19]) as string;
    });
    const { toUpperCase, toLowerCase } = String.prototype;
    hide(String.prototype, 'toLocaleUpperCase', toUpperCase);
    hide(String.prototype, 'toLocaleLowerCase', toLowerCase);
    hide(String.prototype, 'localeCompare', function (this: unknown, other: unknown) {
      const [a, b] = [text(this), text(other)];
      return a < b ? -1 : a > b ? 1 : 0;
    });
  }

  function stopTheClock(): void {
    const RealDate = Date;
    const { toString } = RealDate.prototype;
    const present = (): number => (current === null ? 0 : factsOf(current).now);
    const Clock = function (this: unknown, ...given: unknown[]): unknown {
      if (new.target === undefined) return apply(toString, new RealDate(present()), []);
      return construct(RealDate, given.length === 0 ? [present()] : given, new.target);
    } as unknown as DateConstructor;
    Reflect.set(Clock, 'prototype', RealDate.prototype);
    hide(Clock, 'now', present);
    hide(Clock, 'UTC', RealDate.UTC);
    hide(Clock, 'parse', RealDate.parse);
    hide(Clock, 'name', 'Date');
    hide(RealDate.prototype, 'constructor', Clock);
    hide(world, 'Date', Clock);
    hide(Math, 'random', () => (current === null ? 0.5 : draw(current)));
  }

  /** JSON of a value, or an error; `undefined` becomes null. */
  function written(value: unknown, most: number): string {
    const json = stringify(value === undefined ? null : value) as string | undefined;
    if (json === undefined) throw new TypeErrorHere('A function or a symbol is not a value');
    if (json.length > most) throw tooLarge(json.length);
    return json;
  }

  const sizes = new WeakMap<object, number>();
  const { get: sizeOf, set: noteSize } = WeakMap.prototype;

  function tooLarge(length: number): Error {
    const error = new TypeErrorHere(`A value of ${length} characters is too large to cross`);
    apply(noteSize, sizes, [error, length]);
    return error;
  }

  function hostError(code: string, message: string, rest?: Record<string, unknown>): Error {
    const error = new ErrorHere(message) as Error & Record<string, unknown>;
    hide(error, 'name', 'HostError');
    error['code'] = code;
    error['params'] = rest?.['params'] ?? {};
    error['issues'] = rest?.['issues'] ?? [];
    apply(add, ours, [error]);
    return error;
  }

  function ask(call: Call, method: string, given: unknown): Promise<unknown> {
    if (call.ended) throw hostError('plugin_call_over', 'The call has ended');
    if (++call.asked > call.asks) {
      fail(call, 'too_many_calls', call.asked, '');
      throw hostError('plugin_too_many_calls', 'Too many calls of the host');
    }
    const json = written(given, call.payload);
    const request = call.asked;
    const promise = new PromiseHere<unknown>((resolve, reject) => {
      call.waiting[request] = { resolve, reject };
    });
    // Whoever asks twice and waits for one after the other is not to break because the second was refused meanwhile.
    void apply(then, promise, [undefined, () => undefined]);
    call.out('ask', call.id, request, method, json);
    return promise;
  }

  function log(call: Call, level: string, message: unknown, facts: unknown): void {
    if (call.ended || call.logLeft <= 0) return;
    let line: string;
    try {
      const said = apply(slice, typeof message === 'string' ? message : shown(message), [0, 2_000]) as string;
      line = stringify({ level, message: said, facts: facts === undefined ? null : facts });
    } catch {
      line = stringify({ level, message: 'A line that cannot be written', facts: null });
    }
    if (line.length > call.logLeft) {
      line = stringify({
        level: 'warn',
        message: 'More was logged than a call may log; the rest is left out',
        facts: null,
      });
      call.logLeft = 0;
    }
    call.logLeft -= line.length;
    call.out('log', call.id, 0, '', line);
  }

  function shown(value: unknown): string {
    try {
      return typeof value === 'object' && value !== null ? stringify(value) : text(value);
    } catch {
      return 'a value that cannot be shown';
    }
  }

  function fail(call: Call, why: string, used: number, told: string): void {
    if (call.ended) return;
    end(call.id);
    call.out('failed', call.id, used, why, told);
  }

  function field(from: unknown, name: string): unknown {
    try {
      return typeof from === 'object' && from !== null ? (from as Record<string, unknown>)[name] : undefined;
    } catch {
      return undefined;
    }
  }

  function failWith(call: Call, error: unknown): void {
    const size = typeof error === 'object' && error !== null ? apply(sizeOf, sizes, [error]) : undefined;
    if (typeof size === 'number') return fail(call, 'too_large', size, '');
    const own = typeof error === 'object' && error !== null && (apply(has, ours, [error]) as boolean);
    const told = {
      name: text(own ? 'HostError' : brief(field(error, 'name'), 100)),
      message: brief(typeof error === 'object' && error !== null ? field(error, 'message') : error, 1_000),
      stack: brief(field(error, 'stack'), 4_000),
      code: own ? field(error, 'code') : null,
      params: own ? field(error, 'params') : null,
      issues: own ? field(error, 'issues') : null,
      field: own ? (field(error, 'field') ?? null) : null,
      label: own ? (field(error, 'label') ?? null) : null,
    };
    fail(call, told.code === 'plugin_refused' ? 'refused' : 'threw', 0, stringify(told));
  }

  function brief(value: unknown, most: number): string {
    return apply(slice, typeof value === 'string' ? value : value === undefined ? '' : shown(value), [
      0,
      most,
    ]) as string;
  }

  /** Ends the call; its value as text, or undefined where it has failed. */
  function outcome(call: Call, value: unknown): string | undefined {
    if (call.ended) return undefined;
    try {
      const json = written(value, call.payload);
      end(call.id);
      return json;
    } catch (error) {
      const size = apply(sizeOf, sizes, [error]) as number | undefined;
      if (size === undefined) fail(call, 'bad_value', 0, brief(field(error, 'message'), 300));
      else fail(call, 'too_large', size, '');
      return undefined;
    }
  }

  function finish(call: Call, value: unknown): void {
    const json = outcome(call, value);
    if (json !== undefined) call.out('done', call.id, 0, '', json);
  }

  function granted(call: Call, kind: unknown, what?: unknown, verb?: unknown): boolean {
    const { grants } = factsOf(call);
    for (let index = 0; index < grants.length; index++) {
      const grant = grants[index]!;
      if (grant.kind !== kind) continue;
      const names = grant.what;
      let named = what === undefined || names === undefined || names === '*';
      for (let place = 0; !named && isArray(names) && place < names.length; place++) named = names[place] === what;
      let spoken = verb === undefined || grant.verbs === undefined;
      for (let place = 0; !spoken && place < (grant.verbs?.length ?? 0); place++) spoken = grant.verbs![place] === verb;
      if (named && spoken) return true;
    }
    return false;
  }

  function method(call: Call, name: string, ...names: string[]): (...given: unknown[]) => Promise<unknown> {
    return (...given) => {
      const named: Record<string, unknown> = create(null);
      for (let index = 0; index < names.length; index++) named[names[index]!] = given[index];
      return ask(call, name, named);
    };
  }

  function said(call: Call, label: unknown): string {
    if (typeof label === 'string') return label;
    return text(field(label, factsOf(call).user.locale) ?? field(label, 'en') ?? '');
  }

  /** What a handler is given to work with, by its names. */
  const parts: Record<string, (call: Call) => unknown> = {
    records: (call) =>
      freeze({
        query: method(call, 'records.query', 'object', 'query'),
        get: method(call, 'records.get', 'object', 'id', 'fields'),
        count: method(call, 'records.count', 'object', 'filter'),
        aggregate: method(call, 'records.aggregate', 'object', 'query'),
        create: method(call, 'records.create', 'object', 'values'),
        update: method(call, 'records.update', 'object', 'id', 'values', 'options'),
        delete: method(call, 'records.delete', 'object', 'id'),
        bulk: method(call, 'records.bulk', 'object', 'request'),
      }),
    kv: (call) =>
      freeze({
        get: method(call, 'kv.get', 'key'),
        set: method(call, 'kv.set', 'key', 'value'),
        delete: method(call, 'kv.delete', 'key'),
        keys: method(call, 'kv.keys', 'prefix'),
      }),
    log: (call) => {
      const line = (level: string) => (message: unknown, facts?: unknown) => log(call, level, message, facts);
      return freeze({ debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') });
    },
    jobs: (call) => freeze({ start: method(call, 'jobs.start', 'name', 'payload', 'options') }),
    events: (call) => freeze({ emit: method(call, 'events.emit', 'trigger', 'event') }),
    mail: (call) => freeze({ send: method(call, 'mail.send', 'mail') }),
    files: (call) =>
      freeze({ get: method(call, 'files.get', 'object', 'id', 'field'), put: method(call, 'files.put', 'file') }),
    format: (call) =>
      freeze({
        number: method(call, 'format.number', 'value'),
        currency: method(call, 'format.currency', 'amount', 'currency'),
        date: method(call, 'format.date', 'value'),
        datetime: method(call, 'format.datetime', 'value'),
      }),
    fetch: (call) => method(call, 'fetch', 'url', 'options'),
    setting: (call) => method(call, 'setting', 'name'),
    secret: () => (name: unknown) => ({ $secret: text(name) }),
    user: (call) => factsOf(call).user,
    now: (call) => () => new Date(factsOf(call).now).toISOString(),
    today: (call) => () => factsOf(call).today,
    random: (call) => () => draw(call),
    text: (call) => (label: unknown) => said(call, label),
    granted: (call) => (kind: unknown, what?: unknown, verb?: unknown) => granted(call, kind, what, verb),
    refuse:
      (call) =>
      (message: unknown, place?: unknown): never => {
        const error = hostError('plugin_refused', said(call, message)) as Error & Record<string, unknown>;
        error['field'] = typeof place === 'string' ? place : null;
        error['label'] = message;
        throw error;
      },
  };

  /** Each part is made when it is first asked for: of forty functions, a call needs one or none. */
  class Host {
    readonly #call: Call;
    readonly #made: Record<string, unknown> = create(null);

    constructor(call: Call) {
      this.#call = call;
    }

    static {
      // Nobody else makes one.
      deleteProperty(Host.prototype, 'constructor');
      for (const name of ownKeys(parts) as string[])
        defineProperty(Host.prototype, name, {
          get(this: Host) {
            return (this.#made[name] ??= parts[name]!(this.#call));
          },
          enumerable: true,
          configurable: false,
        });
      freeze(Host.prototype);
    }
  }

  function begin(
    id: number,
    key: string,
    told: string,
    input: string,
    asks: number,
    payload: number,
    logLeft: number,
    now: boolean,
  ): string | undefined {
    const call: Call = {
      id,
      out: now ? outNow : outLater,
      told,
      known: null,
      ended: false,
      asked: 0,
      asks,
      payload,
      logLeft,
      waiting: create(null) as Call['waiting'],
      draw: null,
    };
    calls[id] = call;
    current = call;
    const handler = handlers[key];
    let value: unknown;
    try {
      if (typeof handler !== 'function') fail(call, 'missing', 0, '');
      else value = apply(handler as () => unknown, undefined, [parse(input), freeze(new Host(call))]);
      if (typeof field(value, 'then') !== 'function') return outcome(call, value);
    } catch (error) {
      failWith(call, error);
      return undefined;
    }
    const promise = new PromiseHere<unknown>((resolve) => resolve(value));
    void apply(then, promise, [(came: unknown) => finish(call, came), (error: unknown) => failWith(call, error)]);
    return undefined;
  }

  function reply(id: number, request: number, ok: boolean, told: string): void {
    const call = calls[id];
    const waiting = call?.waiting[request];
    if (call === undefined || waiting === undefined) return;
    deleteProperty(call.waiting, request);
    current = call;
    const value = parse(told) as Record<string, unknown>;
    if (ok) waiting.resolve(value);
    else waiting.reject(hostError(text(value['code']), text(value['message']), value));
  }

  function end(id: number): void {
    const call = calls[id];
    if (call === undefined) return;
    call.ended = true;
    call.waiting = create(null) as Call['waiting'];
    deleteProperty(calls, id);
  }

  function open(): string {
    const own = getOwnPropertyDescriptor(world, 'plugin')?.value as unknown;
    const found = field(own, 'handlers');
    if (typeof found !== 'object' || found === null) return 'it leaves no "plugin.handlers"';
    const kept: Record<string, unknown> = create(null);
    const names = ownKeys(found);
    for (let index = 0; index < min(names.length, 10_000); index++) {
      const name = names[index]!;
      if (typeof name === 'string' && hasOwn(found, name)) kept[name] = field(found, name);
    }
    handlers = kept;
    world['plugin'] = undefined;
    return '';
  }

  takeAway();
  stopTheClock();
  const consoleLine =
    (level: string) =>
    (...said: unknown[]): void => {
      if (current === null) return;
      let line = '';
      for (let index = 0; index < said.length; index++)
        line += (index === 0 ? '' : ' ') + (typeof said[index] === 'string' ? said[index] : shown(said[index]));
      log(current, level, line, undefined);
    };
  hide(world, 'console', {
    log: consoleLine('info'),
    info: consoleLine('info'),
    debug: consoleLine('debug'),
    warn: consoleLine('warn'),
    error: consoleLine('error'),
  });
  return freeze({ open, begin, reply, end });
}

/** What the server tells the process in which plugins run. */
export type ToHost =
  /** With the bundle as text. */
  | { type: 'load'; key: string; memory: number }
  /** With the facts of the call and the input of its handler as text, each in a line. */
  | { type: 'call'; call: number; key: string; handler: string; limits: HostLimits }
  /** The answer to what a call asked; with the answer as text. */
  | { type: 'reply'; call: number; request: number; ok: boolean }
  /** Nobody waits for the call any more. */
  | { type: 'abandon'; call: number }
  | { type: 'forget'; key: string; atOnce: boolean }
  | { type: 'ping'; count: number };

/** What that process tells the server. It may be in a stranger's hand: everything is looked at. */
export type FromHost =
  | { type: 'ready' }
  | { type: 'loaded'; key: string }
  /** With the reason as text. */
  | { type: 'unloadable'; key: string; why: LoadFailure }
  /** It was not used for long, or broke; it has to be loaded again. */
  | { type: 'gone'; key: string }
  /** This call's code runs now, until the next such message; told only while there is a choice. */
  | { type: 'turn'; call: number }
  /** With the value as text. */
  | { type: 'done'; call: number; cpu: number }
  /** With what is known of it as text. */
  | { type: 'failed'; call: number; cpu: number; why: CallFailure; used: number }
  /** With the arguments as text. */
  | { type: 'ask'; call: number; request: number; method: string }
  | { type: 'log'; call: number }
  /** Its code cannot be stopped from inside. */
  | { type: 'stuck'; call: number }
  | { type: 'pong'; count: number; memory: number };

export const CALL_FAILURES = [
  'threw',
  'refused',
  'missing',
  'unloaded',
  'cpu',
  'wall',
  'memory',
  'idle',
  'too_large',
  'bad_value',
  'too_many_calls',
] as const;

export type CallFailure = (typeof CALL_FAILURES)[number];

export const LOAD_FAILURES = ['threw', 'cpu', 'memory', 'no_handlers'] as const;

export type LoadFailure = (typeof LOAD_FAILURES)[number];

/** What the process holds each call to; the server counts again. */
export interface HostLimits {
  cpu: number;
  wall: number;
  asks: number;
  payload: number;
  log: number;
}

/** Reads a message of the process; undefined for anything that is none. */
export function readFromHost(facts: unknown): FromHost | undefined {
  if (typeof facts !== 'object' || facts === null) return undefined;
  const said = facts as Record<string, unknown>;
  const shape = Object.hasOwn(SHAPES, String(said['type'])) ? SHAPES[said['type'] as FromHost['type']] : undefined;
  if (shape === undefined) return undefined;
  let known = 1;
  for (const name in shape) {
    if (!shape[name]!(said[name])) return undefined;
    known++;
  }
  return Object.keys(said).length === known ? (said as unknown as FromHost) : undefined;
}

type Check = (value: unknown) => boolean;

const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const amount: Check = (value) => Number.isFinite(value) && (value as number) >= 0;
const word: Check = (value) => typeof value === 'string' && value.length <= 300;
const oneOf =
  (values: readonly string[]): Check =>
  (value) =>
    values.includes(value as string);

const SHAPES: Readonly<Record<FromHost['type'], Readonly<Record<string, Check>>>> = {
  ready: {},
  loaded: { key: word },
  unloadable: { key: word, why: oneOf(LOAD_FAILURES) },
  gone: { key: word },
  turn: { call: count },
  done: { call: count, cpu: amount },
  failed: { call: count, cpu: amount, why: oneOf(CALL_FAILURES), used: amount },
  ask: { call: count, request: count, method: word },
  log: { call: count },
  stuck: { call: count },
  pong: { count, memory: amount },
};

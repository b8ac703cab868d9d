import type { JsonObject, JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { PluginHost } from '../plugin/host.ts';
import type { RecordData } from '../wire/records.ts';

/** What a test puts in the place of a workspace. */
export interface FakeHostOptions {
  /** Object → its records. */
  records?: Record<string, RecordData[]>;
  settings?: JsonObject;
  /** Whether a record meets a filter; the fake host does not read expressions. */
  matches?: (object: string, filter: string, record: RecordData) => boolean;
  /** Answers calls to the outside. */
  fetch?: PluginHost['fetch'];
  now?: string;
  locale?: 'en' | 'zh';
}

/** A host without a workspace: records and keys in memory, and everything it was asked to do beside them. */
export interface FakeHost extends PluginHost {
  readonly kept: Record<string, RecordData[]>;
  readonly lines: { level: string; message: string; facts?: JsonObject }[];
  readonly mails: JsonObject[];
  readonly started: { name: string; payload: JsonValue }[];
  readonly emitted: { trigger: string; event: JsonObject }[];
}

/** For unit tests of handlers; `strata plugin test` runs them in the real sandbox. */
export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const { settings = {}, locale = 'en', now = '2026-01-01T00:00:00.000Z', matches } = options;
  const kept: Record<string, RecordData[]> = structuredClone(options.records ?? {});
  const keys = new Map<string, JsonValue>();
  const lines: FakeHost['lines'] = [];
  const mails: JsonObject[] = [];
  const started: FakeHost['started'] = [];
  const emitted: FakeHost['emitted'] = [];
  let made = 0;
  const of = (object: string): RecordData[] => (kept[object] ??= []);
  const found = (object: string, id: string): RecordData => {
    const record = of(object).find((each) => each.id === id);
    if (record === undefined) throw new Error(`There is no ${object} ${id}`);
    return record;
  };
  const query = (object: string, filter?: string): RecordData[] =>
    filter === undefined ? [...of(object)] : of(object).filter((record) => judge(object, filter, record));
  const judge = (object: string, filter: string, record: RecordData): boolean => {
    if (matches === undefined) throw new Error('Say by `matches` which records a filter lets through');
    return matches(object, filter, record);
  };
  const say = (level: string) => (message: string, facts?: JsonObject) =>
    void lines.push({ level, message, ...(facts && { facts }) });
  const refuse = (message: Label | string): never => {
    throw new Error(typeof message === 'string' ? message : message[locale]);
  };
  const host = {
    kept,
    lines,
    mails,
    started,
    emitted,
    records: {
      query: async (object: string, given: { filter?: string; limit?: number } = {}) => ({
        data: query(object, given.filter).slice(0, given.limit ?? 50),
        page: { next: null },
      }),
      get: async (object: string, id: string) => of(object).find((each) => each.id === id) ?? null,
      count: async (object: string, filter?: string) => query(object, filter).length,
      aggregate: async () => refuse('The fake host does not aggregate'),
      create: async (object: string, values: JsonObject) => {
        const record = { id: `fake-${++made}`, ...values };
        of(object).push(record);
        return record;
      },
      update: async (object: string, id: string, values: JsonObject) => Object.assign(found(object, id), values),
      delete: async (object: string, id: string) => {
        kept[object] = of(object).filter((each) => each !== found(object, id));
      },
      bulk: async () => refuse('The fake host does not work in bulk'),
    },
    kv: {
      get: async (key: string) => keys.get(key) ?? null,
      set: async (key: string, value: JsonValue) => void keys.set(key, value),
      delete: async (key: string) => void keys.delete(key),
      keys: async (prefix = '') => [...keys.keys()].filter((key) => key.startsWith(prefix)),
    },
    log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
    jobs: { start: async (name: string, payload: JsonValue = null) => void started.push({ name, payload }) },
    events: {
      emit: async (trigger: string, event: JsonObject) => void emitted.push({ trigger, event }),
    },
    mail: { send: async (mail: JsonObject) => void mails.push(mail) },
    files: {
      get: async () => refuse('The fake host has no files'),
      put: async () => refuse('The fake host has no files'),
    },
    format: {
      number: async (value: number | string) => String(value),
      currency: async (amount: number | string, currency: string) => `${currency} ${amount}`,
      date: async (value: string) => value,
      datetime: async (value: string) => value,
    },
    fetch: options.fetch ?? (async () => refuse('Give `fetch` to answer calls to the outside')),
    setting: async (name: string) => settings[name] ?? null,
    secret: (name: string) => ({ $secret: name }),
    user: { id: null, name: '', email: '', locale, time_zone: 'UTC', roles: [] },
    now: () => now,
    today: () => now.slice(0, 10),
    random: () => 0.5,
    text: (label: Label) => label[locale],
    granted: () => true,
    refuse,
  };
  return host as unknown as FakeHost;
}

import type { JsonObject, JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { BulkRequest, BulkResult, GroupPage, RecordData, RecordQuery } from '../wire/records.ts';
import type { CallUser } from './call-user.ts';
import type { CapabilityKind, HttpMethod, RecordVerb } from './capability.ts';

/** Types of a workspace's records by object; `strata types` writes them. */
export interface RecordTypes {
  [object: string]: RecordData;
}

/**
 * All that a plugin can do beyond computing. Each call passes the same doors as a person's, with the rights of the person
 * who causes it, less what the plugin was not granted. What is refused is thrown as a `HostError`.
 */
export interface PluginHost<Types extends { [Name in keyof Types]: object } = RecordTypes> {
  readonly records: RecordHost<Types>;
  readonly kv: KeyValueHost;
  readonly log: LogHost;
  readonly jobs: JobHost;
  readonly events: EventHost;
  readonly mail: MailHost;
  readonly files: FileHost;
  readonly format: FormatHost;
  /** A call over HTTPS to a host the administrator has granted. */
  fetch(url: string, options?: FetchOptions): Promise<FetchAnswer>;
  /** A setting's value; secrets have none that code can see. */
  setting(name: string): Promise<JsonValue>;
  /** Stands for a secret setting in a header or a body of `fetch`: the host puts it in. */
  secret(name: string): SecretReference;
  readonly user: CallUser;
  /** When the call began; `new Date()` says the same, whenever it is replayed. */
  now(): string;
  /** The calendar day it is then, in the time zone of `user`; work of the system has the workspace’s. */
  today(): string;
  /** From 0 to 1, the same at each replay of the call; `Math.random()` is the same. */
  random(): number;
  /** The text in the language of whoever causes the call. */
  text(label: Label): string;
  granted(kind: CapabilityKind, what?: string, verb?: RecordVerb): boolean;
  /** Ends the call: whoever caused it reads this. */
  refuse(message: Label | string, field?: string): never;
}

/** Before-hooks may only read. */
export interface RecordHost<Types extends { [Name in keyof Types]: object } = RecordTypes> {
  query<Name extends keyof Types & string>(
    object: Name,
    query?: RecordQuery,
  ): Promise<{ data: Types[Name][]; page: { next: string | null }; count?: number }>;
  get<Name extends keyof Types & string>(object: Name, id: string, fields?: string[]): Promise<Types[Name] | null>;
  count(object: keyof Types & string, filter?: string): Promise<number>;
  aggregate(
    object: keyof Types & string,
    query: RecordQuery & Required<Pick<RecordQuery, 'aggregates'>>,
  ): Promise<GroupPage['data']>;
  create<Name extends keyof Types & string>(object: Name, values: JsonObject): Promise<Types[Name]>;
  update<Name extends keyof Types & string>(
    object: Name,
    id: string,
    values: JsonObject,
    options?: { version?: number },
  ): Promise<Types[Name]>;
  delete(object: keyof Types & string, id: string): Promise<void>;
  bulk(object: keyof Types & string, request: BulkRequest): Promise<BulkResult>;
}

/** A small store of the plugin's own, one for each workspace. */
export interface KeyValueHost {
  get(key: string): Promise<JsonValue>;
  set(key: string, value: JsonValue): Promise<void>;
  delete(key: string): Promise<void>;
  keys(prefix?: string): Promise<string[]>;
}

/** Lines of the plugin's log, which administrators read on its page. */
export interface LogHost {
  debug(message: string, facts?: JsonObject): void;
  info(message: string, facts?: JsonObject): void;
  warn(message: string, facts?: JsonObject): void;
  error(message: string, facts?: JsonObject): void;
}

export interface JobHost {
  /** Puts one of the plugin's jobs on the list; of the same `key` only the last that has not begun is kept, and never do two work at once. */
  start(name: string, payload?: JsonValue, options?: { after_seconds?: number; key?: string }): Promise<void>;
}

export interface EventHost {
  /** Begins workflows whose trigger this is. */
  emit(trigger: string, event: { record?: string; results?: JsonObject }): Promise<void>;
}

export interface MailHost {
  send(mail: { to: string; subject: string; text: string }): Promise<void>;
}

export interface FileHost {
  /** The file in a field of a record, in base64. */
  get(
    object: string,
    id: string,
    field: string,
  ): Promise<{ name: string; type: string; size: number; content: string }>;
  /** A new file, to be given to a field. */
  put(file: { name: string; content: string }): Promise<{ id: string; name: string; type: string; size: number }>;
}

/** In the language and time zone of whoever causes the call. */
export interface FormatHost {
  number(value: number | string): Promise<string>;
  currency(amount: number | string, currency: string): Promise<string>;
  date(value: string): Promise<string>;
  datetime(value: string): Promise<string>;
}

export interface FetchOptions {
  method?: HttpMethod;
  headers?: { [name: string]: string | SecretReference };
  /** A text as it is, anything else as JSON. */
  body?: JsonValue;
  /** How the answer is given; default `text`. */
  as?: 'text' | 'json' | 'base64';
}

export interface FetchAnswer {
  status: number;
  headers: { [name: string]: string };
  /** Text, the parsed JSON, or base64, as was asked. */
  body: JsonValue;
}

/** Not the secret, but where it goes: `Bearer {secret}`. */
export interface SecretReference {
  $secret: string;
  before?: string;
}

/** What the host throws: a code of the error catalogue. */
export interface HostError extends Error {
  code: string;
  params: JsonObject;
}

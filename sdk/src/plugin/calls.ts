import type { JsonObject, JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { HookEvent } from './code.ts';
import type { PluginHost } from './host.ts';

/** A function of the bundle: what it is told, and the host it works with. */
export type Handler<Input = JsonValue, Output = JsonValue | undefined | void> = (
  input: Input,
  host: PluginHost,
) => Output | Promise<Output>;

/** A handler whatever it is told and answers with. */
export type AnyHandler = (input: never, host: PluginHost) => unknown;

/** A record before and after a change, as far as the plugin may read it. */
export interface HookRecord {
  id: string;
  /** null for a new record. */
  before: JsonObject | null;
  /** null for a deleted one. */
  after: JsonObject | null;
  /** Names of fields that differ. */
  changed: string[];
}

/** What a hook on records is told: all records of one save together. */
export interface HookInput {
  event: Exclude<HookEvent, 'sign_in'>;
  object: string;
  records: HookRecord[];
}

/** What a before-hook wants of one record, in the order of the records; null or nothing: nothing. */
export interface HookVerdict {
  /** Field → value to be set. */
  set?: JsonObject;
  /** Why it must not be saved so; a message without a field concerns the whole record. */
  errors?: { field?: string; message: Label | string }[];
  warnings?: { field?: string; message: Label | string }[];
}

export type HookOutput = (HookVerdict | null | undefined)[] | null | undefined | void;

/** What a sign-in hook is told. */
export interface SignInInput {
  event: 'sign_in';
  user: { id: string; name: string; email: string; roles: string[] };
  address: string | null;
}

export interface SignInOutput {
  /** Given: the sign-in is refused with these words. */
  refuse?: Label | string;
}

/** What the code behind a button is told. */
export interface ActionInput {
  /** null: it is about no record. */
  object: string | null;
  /** Ids of the chosen records for which the button is offered, at most 200 in one call. */
  records: string[];
  /** What the form asked, every question by its name; null where it was left empty. */
  input: JsonObject;
}

export interface ActionOutput {
  /** Absent: what the action says when it is done. */
  message?: Label | string;
  /** Where the person is led. */
  open?: { object: string; record: string } | { url: string };
  /** Records for which it could not be done, and why; the others count as done. */
  errors?: { record: string; message: Label | string }[];
}

export interface StepInput {
  /** Of the step, with expressions worked out. */
  settings: JsonObject;
  record: { object: string; id: string } | null;
  run: string;
  /** Equal in each try of this step: what goes outside can be known by it. */
  key: string;
}

export interface StepOutput {
  /** Default `done`. */
  outcome?: string;
  results?: JsonObject;
}

export interface JobInput {
  payload: JsonValue;
  /** 1 at the first try. */
  attempt: number;
}

export interface EndpointInput {
  method: string;
  /** Below `/api/plugins/{id}/`. */
  path: string;
  query: { [name: string]: string };
  headers: { [name: string]: string };
  /** JSON where it was JSON, otherwise text. */
  body: JsonValue;
}

export interface EndpointOutput {
  /** Default 200. */
  status?: number;
  /** `content-type` and headers of its own beginning with `x-`; others are left out. */
  headers?: { [name: string]: string };
  body?: JsonValue;
}

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

/** The field whose values are looked at. */
export interface JudgedField {
  object: string;
  name: string;
  label: Label;
  /** Name of the built-in type. */
  type: string;
}

/** What a check is told: values of one field, of all records of one save together. */
export interface ValidatorInput {
  field: JudgedField;
  /** What the administrator set up, every setting of the form by its name. */
  settings: JsonObject;
  checks: {
    value: JsonValue;
    /** What it looks at besides, by the names of its inputs; null where that is empty or no field was chosen. */
    inputs: JsonObject;
  }[];
}

/** Why a value is wrong, in the order of the values; null or nothing: it is right. */
export type ValidatorOutput = (Label | string | null | undefined)[] | null | undefined | void;

/** What a type of field is told: values of one field, of all records of one save together. */
export interface FieldTypeInput {
  field: JudgedField;
  settings: JsonObject;
  values: JsonValue[];
}

/** The value as it is to be kept, or why it cannot be; null or nothing: it stays as it is. */
export type FieldTypeOutput =
  ({ value?: JsonValue; error?: Label | string } | null | undefined)[] | null | undefined | void;

/** What a source of values is told of a record. */
export interface EnricherInput {
  object: string;
  record: { id: string } & JsonObject;
}

/** A value for one field, and where it is from. */
export interface ProposedValue {
  field: string;
  value: JsonValue;
  /** What people know the source by: `Commercial register, 2026`. */
  source: Label | string;
  /** Where they can look it up, over https. */
  url?: string;
  /** Why it may be doubted, or how it was found. */
  note?: Label | string;
}

export type EnricherOutput = ProposedValue[] | null | undefined | void;

/** A record as it is outside: values by the names of outside fields. */
export interface OutsideRow {
  [field: string]: JsonValue;
}

/** What a connector that reads is told. */
export interface PullInput {
  /** What the page before said; null at the first of all. */
  cursor: JsonValue;
  /** The plugin's settings; secrets have no value that code can see. */
  settings: JsonObject;
}

/** One page, at most 1000 rows and keys together. Once it is written the cursor is kept; a page may come twice and is never left out. */
export interface PullOutput {
  rows: OutsideRow[];
  /** Keys of what is gone outside; only of a connector whose `pull` says that it `deletes`. */
  deleted?: JsonValue[];
  /** What the next page begins from, in this run or the next; absent: as before. */
  cursor?: JsonValue;
  /** Whether there is more to be had now. */
  more?: boolean;
}

/** A record that has changed, as it is now: several changes of one record are told as one. */
export interface PushedChange {
  event: 'create' | 'update' | 'delete';
  id: string;
  /** What it is known by outside; null: it was never told. */
  key: JsonValue;
  /** null: it was deleted. */
  row: OutsideRow | null;
}

/** What a connector that tells is told, at most 200 changes in one call. */
export interface PushInput {
  changes: PushedChange[];
  settings: JsonObject;
}

/** What became of one change, in their order; null or nothing: it is done. */
export interface PushVerdict {
  /** What a new record is known by outside from now on; kept in the record. */
  key?: JsonValue;
  /** Why it cannot be told, however often it is tried. */
  error?: Label | string;
}

/** To be tried again as a whole, throw. */
export type PushOutput = (PushVerdict | null | undefined)[] | null | undefined | void;

export interface JobInput {
  payload: JsonValue;
  /** 1 at the first try. */
  attempt: number;
}

export interface EndpointInput {
  method: string;
  /** Below `/api/plugins/{id}/endpoints/`. */
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

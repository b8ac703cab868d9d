import type { CheckRule, CompiledField, Issue, JsonObject, JsonValue } from '@stratacrm/sdk';
import type { Context } from '../kernel/context.ts';

export type HookedAction = 'create' | 'update' | 'delete';

/** A change of a record that somebody is asked about before it is made. */
export interface HookedChange {
  readonly action: HookedAction;
  readonly id: string;
  readonly before: JsonObject | null;
  /** What it is to be; with what those asked before have set. */
  readonly after: JsonObject;
  /** Sets a value as if the writer had given it; what is wrong with it is told at its field. */
  set(field: string, value: JsonValue): void;
  refuse(issue: Issue): void;
  warn(issue: Issue): void;
}

/** A value that a check judges, with what the check looks at besides. */
export interface CheckedValue {
  readonly value: JsonValue;
  readonly inputs: JsonObject;
  refuse(issue: Issue): void;
}

/** A value of a field whose type a plugin brought. */
export interface ReadValue {
  readonly value: JsonValue;
  /** What is to be kept instead, read as if the writer had given it. */
  set(value: JsonValue): void;
  refuse(issue: Issue): void;
}

/** Code from outside the platform that is asked before records change. It hangs on the catalog, so that no door is without it. */
export interface WriteHooks {
  /** Quick, for it is asked at every write. */
  asks(object: string, action: HookedAction): boolean;
  /** All changes of one object in a batch together. The context is that of the write, with the access of the writer. */
  before(ctx: Context, object: string, changes: readonly HookedChange[]): Promise<void>;
  /** Values that the check of a rule is to judge, all of one field. */
  check(ctx: Context, rule: CheckRule, field: CompiledField, values: readonly CheckedValue[]): Promise<void>;
  /** Values that the field's own type is to read. */
  read(ctx: Context, field: CompiledField, values: readonly ReadValue[]): Promise<void>;
}

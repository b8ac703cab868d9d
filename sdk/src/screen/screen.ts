import type { JsonValue } from '../json.ts';
import type { Label, Locale } from '../label.ts';
import type { RecordHost, RecordTypes } from '../plugin/host.ts';
import type { PickedRecord, ScreenContext } from './context.ts';

/** A question in the middle of the Studio. */
export interface ScreenQuestion {
  title: string;
  /** What it will touch. */
  detail: string;
  /** The word on the button: what happens, not "OK". */
  action?: string;
  danger?: boolean;
}

/** Where a person is led: a record, the list of an object, a page of the navigation. */
export type ScreenTarget = { object: string; record: string } | { object: string } | { page: string };

/**
 * What a screen of a plugin works with. Records are read and changed with the rights of the person who looks at it, less
 * what the plugin was not granted; whatever is refused is thrown as a `ScreenError`.
 */
export interface Screen<Types extends { [Name in keyof Types]: object } = RecordTypes> {
  readonly context: ScreenContext;
  readonly locale: Locale;
  readonly timeZone: string;
  /** The currency the workspace keeps its books in. */
  readonly homeCurrency: string;
  readonly theme: 'light' | 'dark';
  readonly user: { id: string; name: string };
  readonly plugin: { id: string; version: string };
  readonly records: RecordHost<Types>;
  /** Calls a function of the plugin; its `roles` say who may. */
  call(name: string, input?: JsonValue): Promise<JsonValue>;
  /** A setting of the plugin; secrets have none that a screen can see. */
  setting(name: string): Promise<JsonValue>;

  /** The text in the person's language. */
  text(label: Label): string;
  number(value: number | string, options?: { [name: string]: unknown }): string;
  /** As amounts read in lists and dashboards: the short sign, `¥`, is the home currency's alone. */
  currency(amount: number | string, currency: string): string;
  date(value: string): string;
  datetime(value: string): string;

  confirm(question: ScreenQuestion): Promise<boolean>;
  alert(question: Pick<ScreenQuestion, 'title' | 'detail'>): Promise<void>;
  /** Lets the person find a record; null when he leaves without one. */
  pickRecord(object: string, options?: { title?: string }): Promise<PickedRecord | null>;
  toast(text: string, kind?: 'done' | 'warning' | 'error'): void;
  open(target: ScreenTarget): Promise<void>;

  /** The height of its place in pixels; from then on it no longer follows the content by itself. */
  resize(height: number): void;
  /** field_editor: the value as it is now, null for none; with an error it is not taken, and the error stands beside it. */
  setValue(value: JsonValue, options?: { error?: string }): void;
  /** action_dialog: the person is done, or leaves. */
  done(result?: JsonValue): void;
  cancel(): void;

  /** Told when the place or the way it is to look has changed. Answers how to stop listening. */
  on(event: 'context' | 'surroundings', listener: () => void): () => void;
}

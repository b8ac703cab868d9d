import type { JsonObject, JsonValue } from '../json.ts';
import type { Locale } from '../label.ts';

/** What a screen is told of the place where it stands. */
export type ScreenContext =
  | { mount: 'record_panel'; object: string; record: string; /** Differs after each change. */ version: number }
  | { mount: 'page'; page: string }
  | { mount: 'dashboard_tile'; dashboard: string; tile: string; settings: JsonObject }
  | {
      mount: 'field_editor';
      object: string;
      field: string;
      /** null while the record is made. */
      record: string | null;
      value: JsonValue;
      read_only: boolean;
    }
  | { mount: 'action_dialog'; object: string | null; records: string[]; action: string };

/** How the screen is to look, and for whom. */
export interface ScreenSurroundings {
  locale: Locale;
  /** IANA name of the person's time zone. */
  time_zone: string;
  /** ISO 4217 code of the currency the workspace keeps its books in. */
  currency: string;
  theme: 'light' | 'dark';
  /** The design tokens by name: `--ink`, `--accent`, `--s2` …; they are CSS variables of the screen. */
  tokens: { [name: string]: string };
  /** Whether it takes the height of its place, as a tile does, or its place follows its height. */
  fill: boolean;
  user: { id: string; name: string };
  /** Whose screen it is. */
  plugin: { id: string; version: string };
}

/** A record that a person picked. */
export interface PickedRecord {
  id: string;
  name: string;
}

import type { Document } from './documents/kinds.ts';
import type { DocumentKind } from './documents/kinds.ts';
import type { DocumentPatch } from './documents/patch-value.ts';
import type { JsonValue } from './json.ts';
import type { Label } from './label.ts';
import type { PluginCode } from './plugin/code.ts';

/** What a plugin package says of itself: data only. */
export interface PluginManifest extends PluginCode {
  /** Reverse-DNS or npm-like id that never changes; document ids are derived from it. */
  id: string;
  /** Short prefix of names it adds; empty for the base pack alone. */
  prefix: string;
  version: string;
  label: Label;
  description: Label;
  documents: Document[];
  /** What it changes of documents that other plugins or the platform brought. */
  patches?: PluginPatch[];
  /** Versions of Strata it runs with, a semver range: `^1.2`. */
  engine?: string;
  /** Plugins that must be there: id → semver range. */
  dependencies?: Record<string, string>;
  /** Older versions one may go back to from this one, a semver range; absent: as far as no migration has run since. */
  downgrade?: string;
  /** Records it brings when it is installed for the first time, such as reference data. */
  seeds?: DemoData['records'];
  demo?: DemoData;
  /** Of each of its screen documents, the file it is built from. */
  screens?: ScreenSource[];
}

/** What a screen is built from; the package has it as `ui/{name}.js` and, where it has styles, `ui/{name}.css`. */
export interface ScreenSource {
  name: string;
  entry: string;
}

/** A change of a document that the plugin did not bring. */
export interface PluginPatch {
  kind: DocumentKind;
  id: string;
  /** The document's key when this was written, for people. */
  key: string;
  patch: DocumentPatch;
}

/**
 * Records for trying the product, by object, in an order in which references come after their targets. A record is
 * named by `$key`; a reference is `{ $ref: 'account/acme' }`, `user/administrator` being whoever set the workspace up; `{ $days: -12 }` is a date relative to today,
 * `{ $month: -2 }` the first day of the month before last.
 */
export interface DemoData {
  teams?: { key: string; name: string; parent?: string; manager?: string }[];
  users?: { key: string; email: string; name: string; roles: string[]; teams?: string[]; locale?: 'en' | 'zh' }[];
  records: { object: string; rows: ({ $key?: string } & { [field: string]: JsonValue })[] }[];
}

import type { Document } from './documents/kinds.ts';
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
  demo?: DemoData;
}

/**
 * Records for trying the product, by object, in an order in which references come after their targets. A record is
 * named by `$key`; a reference is `{ $ref: 'account/acme' }`, `user/administrator` being whoever set the workspace up; `{ $days: -12 }` is a date relative to today.
 */
export interface DemoData {
  teams?: { key: string; name: string; parent?: string; manager?: string }[];
  users?: { key: string; email: string; name: string; roles: string[]; teams?: string[]; locale?: 'en' | 'zh' }[];
  records: { object: string; rows: ({ $key?: string } & { [field: string]: JsonValue })[] }[];
}

import type { DocumentKind } from '../documents/kinds.ts';
import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { Capability } from '../plugin/capability.ts';
import type { SettingDeclaration } from '../plugin/code.ts';
import type { PublishPlan } from './studio.ts';

/** Where a package comes from: a registry, an upload, or (in development) a folder of the server. */
export type PluginSource = { package: string; version?: string | undefined } | { digest: string } | { folder: string };

/** Who signed a package, and whether this workspace takes packages of his. */
export interface PluginPublisher {
  /** Public key, base64 of its 32 bytes. */
  key: string;
  name: string;
  trusted: boolean;
}

/** A plugin package, as its page shows it. */
export interface PluginPackageInfo {
  digest: string;
  id: string;
  /** Its name on the registry. */
  package: string;
  version: string;
  label: Label;
  description: Label;
  /** Bytes of all files. */
  size: number;
  /** null: signed by nobody. */
  publisher: PluginPublisher | null;
  /** Formatted, safe to show. */
  readme: { en: string; zh: string };
  /** Paths of pictures below `/api/plugins/packages/{digest}/files/`. */
  screenshots: string[];
  capabilities: AskedCapability[];
  /** It has records to try it with. */
  demo: boolean;
}

export interface AskedCapability {
  key: string;
  capability: Capability;
  /** What it lets the plugin do, in plain words. */
  text: Label;
  /** new: not granted yet. */
  state: 'new' | 'granted';
}

/** A plugin of this workspace. */
export interface InstalledPluginInfo {
  id: string;
  package: string;
  version: string;
  digest: string;
  prefix: string;
  label: Label;
  description: Label;
  enabled: boolean;
  /** Why it was switched off by itself. */
  disabled_for: Label | null;
  publisher: PluginPublisher | null;
  installed_at: string;
  /** What it brought, by kind. */
  documents: Partial<Record<DocumentKind, number>>;
  granted: AskedCapability[];
  /** Seeds and migrations of this version are still under way. */
  settling: boolean;
}

/** Two who want the same place of a document. */
export interface PluginConflict {
  kind: DocumentKind;
  key: string;
  label: Label;
  path: string;
  /** local: a change of this workspace, which stays in force unless it is given up; plugin: another plugin's. */
  with: 'local' | 'plugin';
  /** Whose it is. */
  layer: Label;
  /** What the package brings there. */
  brings: JsonValue;
  /** What is in force there now, and stays. */
  stays: JsonValue;
}

/** What installing or upgrading would do; nothing is done yet. */
export interface PluginPlan extends PublishPlan {
  package: PluginPackageInfo;
  way: 'install' | 'upgrade' | 'downgrade';
  /** The version that is installed. */
  from: string | null;
  /** The live release it was made from; sent back with the consent. */
  release: number;
  /** Objects whose table is made or changed, with the records there are. */
  tables: { object: string; label: Label; rows: number; added: boolean }[];
  conflicts: PluginConflict[];
  /** Migrations that would run. */
  migrations: { version: string; label: Label }[];
  /** Any of these stops it. */
  stops: { code: string; message: string }[];
}

export type DataChoice = 'keep' | 'export' | 'drop';

/** What removing a plugin would do. */
export interface PluginRemovalPlan extends PublishPlan {
  id: string;
  label: Label;
  release: number;
  /** What holds data: its objects, and its fields on objects of others. */
  data: { object: string; field: string | null; label: Label; rows: number }[];
  /** What of the workspace goes with it, or is rewritten without it. */
  readers: { kind: DocumentKind; key: string; label: Label; layer: Label; effect: 'removed' | 'rewritten' | 'stops' }[];
  stops: { code: string; message: string }[];
}

/** The settings form of a plugin with its values; of a secret only whether there is one. */
export interface PluginSettings {
  fields: SettingDeclaration[];
  values: { [name: string]: JsonValue };
  /** Names of secrets that have a value. */
  filled: string[];
}

export interface TrustedPublisher {
  key: string;
  name: string;
  added_at: string;
}

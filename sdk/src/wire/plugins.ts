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
  /** How many links to systems outside it has. */
  connectors: number;
  granted: AskedCapability[];
  /** Seeds and migrations of this version are still under way. */
  settling: boolean;
  /** Bytes of all files of its package. */
  size: number;
  /** Its records to try it with: it has none, they can be brought in, they are there. */
  demo: 'none' | 'offered' | 'loaded';
  /** What could not be done with its records; nothing of it was kept. */
  trouble: PluginTrouble | null;
}

/** What could not be done when a plugin came, and why. */
export interface PluginTrouble {
  /** Its first records, its demonstration data, or the upgrade to a version: then the version before is in force again. */
  what: 'seeds' | 'demo' | 'upgrade';
  version: string;
  reason: Label;
  at: string;
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
  /** What the version that is installed brought there; null where it brought nothing, or none is. */
  was: JsonValue;
  /** What the package brings there. */
  brings: JsonValue;
  /** What is in force there now, and stays unless the package prevails. */
  stays: JsonValue;
  /** What the package brings is in force afterwards: of two plugins, what the one installed later sets. */
  prevails: boolean;
}

/** A link to a system outside that a package brings, or that goes with its upgrade. Nothing is exchanged until it is switched on. */
export interface PlannedConnector {
  name: string;
  label: Label;
  object_label: Label;
  reads: boolean;
  /** It may delete here what is gone outside. */
  deletes: boolean;
  tells: boolean;
  /** A CRON line; null: it reads only when somebody asks for it. */
  schedule: string | null;
  change: 'new' | 'stays' | 'goes';
  /** It is switched on in a direction now. */
  active: boolean;
}

/** A role, and how many people and API keys have it. */
export interface PluginRoleHolders {
  role: string;
  label: Label;
  people: number;
  keys: number;
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
  /** Links to systems outside. */
  connectors: PlannedConnector[];
  /** Migrations that would run; `way_back`: what an older version would get wrong afterwards. */
  migrations: { version: string; label: Label; way_back?: Label }[];
  /** People of its demonstration data who are users here already; they stay as they are. */
  demo_people: { email: string; name: string }[];
  /** Roles it brings that people or keys have from before: they act with them at once. */
  roles: PluginRoleHolders[];
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
  /** Links to systems outside that end, with what waits to be told. */
  connectors: { name: string; label: Label; active: boolean; waiting: number }[];
  /** Roles that go, with who loses them. */
  roles: PluginRoleHolders[];
  /** Changes not yet published that name it: dropped or rewritten with it, or to be changed before they can be published. */
  drafts: { kind: DocumentKind; key: string; label: Label; layer: Label; effect: 'removed' | 'rewritten' | 'broken' }[];
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

import type { Identities } from '../access/identities.ts';
import type { SignOnProvider } from '../access/single-sign-on/provider.ts';
import type { Config } from '../kernel/config.ts';
import type { Database } from '../kernel/database.ts';
import type { FileVault } from '../kernel/files/file-vault.ts';
import type { Log } from '../kernel/log.ts';
import type { OutboundPolicy } from '../kernel/outbound/outbound-policy.ts';
import type { Outbox } from '../kernel/outbox.ts';
import type { SecretBox } from '../kernel/secret-box.ts';
import type { Model } from '../model/model.ts';
import type { Engine } from '../workflow/engine.ts';
import type { PluginRuntime } from '../plugins/running/plugin-runtime.ts';
import type { TileDesk } from '../analytics/tile-desk.ts';
import type { LiveHub } from '../records/live/live-hub.ts';

/** One company's CRM, running: everything a request can need. There is no other state. */
export interface Workspace {
  config: Config;
  log: Log;
  database: Database;
  model: Model;
  identities: Identities;
  secrets: SecretBox;
  /** null: one signs in here only. */
  signOnProvider: SignOnProvider | null;
  outbox: Outbox;
  live: LiveHub;
  /** Reads the tiles of dashboards. */
  tiles: TileDesk;
  files: FileVault;
  workflows: Engine;
  /** What runs the code of plugins. */
  plugins: PluginRuntime;
  /** Where requests of this workspace may go. */
  outbound: OutboundPolicy;
}

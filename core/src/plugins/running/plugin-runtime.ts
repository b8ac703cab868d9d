import type { Database } from '../../kernel/database.ts';
import type { FileVault } from '../../kernel/files/file-vault.ts';
import type { Log } from '../../kernel/log.ts';
import type { OutboundPolicy } from '../../kernel/outbound/outbound-policy.ts';
import type { SecretBox } from '../../kernel/secret-box.ts';
import type { Model } from '../../model/model.ts';
import type { Definitions } from '../../workflow/definitions.ts';
import type { MinuteQuota } from '../sandbox/minute-quota.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Breaker } from './breaker.ts';
import type { InstalledPlugins } from './installed-plugins.ts';
import type { PluginNotes } from './plugin-notes.ts';

/** What runs the plugins of a workspace. */
export interface PluginRuntime {
  readonly database: Database;
  readonly model: Pick<Model, 'catalog' | 'refresh'>;
  readonly log: Log;
  readonly secrets: SecretBox;
  readonly files: FileVault;
  /** Where requests may go that plugins wish for. */
  readonly outbound: OutboundPolicy;
  readonly definitions: Definitions;
  readonly sandbox: Sandbox;
  readonly plugins: InstalledPlugins;
  readonly notes: PluginNotes;
  readonly breaker: Breaker;
  /** What people's screens of plugins ask. */
  readonly screenQuota: MinuteQuota;
  /** Told of records that a plugin has changed, once that is certain. */
  readonly committed: () => void;
  /** Stops a plugin that keeps failing, and says why. */
  switchOff(plugin: string, why: { code: string; params: Record<string, unknown> }): Promise<void>;
}

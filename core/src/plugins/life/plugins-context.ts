import type { Locale } from '@stratacrm/sdk';
import type { Database } from '../../kernel/database.ts';
import type { SecretBox } from '../../kernel/secret-box.ts';
import type { Author, Model } from '../../model/model.ts';
import type { PluginRegistry } from '../package/registry.ts';

/** What the use cases of plugins' lives are told: who, in which language, and what they work with. */
export interface PluginsContext {
  author: Author;
  locale: Locale;
  database: Database;
  model: Model;
  secrets: SecretBox;
  /** null: none is set. */
  registry: PluginRegistry | null;
  /** Unsigned packages are taken, and such from folders of this machine. */
  development: boolean;
}

import { Migration } from '@mikro-orm/migrations';

/** Which records plugins brought, what could not be done with them, and what is kept of a plugin that was taken out. */
export class M0162PluginRecords extends Migration {
  override up(): void {
    // A plugin that acts by itself has files nobody uploaded.
    this.addSql(`alter table core.file alter column uploaded_by drop not null`);
    // What could not be done: {what, version, code, params, at}.
    this.addSql(`alter table core.plugin add column trouble jsonb`);
    this.addSql(`alter table core.plugin add column demo boolean not null default false`);
    // Each record of its seeds and demonstration data, so that it is brought once, however often the plugin comes.
    this.addSql(`
      create table core.plugin_made (
        plugin text not null,
        -- object/key, as the manifest names it.
        key text not null,
        record uuid not null,
        primary key (plugin, key)
      )`);
    // What a roll-back brings back with the plugin.
    this.addSql(`
      create table core.plugin_removed (
        id text primary key,
        digest text not null,
        enabled boolean not null,
        settings jsonb not null,
        secrets jsonb not null,
        demo boolean not null,
        installed_at timestamptz not null,
        installed_by uuid,
        removed_at timestamptz not null default now()
      )`);
  }
}

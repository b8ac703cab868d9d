import { Migration } from '@mikro-orm/migrations';

/** What was taken out together with a plugin, kept for whoever wants it back. */
export class M0126PluginExports extends Migration {
  override up(): void {
    // A plugin and its layer go in one transaction, in whatever order.
    this.addSql('alter table core.plugin alter constraint plugin_layer_fkey deferrable initially deferred');
    this.addSql(`
      create table core.plugin_export (
        id uuid primary key,
        plugin text not null,
        object text not null,
        -- null: whole records of the object.
        field text,
        rows integer not null,
        made_at timestamptz not null default now(),
        made_by uuid
      )`);
    // A thousand rows each, so that it is sent in pieces.
    this.addSql(`
      create table core.plugin_export_piece (
        export uuid not null references core.plugin_export on delete cascade,
        number integer not null,
        rows jsonb not null,
        primary key (export, number)
      )`);
  }
}

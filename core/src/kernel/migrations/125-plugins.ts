import { Migration } from '@mikro-orm/migrations';

/** Plugins: the packages there are, which are installed, and whose packages are taken. */
export class M0125Plugins extends Migration {
  override up(): void {
    this.addSql(`
      create table core.plugin_package (
        -- Of all files in it, however it was packed.
        digest text primary key,
        plugin text not null,
        version text not null,
        -- Its name on the registry.
        package text not null,
        manifest jsonb not null,
        bundle text not null,
        -- Size, publisher, where it came from.
        facts jsonb not null,
        received_at timestamptz not null default now()
      )`);
    this.addSql(`create index plugin_package_plugin_idx on core.plugin_package (plugin, received_at desc)`);
    // What is shown of it: readme, screenshots, screens of its own.
    this.addSql(`
      create table core.plugin_file (
        digest text not null references core.plugin_package on delete cascade,
        path text not null,
        content bytea not null,
        primary key (digest, path)
      )`);
    this.addSql(`
      create table core.plugin (
        id text primary key,
        layer text not null unique references core.layer,
        digest text not null references core.plugin_package,
        version text not null,
        enabled boolean not null default true,
        -- Why it was switched off, where nobody did it by hand: {code, params}.
        disabled_for jsonb,
        -- Keys of the capabilities that were granted.
        granted jsonb not null default '[]',
        settings jsonb not null default '{}',
        -- Secret settings, sealed, by name.
        secrets jsonb not null default '{}',
        -- Each version that was in force, with its migrations done.
        migrated text,
        installed_at timestamptz not null default now(),
        installed_by uuid,
        changed_at timestamptz not null default now()
      )`);
    // What was installed under each release, so that rolling back brings it back too.
    this.addSql(`
      create table core.release_plugin (
        release integer not null references core.release on delete cascade,
        id text not null,
        layer text not null,
        digest text not null references core.plugin_package,
        granted jsonb not null,
        primary key (release, id)
      )`);
    this.addSql(`
      create table core.plugin_publisher (
        -- Ed25519, base64 of its 32 bytes.
        key text primary key,
        name text not null,
        added_at timestamptz not null default now(),
        added_by uuid
      )`);
  }
}

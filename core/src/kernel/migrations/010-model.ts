import { Migration } from '@mikro-orm/migrations';

export class M0010Model extends Migration {
  override up(): void {
    this.addSql('create schema if not exists crm');
    this.addSql(`
      create table core.layer (
        name text primary key,
        kind text not null check (kind in ('plugin', 'workspace', 'strategy')),
        label jsonb not null,
        -- Lowest first; layers are folded in this order.
        rank integer not null,
        -- Of a plugin: its id, version and the digest of the manifest it was installed from.
        plugin text unique,
        version text,
        digest text,
        -- Counts the changes of its draft, so that a publish notices one that happened meanwhile.
        revision bigint not null default 0
      )`);
    this.addSql(`
      create table core.document (
        layer text not null references core.layer,
        id uuid not null,
        kind text not null,
        -- false: a document of this layer; true: a patch of one of a layer beneath.
        patch boolean not null,
        position integer not null,
        published jsonb,
        draft jsonb,
        -- The draft takes it out.
        draft_deleted boolean not null default false,
        changed_at timestamptz not null default now(),
        changed_by uuid,
        primary key (layer, id)
      )`);
    this.addSql(`
      create table core.release (
        number integer primary key,
        message text not null,
        author uuid,
        author_name text not null,
        at timestamptz not null default now(),
        -- The folded documents with their provenance: what a catalog is compiled from.
        documents jsonb not null,
        -- The published documents of each layer, for rolling back.
        layers jsonb not null,
        diff jsonb not null,
        ddl jsonb not null,
        -- Indexes, constraints and back-fills are done; null: to be completed at the next start.
        finished_at timestamptz
      )`);
    this.addSql(`
      create table core.model_state (
        single boolean primary key default true check (single),
        release integer references core.release,
        settings_version integer not null default 0
      )`);
    this.addSql('insert into core.model_state default values');
    this.addSql(`
      create table core.physical_table (
        document_id uuid primary key,
        name text not null unique
      )`);
    this.addSql(`
      create table core.physical_column (
        table_id uuid not null references core.physical_table on update cascade,
        document_id uuid not null,
        -- What it can hold: a storage kind, for references with the object they point to.
        shape text not null,
        name text not null,
        primary key (document_id, shape),
        unique (table_id, name) deferrable initially immediate
      )`);
    this.addSql(`
      insert into core.layer (name, kind, label, rank) values
        ('workspace', 'workspace', '{"en": "Workspace", "zh": "工作区"}', 1000)`);
  }
}

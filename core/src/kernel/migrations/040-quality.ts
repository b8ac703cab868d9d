import { Migration } from '@mikro-orm/migrations';

export class M0040Quality extends Migration {
  override up(): void {
    this.addSql(`
      create table core.import_batch (
        id uuid primary key,
        object text not null,
        file_name text not null,
        state text not null check (state in
          ('uploaded', 'checking', 'checked', 'running', 'done', 'failed', 'undoing', 'undone')),
        format jsonb not null,
        columns jsonb not null,
        mapping jsonb not null,
        key_field text,
        row_count integer not null,
        problems jsonb not null default '[]',
        progress double precision not null default 0,
        error text,
        created_at timestamptz not null default now(),
        created_by uuid not null
      )`);
    this.addSql(`create index import_batch_created_idx on core.import_batch (created_at desc)`);
    // The file as it came, in parts of a megabyte, so that it can be read again in another encoding.
    this.addSql(`
      create table core.import_file (
        batch uuid not null references core.import_batch on delete cascade,
        part integer not null,
        content bytea not null,
        primary key (batch, part)
      )`);
    this.addSql(`
      create table core.import_row (
        batch uuid not null references core.import_batch on delete cascade,
        row integer not null,
        cells text[] not null,
        action text check (action in ('create', 'update', 'unchanged', 'error')),
        record uuid,
        level integer not null default 0,
        result jsonb not null default '{}',
        errors jsonb not null default '[]',
        outcome text check (outcome in ('stored', 'refused', 'undone', 'kept')),
        changes jsonb,
        version bigint,
        primary key (batch, row)
      )`);
    this.addSql(`create index import_row_action_idx on core.import_row (batch, action, row)`);
    this.addSql(`create index import_row_open_idx on core.import_row (batch, level, row) where outcome is null`);
  }
}

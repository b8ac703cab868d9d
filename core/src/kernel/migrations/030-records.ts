import { Migration } from '@mikro-orm/migrations';

/** What is kept beside the records: their changes, what is still to be told of them, the recycle bin, the search index. */
export class M0030Records extends Migration {
  override up(): void {
    // No foreign keys to record tables: these rows outlive what they tell of, and each key would cost every write.
    this.addSql(`
      create table core.change_log (
        id uuid primary key,
        at timestamptz not null,
        object text not null,
        record_id uuid not null,
        version bigint not null,
        action text not null check (action in ('create', 'update', 'delete', 'restore')),
        actor uuid,
        cause text not null,
        cause_id text,
        release integer not null,
        request_id text not null,
        changes jsonb not null
      )`);
    this.addSql(`create index change_log_record_idx on core.change_log (record_id, version desc)`);
    this.addSql(`create index change_log_cause_idx on core.change_log (cause_id) where cause_id is not null`);
    this.addSql(`
      create table core.outbox (
        id bigint generated always as identity primary key,
        change_id uuid not null,
        at timestamptz not null,
        object text not null,
        record_id uuid not null,
        action text not null
      )`);
    this.addSql(`
      create table core.deletion (
        record_id uuid primary key,
        object text not null,
        root_id uuid not null,
        at timestamptz not null
      )`);
    this.addSql(`create index deletion_root_idx on core.deletion (root_id)`);
    this.addSql(`
      create table core.cleared_reference (
        root_id uuid not null,
        object text not null,
        record_id uuid not null,
        field text not null,
        target_id uuid not null,
        primary key (root_id, record_id, field, target_id)
      )`);
    this.addSql(`
      create table core.search_entry (
        record_id uuid primary key,
        object text not null,
        texts jsonb not null,
        grams integer[] not null
      )`);
    this.addSql(`create index search_entry_grams_idx on core.search_entry using gin (grams)`);
    this.addSql(`create index search_entry_object_idx on core.search_entry (object)`);
    this.addSql(`
      create table core.search_state (
        object text primary key,
        fields text[] not null
      )`);
    this.addSql(`
      create table core.rule_observation (
        rule_id uuid not null,
        day date not null,
        hits bigint not null,
        primary key (rule_id, day)
      )`);
    this.addSql(`
      create table core.saved_view (
        id uuid primary key,
        object text not null,
        name text not null,
        owner uuid not null references core."user" on delete cascade,
        shared_with text not null check (shared_with in ('nobody', 'team', 'everybody')),
        teams uuid[] not null,
        body jsonb not null,
        created_at timestamptz not null,
        updated_at timestamptz not null
      )`);
    this.addSql(`create index saved_view_object_idx on core.saved_view (object, owner)`);
    // A write that does not find every record at the version it read takes the whole statement back.
    this.addSql(`
      create function core.assert_written(expected bigint, written bigint) returns void language plpgsql as $$
      begin
        if written <> expected then
          raise exception 'written % of % records', written, expected using errcode = 'ST001';
        end if;
      end $$`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/**
 * The change log by quarters. The table there was is the oldest partition, with its indexes, and no row is touched; one
 * that is empty goes. Each partition has its own key: the moment would otherwise have to be part of it.
 */
export class M0085LogPartitions extends Migration {
  override up(): void {
    this.addSql(`create schema part`);
    this.addSql(`alter table core.change_log rename to change_log_before`);
    this.addSql(`alter table core.change_log_before set schema part`);
    this.addSql(`alter index part.change_log_record_idx rename to change_log_before_record_idx`);
    this.addSql(`alter index part.change_log_cause_idx rename to change_log_before_cause_idx`);
    this.addSql(`alter index part.change_log_at_idx rename to change_log_before_at_idx`);
    this.addSql(`
      create table core.change_log (like part.change_log_before including defaults) partition by range (at)`);
    this.addSql(`
      alter table core.change_log add constraint change_log_action_check
        check (action in ('create', 'update', 'delete', 'restore'))`);
    this.addSql(`create index change_log_record_idx on core.change_log (record_id, version desc)`);
    this.addSql(`create index change_log_cause_idx on core.change_log (cause_id) where cause_id is not null`);
    this.addSql(
      `create index change_log_at_idx on core.change_log using brin (at) with (pages_per_range = 16, autosummarize = on)`,
    );
    this.addSql(`create table part.change_log_default partition of core.change_log (primary key (id)) default`);
    this.addSql(`
      do $$
      declare
        first timestamptz := date_trunc('quarter', now() at time zone 'UTC') at time zone 'UTC';
        beginning timestamp;
      begin
        if exists (select from part.change_log_before) then
          first := (select (regexp_match(pg_get_constraintdef(oid), '''(.*)'''))[1]::timestamptz from pg_constraint
            where conrelid = 'part.change_log_before'::regclass and conname = 'change_log_bound');
          execute format('alter table core.change_log attach partition part.change_log_before for values from (minvalue) to (%L)', first);
          alter table part.change_log_before drop constraint change_log_bound;
        else
          drop table part.change_log_before;
        end if;
        for ahead in 0 .. 2 loop
          beginning := (first at time zone 'UTC') + ahead * interval '3 months';
          execute format('create table part.%I partition of core.change_log (primary key (id)) for values from (%L) to (%L)',
            'change_log_' || to_char(beginning, 'YYYY"q"Q'),
            beginning at time zone 'UTC', (beginning + interval '3 months') at time zone 'UTC');
        end loop;
      end $$`);
  }
}

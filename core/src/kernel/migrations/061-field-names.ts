import { Migration } from '@mikro-orm/migrations';

/** What each field was called in which releases, so that the change log of a renamed field is still its own. */
export class M0061FieldNames extends Migration {
  override up(): void {
    this.addSql(`
      create table core.field_name (
        object text not null,
        name text not null,
        field_id uuid not null,
        -- The releases from this one on, to the one before \`until\`.
        since integer not null,
        until integer,
        primary key (object, name, since)
      )`);
    this.addSql(`create index field_name_field_idx on core.field_name (field_id)`);
    this.addSql(`
      create function core.note_field_names(release integer, documents jsonb) returns void language sql as $$
        with named as materialized (
          select distinct d -> 'document' ->> 'object' as object, d -> 'document' ->> 'name' as name,
            (d -> 'document' ->> 'id')::uuid as field_id
          from jsonb_array_elements(documents) as d where d -> 'document' ->> 'kind' = 'field'
        ), ended as (
          update core.field_name as n set until = release
          where n.until is null and (n.object, n.name, n.field_id) not in (select object, name, field_id from named)
        )
        insert into core.field_name (object, name, field_id, since)
        select object, name, field_id, release from named as m
        where not exists (
          select from core.field_name as n
          where n.until is null and n.object = m.object and n.name = m.name and n.field_id = m.field_id
        )
      $$`);
    this.addSql(`
      do $$
      declare r record;
      begin
        for r in select number, documents from core.release order by number loop
          perform core.note_field_names(r.number, r.documents);
        end loop;
      end $$`);
    // The log grows in the order of time, so this index is a few pages and costs a write next to nothing.
    this.addSql(
      `create index change_log_at_idx on core.change_log using brin (at) with (pages_per_range = 16, autosummarize = on)`,
    );
  }
}

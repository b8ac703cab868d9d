import { Migration } from '@mikro-orm/migrations';

/**
 * What many records that were written together leave to be told and to be found is put down as lots (ADR 0056): one row of
 * arrays instead of a row for each. Arrays are kept as they are, since they stay for a moment only.
 */
export class M0171Lots extends Migration {
  override up(): void {
    this.addSql(`
      alter table core.outbox
        alter column change_id drop not null,
        alter column record_id drop not null,
        add column size integer not null default 1,
        add column change_ids uuid[],
        add column record_ids uuid[],
        add constraint outbox_one_or_lot check ((change_id is null) = (change_ids is not null))`);
    this.addSql(`
      alter table core.outbox
        alter column change_ids set storage external,
        alter column record_ids set storage external`);
    this.addSql(`
      create table core.search_lot (
        id bigint generated always as identity primary key,
        object text not null,
        size integer not null,
        record_ids uuid[] not null,
        texts text[] not null
      )`);
    this.addSql(`
      alter table core.search_lot
        alter column record_ids set storage external,
        alter column texts set storage external`);
    // A record that was changed since stands in search_fresh by itself, and that is newer.
    this.addSql(`
      create view core.search_waiting as
        select record_id, object, texts from core.search_fresh
        union all
        select r.record_id, l.object, r.texts from core.search_lot as l, unnest(l.record_ids, l.texts) as r(record_id, texts)
        where not exists (select from core.search_fresh as f where f.record_id = r.record_id)`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Counting the rows of every import whenever imports are listed took longer with each of them. */
export class M0041ImportCounts extends Migration {
  override up(): void {
    this.addSql(`
      alter table core.import_batch
      add counts jsonb not null default '{"create": 0, "update": 0, "unchanged": 0, "error": 0}'`);
    this.addSql(`
      update core.import_batch set counts = counts || coalesce((
        select jsonb_object_agg(action, n) from (
          select action, count(*) as n from core.import_row
          where batch = import_batch.id and action is not null group by action
        ) as counted), '{}')`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/**
 * The change log is to be kept in pieces by time (085). What is logged so far, and until the next quarter has ended,
 * becomes the oldest piece as it stands: this promises what its range will be, without reading the rows.
 */
export class M0083LogBound extends Migration {
  override up(): void {
    this.addSql(`
      do $$ begin
        execute format('alter table core.change_log add constraint change_log_bound check (at < %L) not valid',
          (date_trunc('quarter', now() at time zone 'UTC') + interval '6 months') at time zone 'UTC');
      end $$`);
  }
}

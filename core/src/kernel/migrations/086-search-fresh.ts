import { Migration } from '@mikro-orm/migrations';

/**
 * What was written lately is found from a table without an index of pieces, and carried over into the index when there is
 * time (ADR 0030). The index itself keeps the pieces of each object apart from now on, and is made anew for that.
 */
export class M0086SearchFresh extends Migration {
  override up(): void {
    this.addSql(`
      create table core.search_fresh (
        record_id uuid primary key,
        object text not null,
        texts text not null
      )`);
    this.addSql(`truncate core.search_entry`);
    this.addSql(`delete from core.search_state`);
    // Nobody looks for the entries of an object without looking for pieces.
    this.addSql(`drop index core.search_entry_object_idx`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** How far each roll-up has been worked out for the records that were there before it. */
export class M0072Rollups extends Migration {
  override up(): void {
    this.addSql(`
      create table core.rollup (
        field_id uuid primary key,
        fingerprint text not null,
        ready boolean not null,
        position uuid
      )`);
  }
}

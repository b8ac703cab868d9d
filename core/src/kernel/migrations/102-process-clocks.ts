import { Migration } from '@mikro-orm/migrations';

/** The next moment at which a record's time limit changes by itself, and time limits that older records still lack. */
export class M0102ProcessClocks extends Migration {
  override up(): void {
    this.addSql(`
      create table core.process_timer (
        record_id uuid not null,
        field_id uuid not null,
        object text not null,
        at timestamptz not null,
        primary key (record_id, field_id)
      )`);
    this.addSql(`create index process_timer_at_idx on core.process_timer (at)`);
    this.addSql(`
      create table core.process_clock (
        field_id uuid primary key,
        position uuid,
        ready boolean not null
      )`);
  }
}

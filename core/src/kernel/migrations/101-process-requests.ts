import { Migration } from '@mikro-orm/migrations';

/** Moves of records that somebody has to approve first. */
export class M0101ProcessRequests extends Migration {
  override up(): void {
    this.addSql(`
      create table core.process_request (
        id uuid primary key,
        object text not null,
        record_id uuid not null,
        process text not null,
        transition text not null,
        from_stage text not null,
        to_stage text not null,
        workflow text not null,
        actor uuid,
        roles text[] not null,
        run_id uuid,
        status text not null check (status in ('open', 'made', 'ended')),
        requested_at timestamptz not null,
        ended_at timestamptz
      )`);
    // One at a time for each record.
    this.addSql(
      `create unique index process_request_open_idx on core.process_request (record_id) where status = 'open'`,
    );
    this.addSql(`create index process_request_run_idx on core.process_request (run_id) where run_id is not null`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Workflows replayed over the past: how far each is, and what it found out. */
export class M0106Replays extends Migration {
  override up(): void {
    this.addSql(`
      create table core.workflow_replay (
        id uuid primary key,
        workflow_id uuid not null,
        workflow text not null,
        document jsonb not null,
        compared jsonb,
        days integer not null,
        status text not null check (status in ('preparing', 'running', 'done', 'failed', 'cancelled')),
        actor uuid,
        total bigint not null default 0,
        done bigint not null default 0,
        lot integer not null default 50,
        tally jsonb not null default '{}',
        sample jsonb not null default '{}',
        error jsonb,
        created_at timestamptz not null,
        started_at timestamptz,
        moved_at timestamptz,
        ended_at timestamptz
      )`);
    this.addSql(`create index workflow_replay_workflow_idx on core.workflow_replay (workflow_id, created_at desc)`);
    // What is to be replayed, in order; it goes when the replay has ended.
    this.addSql(`
      create table core.workflow_replay_beginning (
        replay_id uuid not null references core.workflow_replay on delete cascade,
        n bigint not null,
        at timestamptz not null,
        change_id uuid,
        record_id uuid,
        actor uuid,
        roles text[],
        results jsonb,
        primary key (replay_id, n)
      )`);
    // Records it would have changed, each once, so that their number is exact.
    this.addSql(`
      create table core.workflow_replay_record (
        replay_id uuid not null references core.workflow_replay on delete cascade,
        version text not null check (version in ('tried', 'compared')),
        object text not null,
        record_id uuid not null,
        primary key (replay_id, version, object, record_id)
      )`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Runs of workflows: what they began with, where they stand, and what each step did. */
export class M0090Workflow extends Migration {
  override up(): void {
    // A run keeps the document it began with; most runs share one, so it stands here once.
    this.addSql(`
      create table core.workflow_definition (
        digest text primary key,
        body jsonb not null
      )`);
    this.addSql(`
      create table core.workflow_run (
        id uuid primary key,
        workflow_id uuid not null,
        workflow text not null,
        digest text not null references core.workflow_definition,
        status text not null check (status in ('running', 'waiting', 'done', 'failed', 'cancelled')),
        trigger text not null,
        object text,
        record_id uuid,
        change_id uuid,
        actor uuid,
        roles text[],
        depth integer not null,
        parent_run uuid,
        parent_token uuid,
        old jsonb,
        error jsonb,
        records_changed integer not null default 0,
        started_at timestamptz not null,
        ended_at timestamptz
      )`);
    this.addSql(`create index workflow_run_workflow_idx on core.workflow_run (workflow_id, started_at desc)`);
    this.addSql(`create index workflow_run_record_idx on core.workflow_run (record_id, started_at desc)`);
    this.addSql(`create index workflow_run_started_idx on core.workflow_run (started_at desc)`);
    this.addSql(`create index workflow_run_failed_idx on core.workflow_run (started_at desc) where status = 'failed'`);
    this.addSql(`create index workflow_run_change_idx on core.workflow_run (change_id) where change_id is not null`);
    // Where a run stands: one token, and one more for each branch that is done beside it.
    this.addSql(`
      create table core.workflow_token (
        id uuid primary key,
        run_id uuid not null references core.workflow_run on delete cascade,
        parent uuid references core.workflow_token on delete cascade,
        step text,
        status text not null check (status in ('ready', 'waiting', 'joining', 'done', 'failed', 'cancelled')),
        turn integer not null default 0,
        results jsonb not null default '{}',
        waits_since timestamptz,
        waits_until timestamptz,
        waits_for_record uuid,
        branches integer not null default 0,
        ready_at timestamptz not null default now()
      )`);
    this.addSql(`create index workflow_token_run_idx on core.workflow_token (run_id)`);
    this.addSql(
      `create index workflow_token_due_idx on core.workflow_token (coalesce(waits_until, ready_at)) where status in ('ready', 'waiting')`,
    );
    this.addSql(`create index workflow_token_parent_idx on core.workflow_token (parent) where parent is not null`);
    this.addSql(
      `create index workflow_token_record_idx on core.workflow_token (waits_for_record) where waits_for_record is not null`,
    );
    this.addSql(`
      create table core.workflow_step (
        id uuid primary key,
        run_id uuid not null references core.workflow_run on delete cascade,
        token_id uuid not null,
        step text not null,
        type text not null,
        status text not null check (status in ('done', 'waiting', 'failed')),
        outcome text,
        input jsonb,
        output jsonb,
        error jsonb,
        records_changed integer not null default 0,
        started_at timestamptz not null,
        ended_at timestamptz not null
      )`);
    this.addSql(`create index workflow_step_run_idx on core.workflow_step (run_id, id)`);
    // What a schedule has begun already, so that two processes do not begin it twice.
    this.addSql(`
      create table core.workflow_occasion (
        workflow_id uuid not null,
        occasion text not null,
        at timestamptz not null,
        primary key (workflow_id, occasion)
      )`);
    this.addSql(`create index workflow_occasion_at_idx on core.workflow_occasion (at)`);
  }
}

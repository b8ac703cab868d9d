import { Migration } from '@mikro-orm/migrations';

/** Steps of workflows that need people: whose turn it is, what somebody is asked, and what he answered. */
export class M0096PeopleSteps extends Migration {
  override up(): void {
    // What the work of a person depends on: what he can do, and when he is away.
    this.addSql(`
      create table core.user_work (
        user_id uuid primary key references core."user" on delete cascade,
        skills text[] not null default '{}',
        away_from timestamptz,
        away_until timestamptz,
        stand_in uuid references core."user" on delete set null,
        updated_at timestamptz not null default now(),
        check (stand_in is distinct from user_id)
      )`);
    this.addSql(`create index user_work_stand_in_idx on core.user_work (stand_in) where stand_in is not null`);
    // Whoever assigns locks its row, so that each turn is given once.
    this.addSql(`
      create table core.assign_turn (
        workflow_id uuid not null,
        step text not null,
        place text not null,
        last uuid,
        turns bigint not null default 0,
        primary key (workflow_id, step, place)
      )`);
    this.addSql(`
      create table core.task (
        id uuid primary key,
        kind text not null check (kind in ('task', 'approval')),
        run_id uuid not null references core.workflow_run on delete cascade,
        token_id uuid not null,
        step text not null,
        workflow_id uuid not null,
        workflow text not null,
        mode text not null check (mode in ('one', 'all', 'majority', 'chain')),
        title text not null,
        instructions text not null,
        object text,
        record_id uuid,
        change_id uuid,
        fields text[] not null default '{}',
        form jsonb not null default '[]',
        comment text not null check (comment in ('never', 'rejecting', 'always')),
        bulk boolean not null,
        by_mail boolean not null,
        own boolean not null,
        times jsonb not null,
        requester uuid,
        level integer not null default 1,
        levels integer not null default 1,
        outcome text,
        answers jsonb,
        claimed_by uuid,
        due_at timestamptz,
        remind_at timestamptz,
        reminders integer not null default 0,
        escalate_at timestamptz,
        ends_at timestamptz,
        created_at timestamptz not null,
        ended_at timestamptz,
        ended_by uuid
      )`);
    this.addSql(`create index task_token_idx on core.task (token_id, step)`);
    this.addSql(`create index task_run_idx on core.task (run_id)`);
    this.addSql(`create index task_record_idx on core.task (record_id, created_at desc) where record_id is not null`);
    this.addSql(`create index task_requester_idx on core.task (requester, created_at desc)`);
    this.addSql(`create index task_ended_idx on core.task (ended_at desc) where ended_at is not null`);
    // One answer that is waited for, and who may give it: a person, or anybody of a team or a role.
    this.addSql(`
      create table core.task_seat (
        id uuid primary key,
        task_id uuid not null references core.task on delete cascade,
        level integer not null,
        open boolean not null default true,
        user_id uuid,
        team_id uuid,
        role text,
        also uuid[] not null default '{}',
        handed_by uuid,
        before jsonb,
        decision text,
        comment text,
        decided_by uuid,
        decided_at timestamptz,
        check (num_nonnulls(user_id, team_id, role) = 1)
      )`);
    this.addSql(`create index task_seat_task_idx on core.task_seat (task_id, level)`);
    this.addSql(`create index task_seat_user_idx on core.task_seat (user_id) where open and user_id is not null`);
    this.addSql(`create index task_seat_team_idx on core.task_seat (team_id) where open and team_id is not null`);
    this.addSql(`create index task_seat_role_idx on core.task_seat (role) where open and role is not null`);
    this.addSql(`create index task_seat_also_idx on core.task_seat using gin (also) where open`);
    this.addSql(`create index task_seat_decided_idx on core.task_seat (decided_by, decided_at desc)`);
    this.addSql(`
      create table core.task_event (
        id uuid primary key,
        task_id uuid not null references core.task on delete cascade,
        at timestamptz not null,
        actor uuid,
        kind text not null,
        detail jsonb not null default '{}'
      )`);
    this.addSql(`create index task_event_task_idx on core.task_event (task_id, id)`);
    // Kept as a digest: whoever reads the table cannot decide anything.
    this.addSql(`
      create table core.task_link (
        digest bytea primary key,
        seat_id uuid not null references core.task_seat on delete cascade,
        user_id uuid not null references core."user" on delete cascade,
        expires_at timestamptz not null,
        used_at timestamptz
      )`);
    this.addSql(`create index task_link_expires_idx on core.task_link (expires_at)`);
    this.addSql(`create index task_link_seat_idx on core.task_link (seat_id)`);
    this.addSql(`
      create table core.record_lock (
        id uuid primary key,
        record_id uuid not null,
        run_id uuid not null references core.workflow_run on delete cascade,
        label jsonb not null,
        holders text[] not null,
        may uuid[] not null
      )`);
    this.addSql(`create index record_lock_record_idx on core.record_lock (record_id)`);
  }
}

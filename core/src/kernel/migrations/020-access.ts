import { Migration } from '@mikro-orm/migrations';

/** The columns every record has, so that users and teams are read through the same door as records. */
const systemColumns = `
  owner uuid,
  created_at timestamptz not null default now(),
  created_by uuid,
  updated_at timestamptz not null default now(),
  updated_by uuid,
  version bigint not null default 1,
  deleted_at timestamptz`;

export class M0020Access extends Migration {
  override up(): void {
    this.addSql(`
      create table core.team (
        id uuid primary key,
        name text not null,
        parent uuid references core.team,
        manager uuid,
        ${systemColumns},
        check (parent <> id)
      )`);
    this.addSql(`
      create table core."user" (
        id uuid primary key,
        name text not null,
        email text not null,
        team uuid references core.team,
        active boolean not null default true,
        locale text not null default 'en',
        time_zone text not null default 'UTC',
        ${systemColumns}
      )`);
    this.addSql(`create unique index user_email_key on core."user" (lower(email))`);
    this.addSql(`create unique index team_name_key on core.team (lower(name)) where deleted_at is null`);
    this.addSql(`alter table core.team add foreign key (manager) references core."user"`);
    this.addSql(`create index team_parent_idx on core.team (parent)`);
    this.addSql(`create index team_manager_idx on core.team (manager)`);
    this.addSql(`
      create table core.user_role (
        user_id uuid not null references core."user" on delete cascade,
        role text not null,
        primary key (user_id, role)
      )`);
    this.addSql(`
      create table core.user_team (
        user_id uuid not null references core."user" on delete cascade,
        team_id uuid not null references core.team on delete cascade,
        primary key (user_id, team_id)
      )`);
    this.addSql(`create index user_team_team_idx on core.user_team (team_id)`);
    this.addSql(`
      create table core.credential (
        user_id uuid primary key references core."user" on delete cascade,
        password_hash text not null,
        changed_at timestamptz not null default now()
      )`);
    this.addSql(`
      create table core.session (
        id uuid primary key,
        token_hash bytea not null unique,
        user_id uuid not null references core."user" on delete cascade,
        created_at timestamptz not null default now(),
        seen_at timestamptz not null default now(),
        expires_at timestamptz not null,
        address text,
        user_agent text
      )`);
    this.addSql(`create index session_user_idx on core.session (user_id)`);
    this.addSql(`create index session_expires_idx on core.session (expires_at)`);
    this.addSql(`
      create table core.api_key (
        id uuid primary key,
        key_hash bytea not null unique,
        user_id uuid not null references core."user" on delete cascade,
        name text not null,
        hint text not null,
        roles text[],
        created_at timestamptz not null default now(),
        used_at timestamptz,
        expires_at timestamptz
      )`);
    this.addSql(`create index api_key_user_idx on core.api_key (user_id)`);
    this.addSql(`
      create table core.preference (
        user_id uuid not null references core."user" on delete cascade,
        key text not null,
        value jsonb not null,
        updated_at timestamptz not null default now(),
        primary key (user_id, key)
      )`);
    this.addSql(`
      create table core.sign_in_attempt (
        subject text primary key,
        failures integer not null,
        locked_until timestamptz,
        refused boolean not null default false,
        last_at timestamptz not null default now()
      )`);
    this.addSql(`
      create table core.sign_in_log (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        email text not null,
        user_id uuid,
        outcome text not null check (outcome in ('signed_in', 'refused', 'locked', 'signed_out')),
        address text,
        user_agent text
      )`);
    this.addSql(`create index sign_in_log_user_idx on core.sign_in_log (user_id, at)`);
    this.addSql(`
      create table core.idempotency_key (
        user_id uuid not null references core."user" on delete cascade,
        key text not null,
        request_hash bytea not null,
        answer jsonb,
        created_at timestamptz not null default now(),
        primary key (user_id, key)
      )`);
    this.addSql(`create index idempotency_key_created_idx on core.idempotency_key (created_at)`);
  }
}

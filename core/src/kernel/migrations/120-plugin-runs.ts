import { Migration } from '@mikro-orm/migrations';

/** What plugins do: their calls, what they say, what they use, and the little they keep. */
export class M0120PluginRuns extends Migration {
  override up(): void {
    this.addSql(`
      create table core.plugin_run (
        id uuid primary key,
        plugin text not null,
        version text not null,
        -- after_hook, function, action, step, job, endpoint, migration
        kind text not null,
        handler text not null,
        status text not null check (status in ('waiting', 'running', 'done', 'failed')),
        -- Calls in a row, each caused by a change of the one before.
        depth integer not null default 0,
        attempt integer not null default 0,
        -- Whom it acts for; null: the plugin alone.
        actor uuid,
        object text,
        -- What it is told when it is tried again.
        payload jsonb,
        error jsonb,
        cpu_ms real not null default 0,
        wall_ms real not null default 0,
        started_at timestamptz not null default now(),
        ended_at timestamptz
      )`);
    this.addSql(`create index plugin_run_plugin_idx on core.plugin_run (plugin, started_at desc)`);
    this.addSql(
      `create index plugin_run_failed_idx on core.plugin_run (plugin, started_at desc) where status = 'failed'`,
    );
    this.addSql(`
      create table core.plugin_line (
        id bigint generated always as identity primary key,
        plugin text not null,
        handler text not null,
        run uuid,
        level text not null,
        message text not null,
        facts jsonb,
        at timestamptz not null default now()
      )`);
    this.addSql(`create index plugin_line_plugin_idx on core.plugin_line (plugin, id desc)`);
    this.addSql(`
      create table core.plugin_use (
        plugin text not null,
        handler text not null,
        -- Beginning of the hour.
        at timestamptz not null,
        calls bigint not null default 0,
        failures bigint not null default 0,
        cpu_ms double precision not null default 0,
        wall_ms double precision not null default 0,
        longest_ms double precision not null default 0,
        primary key (plugin, handler, at)
      )`);
    this.addSql(`
      create table core.plugin_value (
        plugin text not null,
        key text not null,
        value jsonb not null,
        bytes integer not null,
        changed_at timestamptz not null default now(),
        primary key (plugin, key)
      )`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Links between records here and those of systems outside: how they are set up, what they did, what waits to be told. */
export class M0165Connectors extends Migration {
  override up(): void {
    this.addSql(`
      create table core.connector (
        plugin text not null,
        -- As its manifest calls it.
        name text not null,
        -- It reads at its times; it is told of changes.
        pull boolean not null default false,
        push boolean not null default false,
        -- A CRON line instead of its author's.
        schedule text,
        -- Where it is otherwise than its author says: outside field -> ids of our fields, or null for none.
        mapping jsonb not null default '{}',
        -- What the next page begins from; changed together with the records of a page alone.
        cursor jsonb,
        changed_at timestamptz not null default now(),
        changed_by uuid,
        primary key (plugin, name)
      )`);
    this.addSql(`
      create table core.connector_run (
        id uuid primary key,
        plugin text not null,
        connector text not null,
        direction text not null check (direction in ('pull', 'push')),
        status text not null check (status in ('waiting', 'running', 'done', 'failed', 'stopped')),
        -- Calls in a row, each caused by a change of the one before.
        depth integer not null default 0,
        -- Tries since something last went well.
        attempt integer not null default 0,
        -- Who asked for it; null: it began by itself.
        actor uuid,
        read integer not null default 0,
        created integer not null default 0,
        updated integer not null default 0,
        deleted integer not null default 0,
        unchanged integer not null default 0,
        kept integer not null default 0,
        failed integer not null default 0,
        error jsonb,
        -- The first rows that could not be taken or told.
        errors jsonb not null default '[]',
        started_at timestamptz not null default now(),
        again_at timestamptz,
        ended_at timestamptz
      )`);
    this.addSql(`create index connector_run_connector_idx on core.connector_run (plugin, connector, id desc)`);
    // One at a time in each direction.
    this.addSql(
      `create unique index connector_run_live_idx on core.connector_run (plugin, connector, direction)
       where status in ('waiting', 'running')`,
    );
    // Records to be told, each once however often it changed meanwhile.
    this.addSql(`create sequence core.connector_mark`);
    this.addSql(`
      create table core.connector_change (
        plugin text not null,
        connector text not null,
        record uuid not null,
        action text not null check (action in ('create', 'update', 'delete')),
        -- Another with each change: what was told is taken off only if nothing has changed since.
        mark bigint not null default nextval('core.connector_mark'),
        depth integer not null default 0,
        tries integer not null default 0,
        -- Refused again and again: told again when somebody asks for it, or when it changes.
        set_aside boolean not null default false,
        primary key (plugin, connector, record)
      )`);
    this.addSql(`create index connector_change_mark_idx on core.connector_change (plugin, connector, mark)`);
    // What a roll-back brings back with the plugin.
    this.addSql(`alter table core.plugin_removed add column connectors jsonb not null default '[]'`);
  }
}

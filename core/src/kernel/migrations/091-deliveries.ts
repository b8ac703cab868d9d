import { Migration } from '@mikro-orm/migrations';

/** What is wished of the world outside: kept with the transaction that wishes it, done after its commit. */
export class M0091Deliveries extends Migration {
  override up(): void {
    this.addSql(`
      create table core.delivery (
        id uuid primary key,
        key text not null unique,
        kind text not null,
        payload jsonb not null,
        state text not null default 'pending' check (state in ('pending', 'delivered', 'failed', 'cancelled')),
        attempts integer not null default 0,
        tries integer not null,
        next_try timestamptz not null default now(),
        response jsonb,
        error jsonb,
        belongs_to uuid,
        then_job text,
        then_payload jsonb,
        created_at timestamptz not null default now(),
        settled_at timestamptz
      )`);
    this.addSql(`create index delivery_due_idx on core.delivery (next_try) where state = 'pending'`);
    this.addSql(`create index delivery_settled_idx on core.delivery (settled_at) where settled_at is not null`);
    this.addSql(`create index delivery_belongs_to_idx on core.delivery (belongs_to) where belongs_to is not null`);
    this.addSql(`create index delivery_failed_idx on core.delivery (id desc) where state = 'failed'`);
  }
}

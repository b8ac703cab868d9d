import { Migration } from '@mikro-orm/migrations';

/** What somebody is told in the product. */
export class M0093Notifications extends Migration {
  override up(): void {
    this.addSql(`
      create table core.notification (
        id uuid primary key,
        user_id uuid not null references core."user" on delete cascade,
        title jsonb not null,
        object text,
        record_id uuid,
        run_id uuid,
        at timestamptz not null default now(),
        read_at timestamptz
      )`);
    this.addSql(`create index notification_user_idx on core.notification (user_id, id desc)`);
    this.addSql(`create index notification_unread_idx on core.notification (user_id) where read_at is null`);
    this.addSql(`create index notification_at_idx on core.notification (at)`);
  }
}

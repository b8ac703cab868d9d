import { Migration } from '@mikro-orm/migrations';

/** Connections to the outside with their sealed secrets, and what mail has been sent. */
export class M0092Connections extends Migration {
  override up(): void {
    this.addSql(`
      create table core.connection (
        id uuid primary key,
        kind text not null,
        name text not null unique,
        title text not null,
        settings jsonb not null,
        secrets bytea,
        updated_at timestamptz not null default now(),
        updated_by uuid
      )`);
    // A mail whose delivery is tried again is not sent twice to whom it has reached.
    this.addSql(`
      create table core.sent_mail (
        message_id text primary key,
        recipient text not null,
        subject text not null,
        at timestamptz not null default now()
      )`);
    this.addSql(`create index sent_mail_at_idx on core.sent_mail (at)`);
  }
}

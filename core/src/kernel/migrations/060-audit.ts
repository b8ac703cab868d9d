import { Migration } from '@mikro-orm/migrations';

/** One log of sign-ins and of all that is changed about the workspace and its people, in the place of the log of sign-ins. */
export class M0060Audit extends Migration {
  override up(): void {
    // A person may be deleted some day; what he did stays, so nothing here is a foreign key.
    this.addSql(`
      create table core.audit_entry (
        number bigint primary key check (number > 0),
        at timestamptz not null,
        action text not null,
        actor_id uuid,
        actor_name text not null,
        actor_email text not null,
        api_key uuid,
        address text,
        user_agent text,
        request_id text,
        subject_kind text,
        subject_id text,
        subject_name text,
        detail jsonb not null,
        hash bytea not null check (length(hash) = 32)
      )`);
    this.addSql('create index audit_entry_at_idx on core.audit_entry (at)');
    this.addSql('create index audit_entry_actor_idx on core.audit_entry (actor_id, number)');
    this.addSql('create index audit_entry_subject_idx on core.audit_entry (subject_id, number)');
    this.addSql('create index audit_entry_action_idx on core.audit_entry (action, number)');
    this.addSql(`
      create function core.refuse_audit_change() returns trigger language plpgsql as $$
      begin
        raise exception 'The audit log is append-only' using errcode = 'insufficient_privilege';
      end $$`);
    this.addSql(`
      create trigger audit_entry_append_only before update or delete on core.audit_entry
      for each row execute function core.refuse_audit_change()`);
    this.addSql(`
      create trigger audit_entry_not_emptied before truncate on core.audit_entry
      for each statement execute function core.refuse_audit_change()`);
    this.addSql('drop table core.sign_in_log');
  }
}

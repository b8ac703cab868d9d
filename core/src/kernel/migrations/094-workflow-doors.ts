import { Migration } from '@mikro-orm/migrations';

/** Addresses at which workflows are begun from outside. */
export class M0094WorkflowDoors extends Migration {
  override up(): void {
    this.addSql(`
      create table core.workflow_door (
        workflow_id uuid primary key,
        token text not null unique,
        signing_key bytea not null,
        created_at timestamptz not null default now()
      )`);
  }
}

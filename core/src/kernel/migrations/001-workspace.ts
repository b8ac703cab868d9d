import { Migration } from '@mikro-orm/migrations';

export class M0001Workspace extends Migration {
  override up(): void {
    this.addSql(`
      create table core.workspace (
        id uuid primary key,
        name text not null,
        settings jsonb not null default '{}',
        created_at timestamptz not null default now()
      )`);
  }
}

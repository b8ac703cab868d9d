import { Migration } from '@mikro-orm/migrations';

/**
 * What is due is found by one expression. The index before stood on the status, so PostgreSQL also took it for whoever asks for
 * a token by id and status, and read all of it while its statistics still held that few wait.
 */
export class M0176TokensDue extends Migration {
  override up(): void {
    const due = `(case when status in ('ready', 'waiting') then coalesce(waits_until, ready_at) end)`;
    this.addSql('drop index core.workflow_token_due_idx');
    this.addSql(`create index workflow_token_due_idx on core.workflow_token (${due}) where ${due} is not null`);
  }
}

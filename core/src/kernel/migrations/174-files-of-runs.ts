import { Migration } from '@mikro-orm/migrations';

/** Files that came with a mail wait for the run that it began. */
export class M0174FilesOfRuns extends Migration {
  override up(): void {
    this.addSql(`alter table core.file add column run_id uuid references core.workflow_run (id) on delete set null`);
    // What is kept for a run is looked up by it when a run is removed.
    this.addSql('create index file_run_idx on core.file (run_id) where run_id is not null');
  }
}

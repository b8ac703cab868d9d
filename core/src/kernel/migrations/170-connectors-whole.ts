import { Migration } from '@mikro-orm/migrations';

/** Connectors that hear of deletions, and that tell all there is once. */
export class M0170ConnectorsWhole extends Migration {
  override up(): void {
    this.addSql(`
      alter table core.connector
        -- What is gone outside goes here too.
        add column deletes boolean not null default false,
        -- All records are being put among those that wait to be told: where that goes on; '' at the beginning, null when it is done.
        add column gathering text`);
  }
}

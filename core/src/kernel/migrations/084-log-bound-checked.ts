import { Migration } from '@mikro-orm/migrations';

/** The rows are read to see that the promise holds; whoever reads and writes the log goes on meanwhile. */
export class M0084LogBoundChecked extends Migration {
  override up(): void {
    this.addSql(`alter table core.change_log validate constraint change_log_bound`);
  }
}

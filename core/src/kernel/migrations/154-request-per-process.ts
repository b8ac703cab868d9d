import { Migration } from '@mikro-orm/migrations';

/** A record may have several processes: of each it asks for one move at a time. */
export class M0154RequestPerProcess extends Migration {
  override up(): void {
    this.addSql('drop index core.process_request_open_idx');
    this.addSql(
      `create unique index process_request_open_idx on core.process_request (record_id, process) where status = 'open'`,
    );
  }
}

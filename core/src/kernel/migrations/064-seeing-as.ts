import { Migration } from '@mikro-orm/migrations';

/** Through whose eyes the person of a session looks, if not his own. */
export class M0064SeeingAs extends Migration {
  override up(): void {
    this.addSql(`alter table core.session add column seeing uuid references core."user" on delete set null`);
  }
}

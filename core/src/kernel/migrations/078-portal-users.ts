import { Migration } from '@mikro-orm/migrations';

/** People from outside: each has a record of his own, from which his row rules say what he sees. */
export class M0078PortalUsers extends Migration {
  override up(): void {
    this.addSql(`
      alter table core."user"
        add column portal_object uuid,
        add column portal_record uuid,
        add constraint user_portal_check check ((portal_object is null) = (portal_record is null))`);
  }
}

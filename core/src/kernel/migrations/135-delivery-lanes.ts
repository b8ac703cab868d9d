import { Migration } from '@mikro-orm/migrations';

/** Deliveries to one target go in lanes of their own, so that a target that hangs holds up no other. */
export class M0135DeliveryLanes extends Migration {
  override up(): void {
    // null: wished before there were lanes, in none.
    this.addSql(`alter table core.delivery add column lane text`);
  }
}

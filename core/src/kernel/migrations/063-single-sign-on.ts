import { Migration } from '@mikro-orm/migrations';

/** Who somebody is at the provider of single sign-on; his address there may change, this does not. */
export class M0063SingleSignOn extends Migration {
  override up(): void {
    this.addSql(`
      create table core.federated_identity (
        issuer text not null,
        subject text not null,
        user_id uuid not null references core."user" on delete cascade,
        created_at timestamptz not null default now(),
        primary key (issuer, subject)
      )`);
    this.addSql('create index federated_identity_user_idx on core.federated_identity (user_id)');
  }
}

import { Migration } from '@mikro-orm/migrations';

/** One-time codes beside the password, and codes for whoever lost the device that makes them. */
export class M0062SecondFactor extends Migration {
  override up(): void {
    this.addSql(`
      create table core.second_factor (
        user_id uuid primary key references core."user" on delete cascade,
        secret bytea not null,
        created_at timestamptz not null default now(),
        -- Null until the first code proved that the device has the secret.
        confirmed_at timestamptz,
        -- The time step of the newest code that was used: it and all before it are used up.
        used_step bigint not null default 0
      )`);
    this.addSql(`
      create table core.recovery_code (
        user_id uuid not null references core.second_factor on delete cascade,
        code_hash bytea not null,
        used_at timestamptz,
        primary key (user_id, code_hash)
      )`);
    // Whoever signed in elsewhere proved there who he is.
    this.addSql(`
      alter table core.session add method text not null default 'password' check (method in ('password', 'single_sign_on'))`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Running numbers without gaps come from a row that is locked until its transaction ends, the others from a sequence. */
export class M0073NumberCounters extends Migration {
  override up(): void {
    this.addSql(`
      create table core.number_counter (
        field_id uuid primary key,
        last bigint not null
      )`);
    // The one goes on where the other has stopped, and a writer who still knows of that one finds it gone.
    this.addSql(`
      create function core.number_from_counter(field uuid, sequence text) returns void language plpgsql as $$
      declare reached bigint := 0;
      begin
        if to_regclass(sequence) is not null then
          -- Nobody draws from it between the look at it and its end.
          execute format('alter sequence %s owned by none', sequence);
          execute format('select case when is_called then last_value else last_value - 1 end from %s', sequence) into reached;
          execute format('drop sequence %s', sequence);
        end if;
        insert into core.number_counter (field_id, last) values (field, reached) on conflict do nothing;
      end $$`);
    this.addSql(`
      create function core.number_from_sequence(field uuid, sequence text) returns void language plpgsql as $$
      declare reached bigint;
      begin
        execute format('create sequence if not exists %s', sequence);
        delete from core.number_counter where field_id = field returning last into reached;
        if reached > 0 then perform setval(sequence::regclass, reached); end if;
      end $$`);
  }
}

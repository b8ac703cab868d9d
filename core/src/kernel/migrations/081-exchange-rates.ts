import { Migration } from '@mikro-orm/migrations';

/** What currencies are worth, from day to day; those of the settings hold from the first day on. */
export class M0081ExchangeRates extends Migration {
  override up(): void {
    this.addSql(`
      create table core.exchange_rate (
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        valid_from date not null,
        -- Units of the workspace currency that one unit is worth.
        rate numeric not null check (rate > 0),
        primary key (currency, valid_from)
      )`);
    this.addSql(`
      insert into core.exchange_rate (currency, valid_from, rate)
      select r.key, '1970-01-01', r.value::numeric from core.workspace w
      cross join lateral jsonb_each_text(coalesce(w.settings::jsonb -> 'exchange_rates', '{}')) as r`);
    this.addSql(`update core.workspace set settings = settings::jsonb - 'exchange_rates'`);
  }
}

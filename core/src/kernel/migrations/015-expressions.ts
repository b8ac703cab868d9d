import { Migration } from '@mikro-orm/migrations';

/**
 * What expressions compute in the database where PostgreSQL's own operators would fail or round otherwise than JavaScript:
 * here nothing fails, what has no answer is null. Days from 0001-01-01 to 9999-12-31 are numbered 0 to 3652058.
 */
export class M0015Expressions extends Migration {
  override up(): void {
    // Exact, then rounded half away from zero to 12 digits: the 13th digit decides, so cutting after it loses nothing.
    this.addSql(`
      create function core.quotient(dividend numeric, divisor numeric) returns numeric
      immutable strict parallel safe language sql
      return round(div(dividend * 10000000000000, nullif(divisor, 0)) * 0.0000000000001, 12)`);
    this.addSql(`
      create function core.date_plus_days(day date, days numeric) returns date
      immutable strict parallel safe language sql
      return case when (day - date '0001-01-01') + days between 0 and 3652058 then day + days::integer end`);
    this.addSql(`
      create function core.date_plus_months(day date, months numeric) returns date
      immutable strict parallel safe language sql
      return case when extract(year from day) * 12 + extract(month from day) - 1 + months between 12 and 119999
        then (day + make_interval(months => months::integer))::date end`);
    // The bounds are LONGEST_DURATION of the SDK; within them an interval of milliseconds is exact.
    this.addSql(`
      create function core.moment_plus(moment timestamptz, milliseconds numeric) returns timestamptz
      immutable strict parallel safe language sql
      return case when milliseconds between -9000000000000 and 9000000000000
        and extract(epoch from moment) * 1000 + milliseconds >= -62135596800000
        and extract(epoch from moment) * 1000 + milliseconds < 253402300800000
        then moment + milliseconds::double precision * interval '1 millisecond' end`);
    this.addSql(`
      create function core.date_of(moment timestamptz, time_zone text) returns date
      immutable strict parallel safe language sql
      return case when (moment at time zone time_zone)::date between date '0001-01-01' and date '9999-12-31'
        then (moment at time zone time_zone)::date end`);
  }
}

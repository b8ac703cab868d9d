import { Migration } from '@mikro-orm/migrations';

/** How far a place lies from a point, in kilometres. */
export class M0050Places extends Migration {
  override up(): void {
    // The same operations in the same order as distanceKm of the SDK; there is no distance to what is no point.
    this.addSql(`
      create function core.distance_km(place jsonb, latitude numeric, longitude numeric) returns numeric
      immutable strict parallel safe language sql
      return case when abs(latitude) <= 90 and abs(longitude) <= 180 then (
        select round((6371.0088::float8 * atan2(sqrt(across * across + along * along), facing))::numeric, 3)
        from (
          select cos(b) * sin(between_them) as across,
            cos(a) * sin(b) - sin(a) * cos(b) * cos(between_them) as along,
            sin(a) * sin(b) + cos(a) * cos(b) * cos(between_them) as facing
          from (
            select (place ->> 'lat')::float8 * (pi() / 180) as a, round(latitude, 15)::float8 * (pi() / 180) as b,
              (round(longitude, 15)::float8 - (place ->> 'lng')::float8) * (pi() / 180) as between_them
          ) as angles
        ) as sides
      ) end`);
  }
}

import { Decimal } from 'decimal.js';
import { decimalOf } from '../number.ts';
import type { ExpressionFunction } from './expression-function.ts';

interface Place {
  lat: number;
  lng: number;
}

/** Mean radius of the Earth in kilometres (IUGG). */
const RADIUS = 6371.0088;
const RADIAN = Math.PI / 180;

export const placeFunctions = {
  distanceKm: {
    parameters: [
      { name: 'place', kind: 'place' },
      { name: 'latitude', kind: 'number' },
      { name: 'longitude', kind: 'number' },
    ],
    result: { type: 'decimal' },
    doc: {
      en: 'How many kilometres a place lies from a latitude and longitude, as the crow flies, rounded to metres.',
      zh: '某地到给定纬度、经度的直线距离（公里），精确到米。',
    },
    example: 'distanceKm(record.location, 31.2304, 121.4737) <= 50',
    compute: ([place, latitude, longitude]) => distance(place as Place, degrees(latitude), degrees(longitude)),
  },
} satisfies Record<string, ExpressionFunction>;

/** Finer than a nanometre no double of PostgreSQL's can be asked for. */
function degrees(value: unknown): number {
  return (value as Decimal).toDecimalPlaces(15, Decimal.ROUND_HALF_UP).toNumber();
}

/**
 * The great circle by Vincenty's formula for a sphere, exact to the double at every distance, antipodes included. The
 * same operations in the same order as core.distance_km, which rounds a double to 15 digits first.
 */
function distance({ lat, lng }: Place, toLat: number, toLng: number): Decimal | null {
  if (!(Math.abs(toLat) <= 90 && Math.abs(toLng) <= 180)) return null;
  const [a, b, between] = [lat * RADIAN, toLat * RADIAN, (toLng - lng) * RADIAN];
  const across = Math.cos(b) * Math.sin(between);
  const along = Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(between);
  const facing = Math.sin(a) * Math.sin(b) + Math.cos(a) * Math.cos(b) * Math.cos(between);
  const kilometres = RADIUS * Math.atan2(Math.sqrt(across * across + along * along), facing);
  return decimalOf(kilometres.toPrecision(15)).toDecimalPlaces(3, Decimal.ROUND_HALF_UP);
}

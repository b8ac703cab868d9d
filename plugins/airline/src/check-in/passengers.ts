import type { JsonObject, JsonValue, PluginHost } from '@stratacrm/sdk';
import { idOf, isOneOf } from '../ids.ts';
import { readSeatMap, type Seat } from './seat-map.ts';
import type { SeatWish } from './choose-seat.ts';

/** What check-in knows of the flights of a save: their seats, and those that are taken. */
export interface Cabin {
  seats: Seat[];
  taken: Set<string>;
}

export const PREFERENCES = [
  'name',
  'air__number',
  'air__tier',
  'air__seat',
  'air__zone',
  'air__meal',
  'air__language',
  'air__assistance',
  'air__preference_note',
];

/** The members among the contacts given, by id. */
export async function readPreferences(ids: readonly string[], host: PluginHost): Promise<Map<string, JsonObject>> {
  if (ids.length === 0) return new Map();
  const { data } = await host.records.query('contact', { filter: isOneOf('id', ids), fields: PREFERENCES, limit: 200 });
  return new Map(data.map((member) => [member.id, member]));
}

export function wishOf(member: JsonObject | undefined): SeatWish {
  const text = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null);
  return { place: text(member?.['air__seat']), zone: text(member?.['air__zone']) };
}

export async function readCabins(flights: readonly string[], host: PluginHost): Promise<Map<string, Cabin>> {
  if (flights.length === 0) return new Map();
  const { data } = await host.records.query('air__flight', {
    filter: isOneOf('id', flights),
    fields: ['seat_map'],
    limit: 200,
  });
  const cabins = new Map<string, Cabin>();
  for (const { id, seat_map: map } of data) cabins.set(id, { seats: readSeatMap(String(map ?? '')), taken: new Set() });
  for (const { flight, seat } of await takenSeats(flights, host))
    cabins.get(idOf(flight) ?? '')?.taken.add(String(seat));
  return cabins;
}

async function takenSeats(flights: readonly string[], host: PluginHost): Promise<JsonObject[]> {
  const taken: JsonObject[] = [];
  let cursor: string | null = null;
  do {
    const page: { data: JsonObject[]; page: { next: string | null } } = await host.records.query('air__segment', {
      filter: `${isOneOf('flight', flights)} && seat != null && !(status in ["cancelled", "no_show"])`,
      fields: ['flight', 'seat'],
      sort: 'id',
      limit: 200,
      ...(cursor !== null && { cursor }),
    });
    taken.push(...page.data);
    cursor = page.page.next;
  } while (cursor !== null);
  return taken;
}

import { label, type JsonObject, type JsonValue, type PluginHost } from '@stratacrm/sdk';
import { idOf } from '../ids.ts';
import { chooseSeat, preferenceMet } from './choose-seat.ts';
import { readCabins, readPreferences, wishOf } from './passengers.ts';

/** Who still has to be checked in on a flight: what each likes, and the seat he would get now. */
export async function checkInList({ flight }: { flight: string }, host: PluginHost): Promise<JsonValue> {
  const [found, cabins] = [await host.records.get('air__flight', flight), await readCabins([flight], host)];
  const cabin = cabins.get(flight);
  if (found === null || cabin === undefined) host.refuse(label('There is no such flight.', '没有这个航班。'), 'flight');
  const { data } = await host.records.query('air__segment', {
    filter: `flight == ${JSON.stringify(flight)} && status in ["booked", "checked_in", "boarded"]`,
    fields: ['number', 'member', 'cabin', 'seat', 'meal', 'language', 'bags', 'status', 'preference'],
    sort: 'status,number',
    limit: 200,
  });
  const members = await readPreferences(
    data.flatMap(({ member }) => idOf(member) ?? []),
    host,
  );
  const taken = new Set(cabin!.taken);
  const passengers = data.map((segment): JsonObject => {
    const member = members.get(idOf(segment['member']) ?? '') ?? {};
    const wish = wishOf(member);
    const offered = segment['seat'] == null ? chooseSeat(cabin!.seats, taken, String(segment['cabin']), wish) : null;
    if (offered !== null) taken.add(offered.name);
    return {
      ...segment,
      member,
      offered: offered?.name ?? null,
      offered_fits: offered === null ? null : preferenceMet(offered, wish),
    };
  });
  const free = cabin!.seats
    .filter(({ name }) => !cabin!.taken.has(name))
    .map(({ name, place, zone, forward }) => ({ name, place, zone, forward }));
  return { flight: found as JsonObject, passengers, free };
}

import type { Seat } from './seat-map.ts';

/** What a member likes; null: he has not said. */
export interface SeatWish {
  place: string | null;
  zone: string | null;
}

export type PreferenceMet = 'met' | 'partly' | 'missed' | 'none';

const FORWARD: readonly string[] = ['first', 'business'];

/**
 * The free seat that fits best. Where wishes leave a choice people are spread over the cabin, and not packed from the first
 * row on; null where the cabin is full.
 */
export function chooseSeat(
  seats: readonly Seat[],
  taken: ReadonlySet<string>,
  cabin: string,
  wish: SeatWish,
): Seat | null {
  const inCabin = seats.filter(({ forward }) => forward === FORWARD.includes(cabin));
  const neighbours = new Map<number, number>();
  for (const { name, row } of seats) if (taken.has(name)) neighbours.set(row, (neighbours.get(row) ?? 0) + 1);
  const crowd = ({ row, place }: Seat): number => (neighbours.get(row) ?? 0) + (place === 'middle' ? 0.5 : 0);
  const free = inCabin.filter(({ name }) => !taken.has(name));
  return free.toSorted((a, b) => fit(b, wish) - fit(a, wish) || crowd(a) - crowd(b) || a.row - b.row)[0] ?? null;
}

/** How far a seat is what the member likes. */
export function preferenceMet(seat: Seat | undefined, wish: SeatWish): PreferenceMet {
  const wishes = [wish.place, wish.zone].filter((each) => each !== null).length;
  if (wishes === 0) return 'none';
  const fulfilled = seat === undefined ? 0 : fulfilledBy(seat, wish);
  return fulfilled === wishes ? 'met' : fulfilled > 0 ? 'partly' : 'missed';
}

/** The place at the window or aisle counts for more than the part of the cabin. */
function fit(seat: Seat, { place, zone }: SeatWish): number {
  return (seat.place === place ? 2 : 0) + (seat.zone === zone ? 1 : 0);
}

function fulfilledBy(seat: Seat, { place, zone }: SeatWish): number {
  return Number(seat.place === place) + Number(seat.zone === zone);
}

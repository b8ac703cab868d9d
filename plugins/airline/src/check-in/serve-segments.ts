import {
  label,
  type HookOutput,
  type HookRecord,
  type HookVerdict,
  type JsonObject,
  type PluginHost,
} from '@stratacrm/sdk';
import { idOf } from '../ids.ts';
import { chooseSeat, preferenceMet } from './choose-seat.ts';
import { readCabins, readPreferences, wishOf, type Cabin } from './passengers.ts';

/**
 * What is known of a member is used without asking him again: at check-in he gets the free seat he likes best, his meal and
 * his language, and whoever gives him another seat is told.
 */
export async function serveSegments(records: readonly HookRecord[], host: PluginHost): Promise<HookOutput> {
  const concerned = records.filter(isConcerned);
  if (concerned.length === 0) return null;
  const named = (field: string): string[] => concerned.flatMap(({ after }) => idOf(after?.[field]) ?? []);
  const members = await readPreferences(named('member'), host);
  const cabins = await readCabins(named('flight'), host);
  return records.map((record) => (isConcerned(record) ? serve(record, members, cabins) : null));
}

/** Who is checked in now, or has got another seat. */
function isConcerned(record: HookRecord): boolean {
  return isCheckIn(record) || (record.changed.includes('seat') && record.after?.['seat'] != null);
}

function isCheckIn({ before, after }: HookRecord): boolean {
  return after?.['status'] === 'checked_in' && before?.['status'] !== 'checked_in';
}

function serve(
  record: HookRecord,
  members: ReadonlyMap<string, JsonObject>,
  cabins: ReadonlyMap<string, Cabin>,
): HookVerdict {
  const after = record.after ?? {};
  const member = members.get(idOf(after['member']) ?? '');
  const cabin = cabins.get(idOf(after['flight']) ?? '') ?? { seats: [], taken: new Set<string>() };
  const wish = wishOf(member);
  const given = after['seat'] ?? null;
  const name = given ?? chooseSeat(cabin.seats, cabin.taken, String(after['cabin']), wish)?.name ?? null;
  const seat = cabin.seats.find((each) => each.name === name);
  if (name !== null && seat === undefined)
    return { errors: [{ field: 'seat', message: label('This aircraft has no such seat.', '该机型没有这个座位。') }] };
  if (name !== null) cabin.taken.add(String(name));
  const met = preferenceMet(seat, wish);
  const served = isCheckIn(record)
    ? {
        meal: after['meal'] ?? member?.['air__meal'] ?? null,
        language: after['language'] ?? member?.['air__language'] ?? null,
      }
    : {};
  return {
    set: { seat: name, preference: met, ...served },
    ...(given !== null && met === 'missed' && { warnings: [{ field: 'seat', message: NOT_AS_PREFERRED }] }),
  };
}

const NOT_AS_PREFERRED = label(
  'The member prefers another place: look at his preferences.',
  '该座位与会员偏好不符，请查看其座位偏好。',
);

import type { DemoData, JsonValue } from '@stratacrm/sdk';
import { chooseSeat } from '../check-in/choose-seat.ts';
import { readSeatMap } from '../check-in/seat-map.ts';
import { earnedPoints } from '../ledger/earned-points.ts';

type Row = { $key?: string } & { [field: string]: JsonValue };

/** name, tier, seat, zone, meal, language, assistance, what else, since days */
const MEMBERS: [string, string, string, string | null, string, string, string | null, number][] = [
  ['林若曦', 'platinum', 'aisle', 'front', 'chinese', 'zh', '不喝冷饮，请备温水', 2100],
  ['周启航', 'gold', 'window', 'front', 'standard', 'zh', null, 1500],
  ['Hannah Weber', 'gold', 'aisle', null, 'vegetarian', 'de', 'Speaks German, understands English', 900],
  ['马晓东', 'silver', 'window', 'rear', 'muslim', 'zh', null, 700],
  ['Oliver Grant', 'silver', 'aisle', 'front', 'western', 'en', 'Never wake him for meals', 620],
  ['陈婉仪', 'gold', 'window', 'front', 'low_salt', 'yue', '高血压，低盐餐', 1300],
  ['佐藤美咲', 'blue', 'window', null, 'standard', 'ja', null, 120],
  ['高宇', 'blue', 'aisle', 'rear', 'standard', 'zh', null, 90],
  [
    'Claire Fontaine',
    'platinum',
    'window',
    'front',
    'western',
    'fr',
    'Travels with a cello in the seat beside her',
    2400,
  ],
  ['何思远', 'silver', 'aisle', 'front', 'chinese', 'zh', null, 480],
];

const ROUTES: [string, string, string, number][] = [
  ['SK1501', 'PVG', 'PEK', 1075],
  ['SK1502', 'PEK', 'PVG', 1075],
  ['SK331', 'PVG', 'CAN', 1200],
  ['SK837', 'PVG', 'NRT', 1820],
  ['SK911', 'PVG', 'FRA', 8830],
  ['SK612', 'CTU', 'PVG', 1660],
];

const CABINS = ['economy', 'business', 'economy', 'premium', 'economy', 'first', 'economy'];
const FARES = ['flex', 'full', 'saver', 'flex', 'full'];
const PRICES: Record<string, number> = { economy: 0.9, premium: 1.3, business: 2.6, first: 4.2 };
const OLDEST = 36;

/** One every week and a half over the past year, the last ones still to come; seen from today. */
const dayOf = (place: number): number => (place < OLDEST ? -340 + place * 9 : place - OLDEST + 1);

const flights: Row[] = Array.from({ length: OLDEST + 6 }, (_, place) => {
  const [number, origin, destination, distance] = ROUTES[place % ROUTES.length]!;
  const late = place % 7 === 3 ? 95 : place % 5 === 1 ? 25 : 0;
  return {
    $key: `flight_${place}`,
    number,
    origin,
    destination,
    distance,
    departs_at: { $days: dayOf(place) },
    aircraft: distance > 3000 ? 'A350-900' : 'A321neo',
    seat_map: distance > 3000 ? '1-4:AC-DG-HK 10-40:ABC-DEG-HJK' : '1-2:AC-DF 3-30:ABC-DEF',
    status: place < OLDEST ? 'landed' : place === OLDEST ? 'check_in' : 'scheduled',
    ...(late > 0 && { delay_minutes: late }),
    ...(place >= OLDEST && { gate: `${12 + place - OLDEST}` }),
  };
});

interface Trip {
  key: string;
  flight: number;
  member: number;
  cabin: string;
  fare: string;
}

/** Each member is on every third or fifth flight, once he is one. */
const trips: Trip[] = flights.flatMap((_, flight) =>
  MEMBERS.flatMap(([, , , , , , , since], member): Trip[] => {
    const isOn = dayOf(flight) >= -since && (flight * 7 + member * 3) % (member < 3 || member === 8 ? 3 : 5) === 0;
    const cabin = CABINS[(flight + member) % CABINS.length]!;
    return isOn
      ? [
          {
            key: `segment_${flight}_${member}`,
            flight,
            member,
            cabin: member === 7 ? 'economy' : cabin,
            fare: FARES[(flight * 2 + member) % FARES.length]!,
          },
        ]
      : [];
  }),
);

const takenSeats: Set<string>[] = [];

/** As check-in would, but for every third passenger, who had to take what was left. */
const seats = trips.map(({ flight, member, cabin }, place): string => {
  const taken = (takenSeats[flight] ??= new Set());
  const [, , side, zone] = MEMBERS[member]!;
  const wish = place % 3 === 2 ? { place: 'middle', zone: 'rear' } : { place: side, zone };
  const seat = chooseSeat(readSeatMap(String(flights[flight]!['seat_map'])), taken, cabin, wish)!.name;
  taken.add(seat);
  return seat;
});

const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Six signs, each time others. */
function reference(place: number): string {
  return Array.from({ length: 6 }, (_, at) => SIGNS[(place * 7 + at * 11 + ((place * at) % 13)) % SIGNS.length]!).join(
    '',
  );
}

const segments: Row[] = trips.map(({ key, flight, member, cabin, fare }, place) => {
  const distance = Number(flights[flight]!['distance']);
  const isOver = flight < OLDEST;
  const fares: Record<string, number> = { full: 1.2, flex: 1, saver: 0.6 };
  return {
    $key: key,
    booking: reference(place),
    member: { $ref: `contact/member_${member}` },
    flight: { $ref: `air__flight/flight_${flight}` },
    cabin,
    fare,
    paid: { amount: (200 + distance * PRICES[cabin]! * fares[fare]!).toFixed(2), currency: 'CNY' },
    status: isOver ? 'flown' : 'booked',
    ...(isOver && { seat: seats[place]!, meal: MEMBERS[member]![4], language: MEMBERS[member]![5], bags: place % 3 }),
  };
});

const flown = trips.filter(({ flight }) => flight < OLDEST);

/** In the order of the flights, so that each balance follows from the one before. */
const earned: Row[] = flown.map(({ key, flight, member }) => ({
  member: { $ref: `contact/member_${member}` },
  kind: 'earn',
  segment: { $ref: `air__segment/${key}` },
  booked_at: { ...(flights[flight]!['departs_at'] as object) },
}));

/** What the ledger will make of it; only who has enough redeems. */
const balances = MEMBERS.map((_, who) =>
  flown
    .filter(({ member }) => member === who)
    .reduce(
      (sum, { flight, cabin, fare }) =>
        sum + earnedPoints({ distance: Number(flights[flight]!['distance']), cabin, fare, bonus: 0 }).points,
      0,
    ),
);
const contacts: Row[] = MEMBERS.map(([name, tier, seat, zone, meal, language, note, since], index) => ({
  $key: `member_${index}`,
  name,
  email: `member${index + 1}@flyers.example.com`,
  mobile: `+8613900${String(100_000 + index * 7_919)}`,
  language: ['zh', 'yue'].includes(language) ? 'zh' : 'en',
  air__joined_on: { $days: -since },
  air__tier: tier,
  // All flights of the demonstration lie within a year.
  air__tier_points: balances[index]!,
  ...(tier !== 'blue' && { air__tier_until: { $days: 40 + index * 23 } }),
  // Of the last one nothing is noted yet: what he chose on his flights says it.
  ...(index < MEMBERS.length - 1 && {
    air__seat: seat,
    ...(zone !== null && { air__zone: zone }),
    air__meal: meal,
    air__language: language,
  }),
  ...(note !== null && { air__preference_note: note }),
  ...(index === 5 && { air__assistance: ['wheelchair'] }),
}));

const PRICED: [string, number][] = [
  ['upgrade', 12_000],
  ['lounge', 6_000],
  ['bag', 3_000],
];
const WISHES = MEMBERS.flatMap(([, tier], member) => {
  const found = PRICED.find(
    ([reward, points]) => balances[member]! >= points && (reward !== 'upgrade' || tier !== 'blue'),
  );
  return found === undefined ? [] : [{ member, reward: found[0] }];
});
const redeemed: Row[] = WISHES.map(({ member, reward }, place) => ({
  member: { $ref: `contact/member_${member}` },
  kind: 'redeem',
  reward: { $ref: `air__reward/${reward}` },
  booked_at: { $days: -(place * 6) - 1 },
}));

const KINDS = ['booking', 'check_in', 'lounge', 'boarding', 'flight', 'baggage', 'after'];
const WORDS: Record<string, [string, string]> = {
  booking: ['手机订票两分钟完成，很方便。', '改签页面一直报错，打了三次电话才解决。'],
  check_in: ['没开口就给了靠走道的座位，用心。', '没人问我要靠窗还是靠走道，又坐了中间。'],
  lounge: ['安静，热菜不错。', 'The lounge was packed and the coffee machine broken.'],
  boarding: ['准时登机，靠桥。', '空着那么多廊桥，却坐摆渡车，冷风里等了二十分钟。'],
  flight: ['乘务员记得我喝温水。', '刚拿起手机就被催了三遍关机，语气生硬。'],
  baggage: ['行李先到，优先牌有效。', 'My suitcase arrived a day later, without a word.'],
  after: ['第二天就有人回访。', '投诉一周没有回音。'],
};

const touchpoints: Row[] = flown
  .filter((_, place) => place % 2 === 0)
  .flatMap(({ key, flight, member }, place): Row[] => {
    const kinds = [KINDS[place % KINDS.length]!, KINDS[(place * 3 + 2) % KINDS.length]!];
    return [...new Set(kinds)].map((kind, at) => {
      const weak = kind === 'boarding' || kind === 'baggage' ? 1 : 0;
      const score = Math.max(1, Math.min(5, 5 - ((place + at * 2 + member) % 4) + (place % 3 === 0 ? 1 : 0) - weak));
      const words = WORDS[kind]![score >= 4 ? 0 : 1];
      return {
        $key: `${key}_${kind}`,
        kind,
        member: { $ref: `contact/member_${member}` },
        segment: { $ref: `air__segment/${key}` },
        at: { ...(flights[flight]!['departs_at'] as object) },
        score,
        ...((score <= 2 || score === 5) && { comment: words }),
      };
    });
  });

const recoveries: Row[] = touchpoints
  .filter((row) => Number(row['score']) <= 2)
  .slice(-5)
  .map((row, place) => ({
    subject: ['登机等候过久', 'Suitcase came a day late', '座位与偏好不符', '投诉无人回复', '机上服务态度'][place % 5]!,
    cause: ['delay', 'baggage', 'seat', 'other', 'service'][place % 5]!,
    member: row['member']!,
    segment: row['segment']!,
    touchpoint: { $ref: `air__touchpoint/${row.$key!}` },
    status: 'open',
  }));

/** A year of a small programme: ten members who fly, redeem, are happy, and are not. */
export const demo: DemoData = {
  records: [
    { object: 'contact', rows: contacts },
    { object: 'air__flight', rows: flights },
    { object: 'air__segment', rows: segments },
    { object: 'air__points_entry', rows: [...earned, ...redeemed] },
    { object: 'air__touchpoint', rows: touchpoints },
    { object: 'air__recovery', rows: recoveries },
  ],
};

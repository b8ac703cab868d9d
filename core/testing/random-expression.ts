import fc from 'fast-check';

/** Letters that lie in wait: case pairs that change length, code points beyond 16 bits, LIKE's own signs, white space. */
const LETTERS = [
  'a',
  'A',
  'b',
  'B',
  'é',
  'É',
  'ß',
  'İ',
  'ı',
  'σ',
  'Σ',
  'ς',
  '中',
  '汉',
  '😀',
  '\uffee',
  '%',
  '_',
  '\\',
  '"',
  "'",
  ' ',
  '\t',
  '\u3000',
  '\u00a0',
];

export const randomText = fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 6 });

export const OPTIONS = ['new', 'won', 'lost'];

const day = 86_400_000;

export const randomDate = fc
  .oneof(
    { weight: 6, arbitrary: fc.integer({ min: 9000, max: 25_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -719_162, max: 2_932_896 }) },
  )
  .map((number) => new Date(number * day).toISOString().slice(0, 10));

/** Places as fields keep them, poles and the date line among them. */
export const randomPlace = fc
  .tuple(
    fc.oneof(fc.constantFrom(-90, 0, 90), fc.double({ min: -90, max: 90, noNaN: true })),
    fc.oneof(fc.constantFrom(-180, 0, 180), fc.double({ min: -180, max: 180, noNaN: true })),
  )
  .map(([lat, lng]) => ({ lat: Number(lat.toFixed(6)) + 0, lng: Number(lng.toFixed(6)) + 0 }));

/** Times of day as fields keep them, seconds only where there are any. */
export const randomTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 30, 59), fc.constantFrom('', ':01', ':59'))
  .map(([hour, minute, seconds]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}${seconds}`);

/** Milliseconds of 1990 to 2060, where all time zone data agree. */
export const randomInstant = fc
  .integer({ min: 631_152_000, max: 2_840_140_800 })
  .chain((seconds) => fc.constantFrom(0, 1, 500, 999).map((rest) => seconds * 1000 + rest));

export const randomInteger = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.integer({ min: -100_000, max: 100_000 }),
  fc.maxSafeInteger(),
);

export const randomDecimal = fc
  .tuple(fc.boolean(), fc.oneof(fc.bigInt(0n, 30n), fc.bigInt(0n, 10n ** 17n)), fc.integer({ min: 0, max: 12 }))
  .map(([negative, digits, scale]) => {
    const padded = digits.toString().padStart(scale + 1, '0');
    const text = scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
    return negative && !/^[0.]*$/.test(text) ? `-${text}` : text;
  });

/** Degrees as somebody would write them. */
const degrees = (value: number): string => `(${value.toFixed(5)})`;

const written = (value: unknown): string => JSON.stringify(value);

/** Fields of the test object by the type they have in expressions. */
export const FIELDS = {
  bool: ['active', 'closed'],
  int: ['employees', 'seats'],
  decimal: ['amount', 'discount', 'account.revenue', 'location.lat', 'account.location.lng'],
  text: [
    'name',
    'notes',
    'account.name',
    'person',
    'person.family',
    'address.city',
    'account.address',
    'account.address.city',
  ],
  date: ['close_date', 'account.founded'],
  time: ['opens', 'account.opens'],
  timestamp: ['created_at', 'seen_at'],
  duration: ['spent'],
  json: ['data'],
  place: ['location', 'account.location'],
  ref: ['owner', 'account.owner'],
  list: ['tags', 'account.tags'],
} as const;

/** Well-typed expressions of every type, in filter form. */
export const randomExpression = fc.letrec<
  Record<
    | 'bool'
    | 'int'
    | 'decimal'
    | 'number'
    | 'text'
    | 'date'
    | 'time'
    | 'timestamp'
    | 'duration'
    | 'ref'
    | 'list'
    | 'item',
    string
  >
>((tie) => {
  const of = (template: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map((values) => values.reduce((text, value) => text.replace('#', () => value), template));
  const pick = (...values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
  const rich = { depthSize: 'small', maxDepth: 4, withCrossShrink: true } as const;
  const comparison = pick('==', '!=', '<', '<=', '>', '>=');
  const equality = pick('==', '!=');
  const [bool, int, decimal, number, text, date, time, timestamp, duration, ref, list] = [
      tie('bool'), tie('int'), tie('decimal'), tie('number'), tie('text'), tie('date'), tie('time'), tie('timestamp'), tie('duration'), tie('ref'), tie('list'),
    ]; // prettier-ignore
  const items = (item: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.array(item, { maxLength: 4 }).map((all) => `[${all.join(', ')}]`);
  return {
    bool: fc.oneof(
      rich,
      pick(...FIELDS.bool, 'true', 'false'),
      of('(# # #)', number, comparison, number),
      of('(# # #)', text, comparison, text),
      of('(# # #)', date, comparison, date),
      of('(# # #)', time, comparison, time),
      of('(# # #)', pick(...FIELDS.time), comparison, randomTime.map(written)),
      of('(# # #)', timestamp, comparison, timestamp),
      of('(# # #)', date, comparison, timestamp),
      of('(# # #)', duration, comparison, duration),
      of('(# # #)', ref, equality, ref),
      of('(# # #)', bool, equality, bool),
      of('(# && #)', bool, bool),
      of('(# || #)', bool, bool),
      of('(# && # && #)', bool, bool, bool),
      of('!#', bool),
      of('(# ? # : #)', bool, bool, bool),
      of('(# # null)', fc.oneof(number, text, date, time, timestamp, duration, ref, list, bool), equality),
      of('(# # null)', pick(...FIELDS.json, ...FIELDS.place), equality),
      of('has(#)', fc.oneof(number, text, date)),
      of('#.#(#)', text, pick('contains', 'startsWith', 'endsWith', 'containsText'), text),
      of('#.#(#)', text, pick('contains', 'startsWith', 'endsWith', 'containsText'), randomText.map(written)),
      of('(# in #)', text, items(text)),
      of('(# in #)', number, items(number)),
      of('(# in #)', number, items(randomInteger.map(String))),
      of('(# in #)', date, items(date)),
      of('(# in #)', time, items(time)),
      of('(# in #)', duration, items(duration)),
      of('(# in #)', ref, items(ref)),
      of('(# in #)', text, list),
      of('("#" in #)', pick(...OPTIONS), pick(...FIELDS.list)),
      of('(# in user.teams)', pick('account.team')),
      of('#.exists(x, #)', list, tie('item')),
      of('#.all(x, #)', list, tie('item')),
      of('#.exists(x, #.all(y, (x # y)))', list, list, comparison),
      of(
        '#.exists(n, (n # #))',
        items(number).filter((all) => all !== '[]'),
        comparison,
        number,
      ),
      of('coalesce(#, #)', bool, bool),
    ),
    item: fc.oneof(
      rich,
      of('(x # "#")', equality, pick(...OPTIONS)),
      of('(x # #)', comparison, text),
      of('#.contains(x)', text),
      of('(# || (x == #))', bool, text),
      of('(size(x) > #)', int),
    ),
    number: fc.oneof(int, decimal),
    int: fc.oneof(
      rich,
      pick(...FIELDS.int),
      randomInteger.map((value) => (value < 0 ? `(${value})` : String(value))),
      of('(# # #)', int, pick('+', '-', '*', '%'), int),
      of('-#', int),
      of('size(#)', text),
      of('size(#)', list),
      of('abs(#)', int),
      of('#(#)', pick('floor', 'ceil'), number),
      of('#(#)', pick('year', 'quarter', 'month', 'day', 'weekday'), fc.oneof(date, timestamp)),
      of('daysBetween(#, #)', fc.oneof(date, timestamp), date),
      of('#(#, #)', pick('min', 'max'), int, int),
      of('(# ? # : #)', bool, int, int),
      of('coalesce(#, #)', int, int),
    ),
    decimal: fc.oneof(
      rich,
      pick(...FIELDS.decimal),
      randomDecimal.map((value) => (value.startsWith('-') ? `(${value})` : value)),
      of('(# # #)', number, pick('+', '-', '*', '/', '%'), decimal),
      of('(# / #)', number, number),
      of('-#', decimal),
      of('abs(#)', decimal),
      of('distanceKm(#, #, #)', pick(...FIELDS.place), number, number),
      of(
        'distanceKm(#, #, #)',
        pick(...FIELDS.place),
        fc.double({ min: -90, max: 90, noNaN: true }).map(degrees),
        fc.double({ min: -180, max: 180, noNaN: true }).map(degrees),
      ),
      of('round(#)', number),
      // Halves, which chance alone would hardly ever round.
      of('round((# + 0.5))', int),
      of('round((# / 8), 2)', int),
      of('round(#, #)', number, pick('0', '2', '12')),
      of('#(#, #, #)', pick('min', 'max'), number, decimal, number),
      of('(# ? # : null)', bool, decimal),
      of('coalesce(#, #)', decimal, number),
    ),
    text: fc.oneof(
      rich,
      pick(...FIELDS.text, 'user.email', 'stage'),
      randomText.map(written),
      of('(# + #)', text, text),
      of('#(#)', pick('lower', 'upper', 'trim'), text),
      of('text(#)', fc.oneof(number, date, ref, bool)),
      of('(# ? # : #)', bool, text, text),
      of('coalesce(#, #)', text, text),
    ),
    date: fc.oneof(
      rich,
      pick(...FIELDS.date, 'today()'),
      of('date(#)', randomDate.map(written)),
      of('date(#)', timestamp),
      of('#(#)', pick('startOfWeek', 'startOfMonth', 'startOfQuarter', 'startOfYear'), fc.oneof(date, timestamp)),
      of('addDays(#, #)', date, int),
      of('addDays(#, #)', date, fc.integer({ min: -400, max: 400 }).map(String)),
      of('addMonths(#, #)', date, fc.integer({ min: -40, max: 40 }).map(String)),
      of('addMonths(#, #)', date, int),
      of('#(#, #)', pick('min', 'max'), date, date),
      of('coalesce(#, #)', date, date),
    ),
    timestamp: fc.oneof(
      rich,
      pick(...FIELDS.timestamp, 'now()'),
      of(
        'timestamp(#)',
        randomInstant.map((instant) => written(new Date(instant).toISOString())),
      ),
      of('timestamp(#)', pick('close_date', 'today()')),
      of('(# # #)', timestamp, pick('+', '-'), duration),
      of('#(#, #)', pick('min', 'max'), timestamp, timestamp),
    ),
    time: fc.oneof(
      rich,
      pick(...FIELDS.time),
      of('#(#, #)', pick('min', 'max', 'coalesce'), time, time),
      of('coalesce(#, #)', pick(...FIELDS.time), randomTime.map(written)),
      of('(# ? # : #)', bool, time, time),
    ),
    duration: fc.oneof(
      rich,
      pick(...FIELDS.duration),
      of('#(#, #)', pick('min', 'max', 'coalesce'), duration, duration),
      of('(# ? # : #)', bool, duration, duration),
      of('duration("#")', pick('1h', '36h', '-90m', '7d', '1d12h', '250ms', '100000d')),
      of('(# - #)', timestamp, timestamp),
      of('(# # #)', duration, pick('+', '-'), duration),
    ),
    ref: fc.oneof(rich, pick(...FIELDS.ref, 'user.id'), of('coalesce(#, #)', ref, ref)),
    list: fc.oneof(
      rich,
      pick(...FIELDS.list),
      items(text).filter((all) => all !== '[]'),
      of('(# ? # : #)', bool, list, list),
    ),
  };
});

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

/** Ids of the records that the expressions may name; more than there are. */
export const randomId = (kind: 'account' | 'deal' | 'line' | 'user' | 'team', count: number): fc.Arbitrary<string> =>
  fc.integer({ min: 1, max: count }).map((number) => idOf(kind, number));

const KINDS = ['account', 'deal', 'line', 'user', 'team'];

export function idOf(kind: string, number: number): string {
  return `00000000-0000-7000-800${KINDS.indexOf(kind)}-${String(number).padStart(12, '0')}`;
}

/** Paths from a deal by the type they have in expressions. */
export const FIELDS = {
  bool: ['active', 'closed', 'is_large', 'account.key'],
  int: ['employees', 'seats', 'stars', 'line_count', 'large_lines', 'total_quantity'],
  decimal: ['amount', 'discount', 'weight', 'account.revenue', 'location.lat', 'account.location.lng', 'worth'],
  text: [
    'name',
    'notes',
    'page',
    'mail',
    'phone',
    'site',
    'tint',
    'number',
    'paper',
    'picture',
    'account.name',
    'person',
    'person.family',
    'address.city',
    'account.address',
    'account.address.city',
    'about.object',
    'headline',
  ],
  date: ['close_date', 'account.founded', 'next_due'],
  time: ['opens', 'account.opens'],
  timestamp: ['created_at', 'seen_at', 'updated_at'],
  duration: ['spent'],
  json: ['data'],
  place: ['location', 'account.location'],
  user: ['owner', 'account.owner', 'agent'],
  account: ['account', 'account.parent', 'account.parent.parent'],
  list: ['tags', 'words', 'account.tags'],
  option: ['stage', 'account.stage'],
} as const;

/** The same from a line of a deal, of which expressions speak as `l`. */
const LINE = {
  bool: ['l.done', 'l.deal.active'],
  number: ['l.quantity', 'l.price', 'l.cost', 'l.supplier.revenue', 'l.deal.amount'],
  text: ['l.name', 'l.supplier.name', 'l.deal.name'],
  date: ['l.due'],
  timestamp: ['l.created_at'],
  account: ['l.supplier', 'l.deal.account'],
  list: ['l.tags'],
} as const;

/** The same from an account, `p`. */
const ACCOUNT = {
  bool: ['p.key'],
  number: ['p.revenue', 'p.deal_count'],
  text: ['p.name', 'p.address.city', 'p.parent.name'],
  date: ['p.founded'],
  timestamp: ['p.created_at'],
  account: ['p', 'p.parent'],
  list: ['p.tags'],
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
    | 'account'
    | 'list'
    | 'item'
    | 'lines'
    | 'accounts'
    | 'ofLine'
    | 'ofAccount'
    | 'aboutRecords',
    string
  >
>((tie) => {
  const of = (template: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map((values) => values.reduce((text, value) => text.replace('#', () => value), template));
  const pick = (...values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values);
  const rich = { depthSize: 'small', maxDepth: 4, withCrossShrink: true } as const;
  const comparison = pick('==', '!=', '<', '<=', '>', '>=');
  const equality = pick('==', '!=');
  const [bool, int, decimal, number, text, date, time, timestamp, duration, ref, account, list, lines, accounts] = [
    tie('bool'),
    tie('int'),
    tie('decimal'),
    tie('number'),
    tie('text'),
    tie('date'),
    tie('time'),
    tie('timestamp'),
    tie('duration'),
    tie('ref'),
    tie('account'),
    tie('list'),
    tie('lines'),
    tie('accounts'),
  ];
  const macro = pick('exists', 'all', 'exists_one');
  const someAccount = randomId('account', 12);
  /** What is said of a record of a list. */
  const body = (
    fields: { [type in 'bool' | 'number' | 'text' | 'date' | 'timestamp' | 'account' | 'list']: readonly string[] },
    own: fc.Arbitrary<string>,
  ): fc.Arbitrary<string> =>
    fc.oneof(
      rich,
      pick(...fields.bool),
      of('(# # #)', pick(...fields.number), comparison, number),
      of('(# # #)', pick(...fields.number), comparison, pick(...fields.number)),
      of('(# # #)', pick(...fields.text), comparison, text),
      of('#.contains(#)', pick(...fields.text), randomText.map(written)),
      of('(# # #)', pick(...fields.date), comparison, date),
      of('(# # #)', pick(...fields.timestamp), comparison, timestamp),
      of('(# # #)', pick(...fields.account), equality, account),
      of('(# # null)', pick(...fields.number, ...fields.text, ...fields.account, ...fields.list), equality),
      of('#.is_under("#")', pick(...fields.account), someAccount),
      of('#.is_under(#)', pick(...fields.account), account),
      of('#.is_under(#)', account, pick(...fields.account)),
      of('("#" in #)', pick(...OPTIONS), pick(...fields.list)),
      of('(# && #)', own, own),
      of('(# || #)', own, bool),
      of('!#', own),
    );
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
      of('(# # null)', pick(...FIELDS.json, ...FIELDS.place, 'about', 'squad'), equality),
      of('(about.id # #)', equality, account),
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
      of('("#" in #)', pick(...OPTIONS), pick(...FIELDS.list, 'choices')),
      of('(kind # "#")', equality, pick(...OPTIONS)),
      of('choices.#(c, (c # "#"))', macro, equality, pick(...OPTIONS)),
      of('(# in user.teams)', pick('account.team', 'squad')),
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
      of('#.exists_one(x, #)', list, tie('item')),
      of('(# == null)', list),
      pick('user.roles.exists(r, r == "sales")', '(user.roles.filter(r, r < "s").size() == 1)'),
      of('(user.id in #)', items(pick(...FIELDS.user))),
      of('(user.# == #)', pick('email', 'name'), text),
      of('(account.team in user.#)', pick('teams', 'managed_teams')),
      pick(
        'account.team.is_under(user.id == owner ? account.team : account.team.parent)',
        'user.teams.exists(t, account.team.is_under(t))',
        'squad.is_under(account.team)',
      ),
      // Records are drawn as often as all the rest together.
      ...Array.from({ length: 6 }, () => tie('aboutRecords')),
    ),
    aboutRecords: fc.oneof(
      rich,
      of('#.#(l, #)', lines, macro, tie('ofLine')),
      of('#.#(p, #)', accounts, macro, tie('ofAccount')),
      of('!#.#(l, #)', lines, macro, tie('ofLine')),
      of('(# # null)', lines, equality),
      of('(# # null)', accounts, equality),
      of('has(#)', fc.oneof(lines, accounts)),
      of('(#.size() # #)', lines, comparison, pick('0', '1', '2', '3')),
      of('(#.count(l, #) # #)', lines, tie('ofLine'), comparison, pick('0', '1', '2')),
      of('(size(#) # #)', accounts, comparison, pick('0', '1', '2')),
      of('(# in #)', account, accounts),
      of('("#" in #)', someAccount, accounts),
      of('("#" in #)', randomId('line', 60), lines),
      of('("#" in #)', someAccount, pick('partners', 'account.friends')),
      of('(# in #)', account, pick('partners', 'account.friends')),
      of('#.is_under("#")', account, someAccount),
      of('is_under(#, #)', account, account),
      of('#.exists(p, p.related("line.supplier").#(l, #))', accounts, macro, tie('ofLine')),
      of('#.exists(l, l.supplier.friends.#(p, #))', lines, macro, tie('ofAccount')),
      of('#.#(p, p.related("deal.partners").count(d, d.lines.size() > #) > 0)', accounts, macro, pick('0', '1')),
      of('(# && #)', tie('aboutRecords'), bool),
      of('(# || #)', tie('aboutRecords'), tie('aboutRecords')),
      of('(# ? # : #)', tie('aboutRecords'), bool, tie('aboutRecords')),
    ),
    ofLine: body(LINE, tie('ofLine')),
    ofAccount: body(ACCOUNT, tie('ofAccount')),
    lines: fc.oneof(
      { depthSize: 'small', maxDepth: 3, withCrossShrink: true },
      pick('lines', 'lines', 'related("line.deal")', 'account.related("line.supplier")'),
      of('#.filter(l, #)', lines, tie('ofLine')),
    ),
    accounts: fc.oneof(
      { depthSize: 'small', maxDepth: 3, withCrossShrink: true },
      pick(
        'partners',
        'partners',
        'account.friends',
        'account.related("account.parent")',
        'account.related("account.friends")',
      ),
      of('#.filter(p, #)', accounts, tie('ofAccount')),
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
      of('size(#)', lines),
      of('#.size()', accounts),
      of('#.count(p, #)', accounts, tie('ofAccount')),
      of('#.count(x, #)', list, tie('item')),
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
      pick(...FIELDS.text, ...FIELDS.option, 'user.email', 'user.name'),
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
    ref: fc.oneof(rich, pick(...FIELDS.user, 'user.id'), of('coalesce(#, #)', ref, ref)),
    account: fc.oneof(rich, pick(...FIELDS.account), of('coalesce(#, #)', account, account)),
    list: fc.oneof(
      rich,
      pick(...FIELDS.list),
      items(text).filter((all) => all !== '[]'),
      of('(# ? # : #)', bool, list, list),
      of('#.filter(x, #)', list, tie('item')),
    ),
  };
});

import fc from 'fast-check';
import { SAMPLES } from './samples.ts';

/** What may be sent for each type; `$name` stands for an id. */
const words = fc.constantFrom('晨光, "文具"', 'M&G', 'Zoë', 'a;b', '王芳', 'plain words', 'Straße', "O'Neill");
const numbered = fc.tuple(words, fc.integer({ min: 0, max: 6 })).map(([word, number]) => `${word} ${number}`);
const hundredths = fc.integer({ min: -99_999_999, max: 99_999_999 }).map((n) => (n / 100).toFixed(2));
const day = fc.integer({ min: 0, max: 20_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
const minute = fc
  .integer({ min: 0, max: 30_000_000 })
  .map((n) => new Date(n * 60_000).toISOString().replace('.000Z', 'Z'));
const two = (n: number): string => String(n).padStart(2, '0');
const digits = fc.integer({ min: 0, max: 99_999_999 }).map((n) => String(n).padStart(8, '0'));

const ARBITRARIES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  text: numbered,
  long_text: numbered.map((text) => `${text}\nand more`),
  rich_text: fc.constantFrom('plain', 'two words', '中文').map((text) => `<p>${text}</p>`),
  integer: fc.integer(),
  decimal: hundredths,
  currency: hundredths.map((amount) => ({ amount, currency: 'CNY' })),
  percent: hundredths,
  boolean: fc.boolean(),
  date: day,
  datetime: minute,
  time: fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${two(h)}:${two(m)}`),
  duration: fc.integer({ min: 0, max: 10_000 }).map((n) => n * 60_000),
  select: fc.constantFrom('a', 'b'),
  multi_select: fc.subarray(['a', 'b'], { minLength: 1 }),
  tags: fc.uniqueArray(fc.constantFrom('华东', 'VIP', 'two words', 'x'), { minLength: 1 }),
  rating: fc.integer({ min: 1, max: 5 }),
  color: fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`),
  email: fc.integer({ min: 0, max: 30 }).map((n) => `person${n}@example.com`),
  phone: digits.map((rest) => `+86138${rest}`),
  url: fc.integer({ min: 0, max: 30 }).map((n) => `https://example.com/${n}?a=b`),
  person_name: fc.record({ family: fc.constantFrom('王', '欧阳', '张'), given: fc.constantFrom('芳', '三', '小明') }),
  address: fc.record({
    country: fc.constantFrom('CN', 'DE'),
    city: fc.constantFrom('Berlin', '上海市'),
    street: numbered,
  }),
  geolocation: fc.record({
    lat: fc.integer({ min: -9000, max: 9000 }).map((n) => n / 100),
    lng: fc.integer({ min: -18_000, max: 18_000 }).map((n) => n / 100),
  }),
  json: fc.constantFrom({ a: [1, null] }, ['x'], { 中: 'y' }),
};

/** Of what has no generator either of the sample's values is drawn: so a new type takes part from its first day. */
export function randomRecords(count: number, seed: number): { [field: string]: unknown }[] {
  const values = Object.entries(SAMPLES).map(([type, { values: given }]) => {
    const filled = given.map((each) => each.given).filter((each) => each !== null);
    return [`f_${type}`, fc.option(ARBITRARIES[type] ?? fc.constantFrom(...filled), { freq: 6 })] as const;
  });
  return fc.sample(fc.record(Object.fromEntries(values)), { numRuns: count, seed });
}

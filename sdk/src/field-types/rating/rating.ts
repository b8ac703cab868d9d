import type { FieldDocument } from '../../documents/field.ts';
import { readDecimal } from '../decimal-value.ts';
import { invalidFormat, outOfRange, wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { plainText } from '../text-value.ts';
import { traits } from '../traits.ts';

const STARS = { en: 'a number of stars', zh: '星级' };
const DEFAULT_STARS = 5;

/** How many stars there are at most. */
export function mostStars(field: FieldDocument): number {
  return field.stars ?? DEFAULT_STARS;
}

function parseRating(input: unknown, field: FieldDocument): Parsed {
  if (typeof input !== 'number' && typeof input !== 'string') return wrongType(input, STARS);
  const number = readDecimal(input);
  if (number === null || !number.isInteger()) return invalidFormat(input, STARS);
  const most = mostStars(field);
  return number.lt(1) || number.gt(most) ? outOfRange(1, most) : { ok: true, value: number.toNumber() };
}

/** `4` · `★★★★☆` · `4/5` · `4星`. */
function readWrittenRating(written: string, field: FieldDocument): Parsed {
  const plain = plainText(written);
  const stars =
    /^(★{1,10})☆{0,10}$/.exec(plain)?.[1] ?? /^((?:⭐\ufe0f?){1,10})$/u.exec(plain)?.[1]?.replaceAll('\ufe0f', '');
  if (stars !== undefined) return parseRating([...stars].length, field);
  const found = /^(\d{1,2})(?: ?\/ ?(\d{1,2})| ?(?:颗?星|stars?))?$/i.exec(plain);
  if (found === null) return invalidFormat(written, STARS);
  // Four of ten is no four of five.
  if (found[2] !== undefined && Number(found[2]) !== mostStars(field)) return invalidFormat(written, STARS);
  return parseRating(found[1]!, field);
}

export const rating: FieldType = {
  name: 'rating',
  label: { en: 'Rating', zh: '评级' },
  description: { en: 'One to five stars, or as many as you like.', zh: '一到五颗星，星数可设。' },
  icon: 'star',
  editor: 'rating',
  settings: [{ name: 'stars', type: 'integer', label: { en: 'Most stars', zh: '最多星数' }, min: 2, max: 10 }],
  storage: 'bigint',
  traits: traits({ sortable: true, groupable: true, summable: true }),
  expressionType: () => ({ type: 'int' }),
  parse: parseRating,
  fromText: readWrittenRating,
  format: (value, field) => '★'.repeat(Number(value)) + '☆'.repeat(Math.max(0, mostStars(field) - Number(value))),
  jsonSchema: (field) => ({ type: 'integer', minimum: 1, maximum: mostStars(field) }),
};

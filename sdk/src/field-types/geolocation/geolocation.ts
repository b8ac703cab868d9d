import { suggestionAmong } from '../../suggestion.ts';
import { invalidFormat, outOfRange, wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { plainText } from '../text-value.ts';
import { traits } from '../traits.ts';

const PLACE = {
  en: 'a place such as {"lat":31.2304,"lng":121.4737}',
  zh: '坐标（例如 {"lat":31.2304,"lng":121.4737}）',
};

/** Six digits are eleven centimetres. */
const SCALE = 6;

function parsePlace(input: unknown): Parsed {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return wrongType(input, PLACE);
  const { lat, lng, ...rest } = input as Record<string, unknown>;
  const [extra] = Object.keys(rest);
  if (extra !== undefined)
    return {
      ok: false,
      code: 'unknown_property',
      params: { name: extra, suggestion: suggestionAmong(extra, ['lat', 'lng']) },
    };
  if (typeof lat !== 'number' || typeof lng !== 'number')
    return wrongType(typeof lat === 'number' ? lng : lat, { en: 'a number of degrees', zh: '度数' });
  if (!(Math.abs(lat) <= 90)) return outOfRange(-90, 90);
  if (!(Math.abs(lng) <= 180)) return outOfRange(-180, 180);
  return { ok: true, value: { lat: rounded(lat), lng: rounded(lng) } };
}

function rounded(degrees: number): number {
  const value = Number(degrees.toFixed(SCALE));
  return value === 0 ? 0 : value;
}

const DEGREES = String.raw`(\d{1,3}(?:\.\d{1,15})?)(?:°|度)?(?: ?(\d{1,2}(?:\.\d{1,15})?)['′分])?(?: ?(\d{1,2}(?:\.\d{1,15})?)(?:"|″|''|秒))?`;
const SIGNED = /^([-+]?\d{1,3}(?:\.\d{1,15})?)°?[ ,]+([-+]?\d{1,3}(?:\.\d{1,15})?)°?$/;
const AFTER = new RegExp(`^${DEGREES} ?([NS])[ ,]*${DEGREES} ?([EW])$`, 'i');
const BEFORE = new RegExp(`^(N|S|北纬|南纬) ?${DEGREES}[ ,]*(E|W|东经|西经) ?${DEGREES}$`, 'i');
const SOUTH_OR_WEST = /^(?:s|w|南纬|西经)$/i;

/** `31.2304, 121.4737` (latitude first) · `31°13'49.4"N 121°28'25.3"E` · `北纬31.2304 东经121.4737`. */
function readWrittenPlace(written: string): Parsed {
  const plain = plainText(written.slice(0, 200).replace(/[，、；;]/g, ',')).replace(/[−–]/g, '-');
  const signed = SIGNED.exec(plain);
  if (signed !== null) return parsePlace({ lat: Number(signed[1]), lng: Number(signed[2]) });
  const after = AFTER.exec(plain)?.slice(1);
  if (after !== undefined)
    return angles(after.slice(0, 3), after[3], after.slice(4, 7), after[7]) ?? invalidFormat(written, PLACE);
  const before = BEFORE.exec(plain)?.slice(1);
  if (before === undefined) return invalidFormat(written, PLACE);
  return angles(before.slice(1, 4), before[0], before.slice(5, 8), before[4]) ?? invalidFormat(written, PLACE);
}

type Angle = readonly (string | undefined)[];

function angles(lat: Angle, northing: string | undefined, lng: Angle, easting: string | undefined): Parsed | null {
  const [y, x] = [degreesOf(lat), degreesOf(lng)];
  if (y === null || x === null) return null;
  return parsePlace({
    lat: SOUTH_OR_WEST.test(northing ?? '') ? -y : y,
    lng: SOUTH_OR_WEST.test(easting ?? '') ? -x : x,
  });
}

function degreesOf([degrees, minutes = '0', seconds = '0']: Angle): number | null {
  if (Number(minutes) >= 60 || Number(seconds) >= 60) return null;
  return Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3600;
}

const decimal = { type: 'decimal' } as const;

export const geolocation: FieldType = {
  name: 'geolocation',
  label: { en: 'Place on the map', zh: '地理坐标' },
  description: {
    en: 'Latitude and longitude (WGS 84), to find what is near.',
    zh: '纬度和经度（WGS 84），可按距离查找。',
  },
  icon: 'map',
  editor: 'written',
  settings: [],
  storage: 'jsonb',
  traits: traits({}),
  expressionType: () => ({ type: 'place' }),
  parts: [
    { name: 'lat', label: { en: 'Latitude', zh: '纬度' }, type: decimal },
    { name: 'lng', label: { en: 'Longitude', zh: '经度' }, type: decimal },
  ],
  parse: parsePlace,
  fromText: readWrittenPlace,
  format(value) {
    const { lat, lng } = value as { lat: number; lng: number };
    return `${lat.toFixed(SCALE).replace(/\.?0+$/, '')}, ${lng.toFixed(SCALE).replace(/\.?0+$/, '')}`;
  },
  jsonSchema: () => ({
    type: 'object',
    properties: {
      lat: { type: 'number', minimum: -90, maximum: 90 },
      lng: { type: 'number', minimum: -180, maximum: 180 },
    },
    required: ['lat', 'lng'],
    additionalProperties: false,
  }),
};

import type { JsonObject } from '../../json.ts';
import type { Locale } from '../../label.ts';
import { invalidFormat } from '../failure.ts';
import type { FieldPart, FieldType, Parsed } from '../field-type.ts';
import { isEastern, parseParts, partOf } from '../parts-value.ts';
import { traits } from '../traits.ts';
import { countryCode, countryName } from './country.ts';
import { readWrittenAddress } from './written-address.ts';

const ADDRESS = {
  en: 'an address such as {"city":"Shanghai","street":"100 Century Avenue"}',
  zh: '地址（例如 {"city":"上海市","street":"世纪大道100号"}）',
};
const COUNTRY = { en: 'a country, by name or ISO 3166 code', zh: '国家或地区的名称或 ISO 3166 代码' };
const LONGEST_PART = 300;

const text = { type: 'text' } as const;

/** From the large to the small, as the Chinese write it. */
const PARTS: readonly FieldPart[] = [
  { name: 'country', label: { en: 'Country', zh: '国家/地区' }, type: text },
  { name: 'province', label: { en: 'State or province', zh: '省/州' }, type: text },
  { name: 'city', label: { en: 'City', zh: '城市' }, type: text },
  { name: 'district', label: { en: 'District', zh: '区县' }, type: text },
  { name: 'street', label: { en: 'Street', zh: '街道' }, type: text },
  { name: 'postal_code', label: { en: 'Postal code', zh: '邮政编码' }, type: text },
];

function parseAddress(input: unknown): Parsed {
  const parsed = parseParts(
    typeof input === 'string' ? readWrittenAddress(input) : input,
    PARTS,
    LONGEST_PART,
    ADDRESS,
  );
  if (!parsed.ok || parsed.value === null) return parsed;
  const value = parsed.value as JsonObject;
  if (value['country'] === undefined) return parsed;
  const country = countryCode(String(value['country']));
  return country === undefined ? invalidFormat(value['country'], COUNTRY) : { ok: true, value: { ...value, country } };
}

/** On one line, in the order of the language it is written in: 上海市浦东新区世纪大道100号, or 100 Main St, Springfield, IL 62704. */
function addressText(value: unknown, locale?: Locale): string {
  const part = (name: string): string => partOf(value, name);
  const country =
    part('country') === '' ? '' : countryName(part('country'), isWrittenEastern(value) ? 'zh' : (locale ?? 'en'));
  if (isWrittenEastern(value)) {
    const province = part('province') === part('city') ? '' : part('province');
    const place = `${country}${province}${part('city')}${part('district')}${part('street')}`;
    return [place, part('postal_code')].filter((each) => each !== '').join(' ');
  }
  const region = [part('province'), part('postal_code')].filter((each) => each !== '').join(' ');
  const pieces = [part('street'), part('district'), part('city'), region, country];
  return pieces.filter((piece) => piece !== '').join(', ');
}

function isWrittenEastern(value: unknown): boolean {
  const written = ['street', 'district', 'city', 'province'].map((name) => partOf(value, name)).join('');
  return written === '' ? ['CN', 'TW', 'HK', 'MO'].includes(partOf(value, 'country')) : isEastern(written);
}

export const address: FieldType = {
  name: 'address',
  label: { en: 'Address', zh: '地址' },
  description: { en: 'Where somebody is to be found, each part of it by itself.', zh: '所在地，省、市、区分别保存。' },
  icon: 'map-pin',
  editor: 'parts',
  settings: [],
  storage: 'text_and_value',
  traits: traits({ personal: true, searchable: true, country: true }),
  expressionType: () => text,
  parts: PARTS,
  parse: parseAddress,
  fromText: parseAddress,
  format: (value, _, context) => addressText(value, context.locale),
  text: (value) => addressText(value),
  country: (value) => partOf(value, 'country') || undefined,
  jsonSchema: () => ({
    type: 'object',
    properties: Object.fromEntries(PARTS.map((part) => [part.name, { type: 'string', maxLength: LONGEST_PART }])),
    additionalProperties: false,
  }),
};

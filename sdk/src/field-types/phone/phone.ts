import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import type { FieldDocument } from '../../documents/field.ts';
import type { Locale } from '../../label.ts';
import { COUNTRY_CODES, countryName } from '../address/country.ts';
import { invalidFormat, wrongType } from '../failure.ts';
import type { FieldType, Parsed, ValueContext } from '../field-type.ts';
import { plainText } from '../text-value.ts';
import { traits } from '../traits.ts';
import { isSettled } from './e164.ts';

const PHONE = { en: 'a phone number such as +86 138 1234 5678', zh: '电话号码（例如 +86 138 1234 5678）' };
const MAX_LENGTH = 64;

/** Where a number without a country code is taken to be from. */
const HOME: Record<Locale, CountryCode> = { zh: 'CN', en: 'US' };

/** The country that the record names, else the one set for the field, else that of the workspace. */
function homeOf(field: FieldDocument, { record_country, phone_country, locale }: ValueContext): CountryCode {
  const known = (code: string | undefined): code is CountryCode => code !== undefined && isSupportedCountry(code);
  return [record_country, field.country, phone_country].find(known) ?? HOME[locale];
}

/** E.164, so that one number has one form: `+8613812345678`, `+862112345678;ext=5`. */
function parsePhone(input: unknown, field: FieldDocument, context: ValueContext): Parsed {
  if (typeof input !== 'string') return wrongType(input, PHONE);
  if (input.length > MAX_LENGTH) return { ok: false, code: 'too_long', params: { max: MAX_LENGTH, got: input.length } };
  if (isSettled(input)) return { ok: true, value: input };
  const [written, extension] = plainText(input).replace(/^tel:/i, '').split(';ext=', 2);
  const number = parsePhoneNumberFromString(written!, { defaultCountry: homeOf(field, context), extract: false });
  if (number === undefined || !number.isPossible()) return invalidFormat(input, PHONE);
  const ext = number.ext ?? extension;
  if (ext !== undefined && !/^\d{1,10}$/.test(ext)) return invalidFormat(input, PHONE);
  return { ok: true, value: ext === undefined ? number.number : `${number.number};ext=${ext}` };
}

export const phone: FieldType = {
  name: 'phone',
  label: { en: 'Phone', zh: '电话' },
  description: { en: 'A phone number in international form.', zh: '国际格式的电话号码。' },
  icon: 'phone',
  editor: 'line',
  settings: [
    {
      name: 'country',
      type: 'select',
      label: { en: 'Numbers without a country code are from', zh: '无国家代码的号码默认属于' },
      help: { en: 'Empty: the country of the workspace.', zh: '留空则按工作区的国家。' },
      options: COUNTRY_CODES.filter((code) => isSupportedCountry(code)).map((code) => ({
        value: code,
        label: { en: countryName(code, 'en'), zh: countryName(code, 'zh') },
      })),
    },
    {
      name: 'country_field',
      type: 'field',
      label: { en: 'The record’s own country', zh: '记录自身的国家/地区' },
      help: {
        en: 'A field of the same record: an address, or a text or choice that names a country or its ISO code. Numbers without a country code are from there; where it is empty, from the country above.',
        zh: '同一记录的字段：地址，或以国家名称、ISO 代码为值的文本或单选字段。无国家代码的号码按其所示的国家识别；该字段为空时，按上面的设置识别。',
      },
      needs: 'country',
    },
  ],
  storage: 'text',
  traits: traits({ personal: true, sortable: true, searchable: true, unique: true }),
  expressionType: () => ({ type: 'text' }),
  parse: parsePhone,
  fromText: parsePhone,
  format(value) {
    const [number, extension] = String(value).split(';ext=', 2);
    const shown = parsePhoneNumberFromString(number!)?.formatInternational() ?? number!;
    return extension === undefined ? shown : `${shown} ext. ${extension}`;
  },
  jsonSchema: () => ({ type: 'string', maxLength: MAX_LENGTH, pattern: '^\\+\\d{3,15}(;ext=\\d{1,10})?$' }),
};

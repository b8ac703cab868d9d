import type { Locale } from '../../label.ts';
import { plainText } from '../text-value.ts';

/** ISO 3166-1, the codes in use. */
const CODES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'.split(
    ' ',
  );

const OTHER_NAMES: Readonly<Record<string, string>> = {
  usa: 'US',
  'u.s.a.': 'US',
  america: 'US',
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  prc: 'CN',
  'p.r. china': 'CN',
  'people’s republic of china': 'CN',
  "people's republic of china": 'CN',
  中华人民共和国: 'CN',
  香港: 'HK',
  'hong kong': 'HK',
  澳门: 'MO',
  macau: 'MO',
  macao: 'MO',
  台湾: 'TW',
  臺灣: 'TW',
  'south korea': 'KR',
  korea: 'KR',
  'czech republic': 'CZ',
  'the netherlands': 'NL',
  holland: 'NL',
};

const names: Record<Locale, Intl.DisplayNames> = {
  en: new Intl.DisplayNames('en', { type: 'region' }),
  zh: new Intl.DisplayNames('zh-CN', { type: 'region' }),
};

let known: Map<string, string> | undefined;

function byName(): Map<string, string> {
  if (known !== undefined) return known;
  known = new Map(Object.entries(OTHER_NAMES));
  for (const code of CODES) {
    for (const text of [code, names.en.of(code), names.zh.of(code)]) known.set((text ?? code).toLowerCase(), code);
  }
  return known;
}

/** The ISO 3166 code of a country given by code or by its name in English or Chinese. */
export function countryCode(text: string): string | undefined {
  return byName().get(plainText(text).toLowerCase());
}

/** The country's name in the reader's language; what is no code stays as it is. */
export function countryName(code: string, locale: Locale): string {
  return CODES.includes(code) ? (names[locale].of(code) ?? code) : code;
}

export const COUNTRY_CODES: readonly string[] = CODES;

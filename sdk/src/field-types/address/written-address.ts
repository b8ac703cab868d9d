import { isEastern } from '../parts-value.ts';
import { plainText } from '../text-value.ts';
import { countryCode } from './country.ts';

type Parts = Record<string, string>;

/** An address as people write it on one line; what cannot be told apart for certain stays in `street`. */
export function readWrittenAddress(written: string): Parts {
  const plain = plainText(written.replace(/[\n;；]/g, ', '));
  return isEastern(plain) ? chineseAddress(plain) : westernAddress(plain);
}

const MUNICIPALITIES = /^(北京|上海|天津|重庆)市?/;
const PROVINCE = /^(.{2,8}?(?:省|自治区|特别行政区))/u;
const SHORT_PROVINCES =
  /^(河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆)(?=.)/;
const CITY = /^([^市区县路街道号\d]{1,8}?(?:市|自治州|地区|盟))/u;
const DISTRICT = /^([^区县市旗路街道号\d]{1,8}?(?:新区|区|自治县|县|市|旗))/u;

/** From the large to the small: 中国上海市浦东新区世纪大道100号. */
function chineseAddress(plain: string): Parts {
  const parts: Parts = {};
  let rest = plain.replace(/(?:邮编|邮政编码)?[:： ]*\b(\d{6})$|^(\d{6})\b/, (_, last: string, first: string) => {
    parts['postal_code'] = last ?? first;
    return '';
  });
  const take = (pattern: RegExp): string => {
    const found = pattern.exec(rest)?.[0] ?? '';
    rest = rest.slice(found.length).replace(/^[ ,，、]+/, '');
    return found;
  };
  rest = rest.replace(/^[ ,，、]+|[ ,，、]+$/g, '');
  if (take(/^(中华人民共和国|中国)[ ,，]*/) !== '') parts['country'] = 'CN';
  const municipality = take(MUNICIPALITIES);
  if (municipality !== '') {
    parts['province'] = parts['city'] = municipality.endsWith('市') ? municipality : `${municipality}市`;
    take(/^市辖区/);
  } else {
    parts['province'] = take(PROVINCE) || take(SHORT_PROVINCES);
    parts['city'] = take(CITY);
  }
  parts['district'] = take(DISTRICT);
  parts['street'] = rest;
  return parts;
}

/** From the small to the large: 100 Main Street, Springfield, IL 62704, USA. */
function westernAddress(plain: string): Parts {
  const pieces = plain
    .split(',')
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  const parts: Parts = {};
  const country = pieces.length > 1 ? countryCode(pieces.at(-1)!) : undefined;
  if (country !== undefined) {
    parts['country'] = country;
    pieces.pop();
  }
  const american = /^([A-Z]{2}) (\d{5}(?:-\d{4})?)$/.exec(pieces.at(-1) ?? '');
  if (american !== null && pieces.length > 2) {
    [parts['province'], parts['postal_code']] = [american[1]!, american[2]!];
    pieces.pop();
    parts['city'] = pieces.pop()!;
  } else {
    const european = /^(?:[A-Z]{1,2}-)?(\d{4,5}(?: [A-Z]{2})?) (\p{L}[\p{L} .'-]*)$/u.exec(pieces.at(-1) ?? '');
    if (european !== null && pieces.length > 1) {
      [parts['postal_code'], parts['city']] = [european[1]!, european[2]!];
      pieces.pop();
    }
  }
  parts['street'] = pieces.join(', ');
  return parts;
}

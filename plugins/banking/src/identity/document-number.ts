import { label, validator, type Label } from '@stratacrm/sdk';
import { isCreditCode, isResidentId } from './check-digits.ts';

/** Numbers of papers by the kind of paper: a slip of the pen is found before the check is handed in. */
export const documentNumber = validator(
  {
    name: 'document_number',
    label: label('Number of a paper', '证件号码'),
    description: label(
      'Looks at the check digits of identity cards and business licences, and at the form of passport numbers.',
      '核对身份证与营业执照号码的校验位，以及护照号码的格式。',
    ),
    icon: 'shield-check',
    types: ['text'],
    inputs: [{ name: 'kind', label: label('Kind of paper', '证件类型'), types: ['select'], required: true }],
    form: [
      {
        name: 'foreign',
        type: 'boolean',
        label: label('Identity cards of other countries too', '也接受其他国家的身份证'),
        default: false,
      },
    ],
  },
  ({ checks, settings }) =>
    checks.map(({ value, inputs }) =>
      documentNumberError(String(value), String(inputs['kind'] ?? ''), settings['foreign'] === true),
    ),
);

export function documentNumberError(number: string, kind: string, foreign: boolean): Label | null {
  const plain = number.replaceAll(/[\s-]/g, '').toUpperCase();
  if (kind === 'id_card') return isResidentId(plain) || (foreign && /^[A-Z0-9]{5,20}$/.test(plain)) ? null : ID_CARD;
  if (kind === 'business_licence') return isCreditCode(plain) ? null : LICENCE;
  if (kind === 'passport') return /^[A-Z]{0,2}[0-9]{6,9}$/.test(plain) ? null : PASSPORT;
  return null;
}

const ID_CARD = label(
  'Not the number of an identity card: 18 signs, a date of birth within, the last a check digit.',
  '身份证号码有误：应为 18 位，含出生日期，末位为校验码。',
);
const LICENCE = label(
  'Not a unified social credit code: 18 signs, the last a check digit.',
  '统一社会信用代码有误：应为 18 位，末位为校验码。',
);
const PASSPORT = label(
  'Not the number of a passport: up to two letters and six to nine digits, such as E12345678.',
  '护照号码有误：最多两位字母加六至九位数字，例如 E12345678。',
);

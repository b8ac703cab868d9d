import { label, validator, type Label } from '@stratacrm/sdk';

/** Numbers under which a gift is deducted from tax: a receipt with a slip in it is of no use to the donor. */
export const taxNumber = validator(
  {
    name: 'tax_number',
    label: label('Tax number', '纳税人识别号'),
    description: label(
      'Looks at the check digit of resident identity numbers and social credit codes.',
      '核对居民身份证号与统一社会信用代码的校验位。',
    ),
    icon: 'shield-check',
    types: ['text'],
    form: [
      {
        name: 'others',
        type: 'boolean',
        label: label('Numbers of other countries too', '也接受其他国家的税号'),
        default: true,
      },
    ],
  },
  ({ checks, settings }) => checks.map(({ value }) => taxNumberError(String(value), settings['others'] === true)),
);

export function taxNumberError(number: string, others: boolean): Label | null {
  const plain = number.replaceAll(/[\s-]/g, '').toUpperCase();
  if (plain.length === 18) return isResidentId(plain) || isCreditCode(plain) ? null : SLIP;
  return others && /^[A-Z0-9./]{6,17}$/.test(plain) ? null : FORM;
}

/** GB 11643: the last of eighteen digits is a check digit by ISO 7064 modulo 11-2. */
function isResidentId(text: string): boolean {
  return (
    /^[1-9]\d{16}[\dX]$/.test(text) &&
    [...text].reduce((rest, sign) => (rest * 2 + (sign === 'X' ? 10 : Number(sign))) % 11, 0) === 1
  );
}

const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100: the last of eighteen signs is a check digit by ISO 7064 modulo 31-3. */
function isCreditCode(text: string): boolean {
  const values = [...text].map((sign) => SIGNS.indexOf(sign));
  if (values.includes(-1)) return false;
  const sum = values.slice(0, 17).reduce((total, value, place) => total + value * (3 ** place % 31), 0);
  return (31 - (sum % 31)) % 31 === values[17];
}

const SLIP = label(
  'The check digit does not match: look for a wrong or swapped digit.',
  '校验位不符，请检查是否有数字写错或颠倒。',
);
const FORM = label('An identity number or social credit code has 18 signs.', '身份证号或统一社会信用代码应为 18 位。');

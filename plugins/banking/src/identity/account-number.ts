import { fieldTypeOf, label, type Label } from '@stratacrm/sdk';
import { holdsBy97, holdsByLuhn } from './check-digits.ts';

/**
 * Account and card numbers as people write them, kept without spaces and shown in fours. IBANs and card numbers have check
 * digits, which are looked at; numbers of the bank's own are taken as they are.
 */
export const accountNumber = fieldTypeOf(
  {
    name: 'account_number',
    label: label('Account number', '银行账号'),
    description: label(
      'IBAN, card number or a number of the bank’s own; check digits are looked at, spaces do not matter.',
      'IBAN、银行卡号或行内账号；自动核对校验位，忽略空格。',
    ),
    icon: 'landmark',
    base: 'text',
    preset: { max_length: 40 },
    display: { group: 4 },
    form: [{ name: 'iban_only', type: 'boolean', label: label('Only IBANs', '仅限 IBAN'), default: false }],
  },
  ({ values, settings }) =>
    values.map((value) => {
      const number = plainAccountNumber(String(value));
      const error = accountNumberError(number, settings['iban_only'] === true);
      return error === null ? { value: number } : { error };
    }),
);

/** As it is kept, and as the lines of a core system are known by. */
export function plainAccountNumber(text: string): string {
  return text.replaceAll(/\s/g, '').toUpperCase();
}

export function accountNumberError(number: string, ibanOnly: boolean): Label | null {
  const ibanLike = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(number);
  if (ibanLike) return holdsBy97(number.slice(4) + number.slice(0, 4)) ? null : SLIP;
  if (ibanOnly)
    return label(
      'An IBAN is asked for, such as DE89 3704 0044 0532 0130 00.',
      '请填写 IBAN，例如 DE89 3704 0044 0532 0130 00。',
    );
  if (/^\d{16,19}$/.test(number)) return holdsByLuhn(number) ? null : SLIP;
  return /^[A-Z0-9][A-Z0-9./-]*$/.test(number)
    ? null
    : label('Letters, digits, points, strokes and dashes only.', '只能包含字母、数字、点、斜线和连字符。');
}

const SLIP = label(
  'The check digits do not match: look for a wrong or swapped digit.',
  '校验位不符，请检查是否有数字写错或颠倒。',
);

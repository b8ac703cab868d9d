import { label, validator } from '@stratacrm/sdk';
import { checkDigit } from './number-members.ts';

/** Membership numbers that were typed or brought in from elsewhere: the last digit says whether one was mistaken. */
export const membershipNumber = validator(
  {
    name: 'membership_number',
    label: label('Membership number', '会员卡号'),
    description: label(
      'Two letters, then digits of which the last is a check digit (ISO/IEC 7812).',
      '两位字母加数字，末位为校验码（ISO/IEC 7812）。',
    ),
    icon: 'shield-check',
    types: ['text'],
  },
  ({ checks }) => checks.map(({ value }) => (isMembershipNumber(String(value)) ? null : SLIP)),
);

export function isMembershipNumber(number: string): boolean {
  const [, digits = ''] = /^[A-Z]{2}(\d{6,16})$/.exec(number) ?? [];
  return digits !== '' && checkDigit(digits.slice(0, -1)) === Number(digits.at(-1));
}

const SLIP = label(
  'The check digit of this membership number does not match: look for a wrong or swapped digit.',
  '会员卡号校验位不符，请检查是否有数字写错或颠倒。',
);

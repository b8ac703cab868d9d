import { fieldTypeOf, label, type Label } from '@stratacrm/sdk';

/** The account a recurring gift is drawn from: read as people write it, and a slip found before the bank sends it back. */
export const account = fieldTypeOf(
  {
    name: 'account',
    label: label('Account of a donor', '扣款账号'),
    description: label(
      'IBAN or card number; check digits are looked at, spaces do not matter, shown in fours.',
      'IBAN 或银行卡号；核对校验位，忽略空格，每四位一组显示。',
    ),
    icon: 'landmark',
    base: 'text',
    preset: { max_length: 40, sensitivity: 'personal' },
    display: { group: 4 },
  },
  ({ values }) =>
    values.map((value) => {
      const plain = String(value).replaceAll(/\s/g, '').toUpperCase();
      const error = accountError(plain);
      return error === null ? { value: plain } : { error };
    }),
);

export function accountError(plain: string): Label | null {
  if (/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return isIban(plain) ? null : SLIP;
  if (/^\d{12,19}$/.test(plain)) return plain.length < 16 || isCard(plain) ? null : SLIP;
  return label('Write an IBAN or a card number.', '请填写 IBAN 或银行卡号。');
}

/** ISO 13616: letters become numbers, the first four signs go to the end, and the rest by 97 is 1. */
function isIban(plain: string): boolean {
  const digits = [...plain.slice(4), ...plain.slice(0, 4)].map((sign) => String(parseInt(sign, 36))).join('');
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

/** ISO/IEC 7812: every second digit from the right doubled, all added up. */
function isCard(plain: string): boolean {
  const sum = [...plain].toReversed().reduce((total, digit, place) => {
    const doubled = place % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

const SLIP = label(
  'The check digits do not match: look for a wrong or swapped digit.',
  '校验位不符，请检查是否有数字写错或颠倒。',
);

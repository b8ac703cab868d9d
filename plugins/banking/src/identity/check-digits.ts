const LETTER_FROM = 10;

/** ISO 7064 modulo 97-10, as of IBAN and LEI: letters become numbers, and the rest by 97 is 1. */
export function holdsBy97(text: string): boolean {
  let rest = 0;
  for (const sign of text) for (const digit of String(parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** ISO/IEC 7812, as of cards: one wrong digit, or two changed places, are noticed. */
export function holdsByLuhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, place) => {
    const doubled = place % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** GB 11643: six digits of the place, a date of birth, three of the order, and a check digit by ISO 7064 modulo 11-2. */
export function isResidentId(text: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(text) || !isDay(text.slice(6, 14))) return false;
  return [...text].reduce((rest, sign) => (rest * 2 + (sign === 'X' ? LETTER_FROM : Number(sign))) % 11, 0) === 1;
}

const CREDIT_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100, the unified social credit code: 17 signs and one by ISO 7064 modulo 31-3; I, O, S, V and Z do not occur. */
export function isCreditCode(text: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text)) return false;
  const sum = [...text.slice(0, 17)].reduce(
    (total, sign, place) => total + CREDIT_SIGNS.indexOf(sign) * (3 ** place % 31),
    0,
  );
  return CREDIT_SIGNS[(31 - (sum % 31)) % 31] === text[17];
}

function isDay(digits: string): boolean {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const read = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
}

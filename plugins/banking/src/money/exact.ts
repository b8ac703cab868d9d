/** Six digits after the point: a hundredth of a basis point is still told apart. */
const DIGITS = 6;
const UNIT = 10n ** BigInt(DIGITS);

/** An exact number, counted in millionths. */
export type Exact = bigint;

/** Reads `"2.35"`, `-0.5` or `1e-7`; what is beyond six digits after the point is cut off. */
export function exact(value: unknown): Exact {
  const text = typeof value === 'number' ? value.toFixed(DIGITS) : String(value ?? '');
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (found === null) return 0n;
  const [, sign, whole = '0', part = ''] = found;
  const read = BigInt(whole) * UNIT + BigInt(part.padEnd(DIGITS, '0').slice(0, DIGITS));
  return sign === '-' ? -read : read;
}

/** `"2.35"`, without zeros at the end. */
export function written(value: Exact): string {
  const whole = (value < 0n ? -value : value).toString().padStart(DIGITS + 1, '0');
  const text = `${whole.slice(0, -DIGITS)}.${whole.slice(-DIGITS)}`.replace(/\.?0+$/, '');
  return value < 0n ? `-${text}` : text;
}

/** Rounded half away from zero. */
export function divided(value: bigint, by: bigint): bigint {
  const negative = value < 0n !== by < 0n;
  const [over, under] = [value < 0n ? -value : value, by < 0n ? -by : by];
  const quotient = (over * 2n + under) / (under * 2n);
  return negative ? -quotient : quotient;
}

import { randomInt } from 'node:crypto';

/** Numbers for records that nobody will ever see: none is drawn, so that no gap tells of a trial. */
export function trialNumbers(count: number): string[] {
  const first = 10n ** 17n + BigInt(randomInt(2 ** 47)) * 1_000n;
  return Array.from({ length: count }, (_, index) => String(first + BigInt(index)));
}

import { holdsByLuhn, isCreditCode, isResidentId } from '../identity/check-digits.ts';

/** Numbers of nobody whose check digits hold: what stands before, and whichever last sign fits. */
function completed(before: string, signs: string, holds: (text: string) => boolean): string {
  const last = [...signs].find((sign) => holds(before + sign));
  if (last === undefined) throw new Error(`Nothing completes ${before}.`);
  return before + last;
}

export function cardNumber(at: number): string {
  return completed(`621700${String(100_000_000_000 + at * 4_967_303_189)}`, '0123456789', holdsByLuhn);
}

export function residentId(at: number): string {
  const year = 1950 + ((at * 7) % 50);
  const month = String(1 + ((at * 5) % 12)).padStart(2, '0');
  return completed(`310101${year}${month}15${String(100 + at)}`, '0123456789X', isResidentId);
}

export function creditCode(at: number): string {
  return completed(`91310000MA1K${String(10_000 + at * 37)}`, '0123456789ABCDEFGHJKLMNPQRTUWXY', isCreditCode);
}

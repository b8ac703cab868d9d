/** `OPP-{00000}`: text around one run of zeros in braces, which says how many digits there are at least. */
const PATTERN = /^([^{}]{0,40})\{(0{1,12})\}([^{}]{0,40})$/u;

export const DEFAULT_PATTERN = '{00000}';

/** Whether numbers can be made by this pattern. */
export function isNumberPattern(pattern: string): boolean {
  return PATTERN.test(pattern);
}

/** The text of the n-th number: `OPP-{00000}` and 42 make `OPP-00042`. */
export function numberText(pattern: string | undefined, number: number | string): string {
  const [, before, zeros, after] = PATTERN.exec(pattern ?? DEFAULT_PATTERN) ?? PATTERN.exec(DEFAULT_PATTERN)!;
  return `${before}${String(number).padStart(zeros!.length, '0')}${after}`;
}

/** A name as records are found by it: width, letter case, and the number of spaces do not count; everything else does. */
export function normaliseName(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

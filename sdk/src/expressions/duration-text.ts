const DURATION_PART = /(\d{1,12})(d|h|ms|m|s)/y;
const UNITS: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** `36h`, `1d12h`, `-90m` in milliseconds, or null. */
export function readDuration(text: string): number | null {
  const negative = text.startsWith('-');
  const body = negative ? text.slice(1) : text;
  let total = 0;
  let at = 0;
  while (at < body.length) {
    DURATION_PART.lastIndex = at;
    const found = DURATION_PART.exec(body);
    if (found === null) return null;
    total += Number(found[1]) * UNITS[found[2]!]!;
    at = DURATION_PART.lastIndex;
  }
  if (at === 0 || total > LONGEST_DURATION) return null;
  return negative ? -total : total;
}

/** About 285 years: further, moments cannot be moved exactly by PostgreSQL's intervals. */
export const LONGEST_DURATION = 9e12;

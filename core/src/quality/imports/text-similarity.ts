/** A text as people compare it: width, case, accents, spaces and punctuation do not matter. */
export function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * How many single slips of the pen (a character left out, added, replaced, or two swapped) lie between two texts;
 * `limit + 1` when there are more than `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  const from = [...a];
  const to = [...b];
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let steps = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) steps = Math.min(steps, beforeLast[column - 2]! + 1);
      current.push(steps);
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return Math.min(last[to.length]!, limit + 1);
}

/** 1 for texts that read the same, 0 for texts with nothing in common. */
export function similarity(a: string, b: string): number {
  const left = normalise(a);
  const right = normalise(b);
  const longer = Math.max([...left].length, [...right].length);
  if (longer === 0) return 0;
  return 1 - editDistance(left, right, longer) / longer;
}

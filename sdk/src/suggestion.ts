/** How many single-character edits (a swap of neighbours is one) turn one word into the other. */
export function editDistance(from: string, to: string): number {
  const a = [...from];
  const b = [...to];
  let beforePrevious: number[] = [];
  let previous = b.map((_, index) => index).concat(b.length);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? beforePrevious[j - 2]! + 1 : Infinity;
      current.push(
        Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), swap),
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
}

/** Longer words are not compared: the cost grows with the square and no name is that long. */
const LONGEST_WORD = 100;

/** The candidate that the word was probably meant to be, or undefined when none is near. Letter case does not count. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > LONGEST_WORD) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor([...wanted].length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > bestDistance || candidate.length > LONGEST_WORD) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    const nearer =
      distance < bestDistance ||
      (best !== undefined && distance === bestDistance && beginsAlike(wanted, candidate, best));
    if (nearer) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Of two equally near words the one that shares more of the beginning: `acount` is `account`, not `amount`. */
function beginsAlike(word: string, candidate: string, other: string): boolean {
  return sharedStart(word, candidate.toLowerCase()) > sharedStart(word, other.toLowerCase());
}

function sharedStart(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return length;
}

/** The `{suggestion}` of an error text: ` Did you mean "…"?` in both languages, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): { en: string; zh: string } {
  const found = nearest(word, candidates);
  return found === undefined ? { en: '', zh: '' } : { en: ` Did you mean "${found}"?`, zh: `您是不是要用“${found}”？` };
}

/** More names than these are no help in one line. */
const MOST_NAMED = 16;

/** The same where there are only a few to choose from: where none is near, all of them are told. */
export function suggestionAmong(word: string, candidates: readonly string[]): { en: string; zh: string } {
  const meant = didYouMean(word, candidates);
  if (meant.en !== '' || candidates.length === 0 || candidates.length > MOST_NAMED) return meant;
  return { en: ` There is: ${candidates.join(', ')}.`, zh: `可用：${candidates.join('、')}。` };
}

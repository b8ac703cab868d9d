/** Shorter words are not looked for with a typo: too many others are one letter away. */
export const SHORTEST = 5;
/** A number with another digit is another number: nobody who looks for one means those beside it. */
const LETTERS = /^[\p{L}\p{M}]+$/u;
const LONGEST = 24;

/** Can this word be looked for with a letter wrong, missing, too many, or two exchanged? */
export function mayBeMistyped(word: string): boolean {
  const { length } = [...word];
  return length >= SHORTEST && length <= LONGEST && LETTERS.test(word);
}

/**
 * What a typo leaves of a word whose first letter is right: its beginning, or the first letter and the second half; where
 * it fell on the middle, as two letters exchanged may, a beginning that is one letter shorter. A text has all of one group.
 */
export function intactParts(word: string): string[][] {
  const letters = [...word];
  const middle = Math.ceil(letters.length / 2);
  const [first, second] = [letters.slice(0, middle - 1).join(''), letters.slice(middle).join('')];
  // Two letters are found only where a word begins.
  return letters.length - middle < 3 ? [[first]] : [[first], [letters[0]!, second]];
}

/** A pattern of PostgreSQL for what is this word with one typo, or begins so, the first letter being right. */
export function typoPattern(word: string, startsWord: boolean): string {
  const letters = [...word];
  const part = (from: number, to?: number): string => letters.slice(from, to).join('');
  const forms = letters.flatMap((letter, i) =>
    i === 0
      ? []
      : [
          `${part(0, i)}.${part(i + 1)}`,
          `${part(0, i)}.${part(i)}`,
          `${part(0, i)}${part(i + 1)}`,
          ...(i + 1 < letters.length ? [`${part(0, i)}${letters[i + 1]!}${letter}${part(i + 2)}`] : []),
        ],
  );
  return `${startsWord ? '\\m' : ''}(${[...new Set(forms)].join('|')})`;
}

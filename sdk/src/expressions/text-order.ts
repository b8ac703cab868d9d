/** Orders texts by code point, as PostgreSQL's collation "C" does in UTF-8; JavaScript's own order is by UTF-16 unit. */
export function compareText(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  for (let i = 0; i < shorter; i++) {
    const [a, b] = [left.charCodeAt(i), right.charCodeAt(i)];
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above all others, though their units do not. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Lower case letter by letter (no letter becomes two), as PostgreSQL maps it. */
export function lowerText(text: string): string {
  return mapLetters(text, (letter) => firstOf(letter.toLowerCase()));
}

/** Upper case letter by letter; a letter whose capital is several (ß) stays. */
export function upperText(text: string): string {
  return mapLetters(text, (letter) => {
    const upper = letter.toUpperCase();
    return [...upper].length === 1 ? upper : letter;
  });
}

function mapLetters(text: string, map: (letter: string) => string): string {
  let result = '';
  for (const letter of text) result += map(letter);
  return result;
}

function firstOf(letters: string): string {
  return String.fromCodePoint(letters.codePointAt(0)!);
}

/** What trim() takes away at both ends. */
export const WHITE_SPACE =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

/** Whether the text can be stored: no NUL, no lone surrogate. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/**
 * Pieces of text by which the search index finds it. Of Chinese and the like every character and every pair of
 * neighbours, for most words have two; of other scripts every three letters in a row, and how each word begins.
 */
export function gramsOf(text: string): Set<number> {
  const grams = new Set<number>();
  for (const word of wordsOf(text)) {
    for (const gram of isDense(word) ? densePieces(word) : wordPieces(word)) grams.add(hash(gram));
  }
  return grams;
}

/**
 * The pieces that every text containing `query` has. Of Latin words shorter than three letters only the beginning of a
 * word is indexed, so those find beginnings.
 */
export function gramsToFind(query: string): Set<number> {
  const grams = new Set<number>();
  for (const word of wordsOf(query)) {
    for (const gram of isDense(word) ? denseQueryPieces(word) : queryPieces(word)) grams.add(hash(gram));
  }
  return grams;
}

/** Runs of one kind of script: letters and digits, or characters that are words in themselves. */
const WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{N}\p{M}]+?(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[^\p{L}\p{N}\p{M}]|$)/gu;
const DENSE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** What the index and the search compare: compatibility forms unified (full-width letters too), in small letters. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The words of a text, folded. */
export function wordsOf(text: string): string[] {
  return foldText(text).match(WORDS) ?? [];
}

function isDense(word: string): boolean {
  return DENSE.test(word);
}

function densePieces(word: string): string[] {
  const characters = [...word];
  return [...characters, ...pairs(characters)];
}

/** One character finds itself; more are found by their pairs, which are rarer. */
function denseQueryPieces(word: string): string[] {
  const characters = [...word];
  return characters.length === 1 ? characters : pairs(characters);
}

function pairs(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, index) => characters[index]! + character);
}

/** `acme` → ` a`, ` ac`, `acm`, `cme`. */
function wordPieces(word: string): string[] {
  const letters = [...word];
  return [` ${letters[0]}`, ...(letters.length > 1 ? [` ${letters[0]}${letters[1]}`] : []), ...threes(letters)];
}

function queryPieces(word: string): string[] {
  const letters = [...word];
  return letters.length < 3 ? [` ${word}`] : threes(letters);
}

function threes(letters: readonly string[]): string[] {
  const pieces: string[] = [];
  for (let i = 2; i < letters.length; i++) pieces.push(letters[i - 2]! + letters[i - 1]! + letters[i]!);
  return pieces;
}

/** FNV-1a, 32 bits, signed as PostgreSQL's integer is. Two pieces may share a hash: the text itself is compared after. */
function hash(piece: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < piece.length; i++) {
    value ^= piece.charCodeAt(i);
    value = Math.imul(value, 0x01000193);
  }
  return value | 0;
}

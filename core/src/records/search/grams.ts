/**
 * Pieces of text by which the search index finds it. Of Chinese and the like every character and every pair of
 * neighbours, for most words have two; of other scripts every three letters in a row, and how each word begins. The same
 * piece is another number in each object, so that looking in one touches nothing of the others.
 */
export function gramsOf(object: string, text: string): Set<number> {
  const grams = new Set<number>();
  addGrams(basisOf(object), text, grams);
  return grams;
}

/** The pieces of several texts of one record. */
export function gramsOfAll(object: string, texts: readonly string[]): Set<number> {
  const grams = new Set<number>();
  const basis = basisOf(object);
  for (const text of texts) addGrams(basis, text, grams);
  return grams;
}

/**
 * The same pieces as those of what one person owns: who may see only what some people own is led through lists of theirs and of
 * nobody else's. PostgreSQL makes the same out of the ids that it finds. Like any piece one may be another's as well.
 */
export function ofOwner(grams: Iterable<number>, owner: string): number[] {
  const mixed = Number.parseInt(owner.slice(-8), 16);
  return Array.from(grams, (gram) => gram ^ mixed);
}

function addGrams(basis: number, text: string, grams: Set<number>): void {
  for (const word of wordsOf(text)) {
    if (isDense(word)) for (const gram of densePieces(word)) grams.add(hash(basis, gram));
    else addWordPieces(basis, word, grams);
  }
}

/**
 * The pieces that every text containing `query` has. Of Latin words shorter than three letters only the beginning of a
 * word is indexed, so those find beginnings.
 */
export function gramsToFind(object: string, query: string): Set<number> {
  const grams = new Set<number>();
  const basis = basisOf(object);
  for (const word of wordsOf(query)) {
    for (const gram of isDense(word) ? denseQueryPieces(word) : queryPieces(word)) grams.add(hash(basis, gram));
  }
  return grams;
}

/** Runs of one kind of script: letters and digits, or characters that are words in themselves. */
const WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\p{N}\p{M}]+?(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[^\p{L}\p{N}\p{M}]|$)/gu;
const DENSE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** What the index and the search compare: compatibility forms unified (full-width letters too), in small letters. */
export function foldText(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : text.normalize('NFKC').toLowerCase();
}

const ASCII = /^[\0-\x7f]*$/;
const ASCII_WORDS = /[a-z0-9]+/g;

/** The words of a text, folded. */
export function wordsOf(text: string): string[] {
  const folded = foldText(text);
  return folded.match(ASCII.test(folded) ? ASCII_WORDS : WORDS) ?? [];
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

/** The same for words without surrogate pairs, which is all but a few, and without making each piece. */
function addWordPieces(basis: number, word: string, grams: Set<number>): void {
  if (SURROGATES.test(word)) {
    for (const gram of wordPieces(word)) grams.add(hash(basis, gram));
    return;
  }
  const beginning = step(step(basis, SPACE), word.charCodeAt(0));
  grams.add(beginning | 0);
  if (word.length > 1) grams.add(step(beginning, word.charCodeAt(1)) | 0);
  for (let at = 2; at < word.length; at++) {
    const two = step(step(basis, word.charCodeAt(at - 2)), word.charCodeAt(at - 1));
    grams.add(step(two, word.charCodeAt(at)) | 0);
  }
}

const SURROGATES = /[\ud800-\udfff]/;
const SPACE = 0x20;

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
function hash(basis: number, piece: string): number {
  let value = basis;
  for (let i = 0; i < piece.length; i++) value = step(value, piece.charCodeAt(i));
  return value | 0;
}

const BASIS = 0x811c9dc5;

function basisOf(object: string): number {
  return hash(BASIS, object);
}

function step(value: number, code: number): number {
  return Math.imul(value ^ code, 0x01000193);
}

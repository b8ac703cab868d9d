import { sql, type RawBuilder } from 'kysely';
import { given } from '../sql/statement.ts';
import { waysToFind, wordParameter, type SearchWord } from './search-word.ts';

/** As a value of its own, so that one plan serves every search: planning this anew took longer than running it. */
export function asked(name: string, type: 'text' | 'text[]' | 'integer[]' | 'uuid[]'): RawBuilder<unknown> {
  return sql`(select ${given(name)}::${sql.raw(type)})`;
}

export function and(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join([...conditions], sql` and `);
}

export function isMistyped(words: readonly SearchWord[]): boolean {
  return words.some((word) => word.match === 'typo');
}

/** What of the words decides what a search asks, whatever they are. */
export function shapeOf(words: readonly SearchWord[]): string {
  return words.map(({ match, grams }) => `${match}${grams.length}`).join();
}

/** That texts which are not in the index yet have all words, in any field and wherever in it. */
export function anywhere(words: readonly SearchWord[], texts: RawBuilder<unknown>): RawBuilder<unknown> {
  return and(
    words.map(({ match }, index) => {
      const operator = match === 'typo' ? sql`~` : sql`like`;
      return sql`${texts} ${operator} ${asked(wordParameter(index, 'anywhere'), 'text')}`;
    }),
  );
}

/** That an entry may have all words; `pieces`: the array of a way to look for them. */
export function mayHaveAll(
  words: readonly SearchWord[],
  grams: RawBuilder<unknown>,
  pieces: (way: number) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const ways = waysToFind(words).map((_, way) => sql`${grams} @> ${pieces(way)}`);
  return sql`(${sql.join(ways, sql` or `)})`;
}

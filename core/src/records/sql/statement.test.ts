import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { compileStatement, StatementNames } from './statement.ts';

test('What differs in its values alone shares one prepared statement, from the second time it is run', () => {
  const names = new StatementNames(7);
  const find = (name: string) => compileStatement(sql`select from t where name = ${name}`, names);
  expect(find('a').name()).toBeUndefined();
  const shared = find('b').name();
  expect(shared).toMatch(/^r7_/);
  expect(find('c').name()).toBe(shared);
  const other = compileStatement(sql`select from t where size = ${1}`, names);
  expect([other.name(), other.name()]).toEqual([undefined, expect.not.stringMatching(shared!)]);
});

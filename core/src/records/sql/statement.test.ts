import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { setImmediate } from 'node:timers/promises';
import { sql, type CompiledQuery, type QueryExecutorProvider, type RawBuilder } from 'kysely';
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

test('What a statement was compiled from is not kept with it', async () => {
  setFlagsFromString('--expose-gc');
  const clear = runInNewContext('gc') as () => void;
  const { statement, source } = compiledFrom(sql`select from t where name = ${'a'}`);
  await setImmediate();
  clear();
  expect(source.deref()).toBeUndefined();
  expect([statement.text, statement.parameters, statement.name()]).toEqual([expect.any(String), ['a'], undefined]);
});

function compiledFrom(query: RawBuilder<unknown>) {
  let source: WeakRef<object> | undefined;
  const watched = {
    compile(compiler: QueryExecutorProvider): CompiledQuery<unknown> {
      const compiled = query.compile(compiler);
      source = new WeakRef(compiled.query);
      return compiled;
    },
  };
  const statement = compileStatement(watched as RawBuilder<unknown>, new StatementNames(7));
  return { statement, source: source! };
}

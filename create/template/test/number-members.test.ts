import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberMembers } from '../src/number-members.ts';

void test('a member without a number gets one', () => {
  const record = (after: { name: string; number?: string }) => ({ id: '1', before: null, after, changed: [] });
  assert.deepEqual(numberMembers([record({ name: 'Ada' }), record({ name: 'Bob', number: 'X' })]), [
    { set: { number: 'ADA-3' } },
    null,
  ]);
});

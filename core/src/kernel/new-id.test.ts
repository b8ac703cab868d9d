import { expect, it } from 'vitest';
import { validate, version } from 'uuid';
import { newId } from './new-id.ts';

it('makes ids of version 7 that sort in the order they are made, and never twice', () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, newId);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  const moment = Number.parseInt(ids[0]!.slice(0, 8) + ids[0]!.slice(9, 13), 16);
  expect(moment).toBeGreaterThanOrEqual(before);
  expect(moment).toBeLessThanOrEqual(Date.now());
});

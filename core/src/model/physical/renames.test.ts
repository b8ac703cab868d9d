import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planRenames } from './renames.ts';

const names = fc.uniqueArray(fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 });

it('gives every key its name without two things ever having one name', () => {
  fc.assert(
    fc.property(names, names, fc.integer({ min: 0, max: 6 }), (current, wanted, wishes) => {
      const rows = current.map((name, index) => ({ key: `k${index}`, name }));
      const desired = new Map(wanted.slice(0, Math.min(wishes, rows.length)).map((name, index) => [`k${index}`, name]));
      const held = new Map(rows.map((row) => [row.key, row.name]));
      for (const { key, from, to } of planRenames(rows, desired)) {
        expect(held.get(key)).toBe(from);
        expect([...held.values()]).not.toContain(to);
        held.set(key, to);
      }
      for (const [key, name] of desired) expect(held.get(key)).toBe(name);
      expect(held.size).toBe(rows.length);
      // Who is in nobody's way keeps his name.
      for (const { key, name } of rows) {
        if (!desired.has(key) && ![...desired.values()].includes(name)) expect(held.get(key)).toBe(name);
      }
    }),
    { numRuns: 2_000 },
  );
});

it('moves who loses his name aside', () => {
  const rows = [
    { key: 'old', name: 'tier' },
    { key: 'older', name: 'tier__old1' },
    { key: 'new', name: 'n_1' },
  ];
  expect(planRenames(rows, new Map([['new', 'tier']]))).toEqual([
    { key: 'old', from: 'tier', to: 'tier__old2' },
    { key: 'new', from: 'n_1', to: 'tier' },
  ]);
});

import { describe, expect, it } from 'vitest';
import { isStorable, requireShallow, unstorable } from './text-check.ts';

describe('text', () => {
  it('is storable unless it has NUL or half a character', () => {
    expect(['', 'a', '中', '😀', '\u{10ffff}', '\n'].map(isStorable)).toEqual([true, true, true, true, true, true]);
    expect(['\0', 'a\0', '\ud800', '\udc00\ud800', 'a\udfff'].map(isStorable)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('that is not is found with its place', () => {
    expect(unstorable({ a: 'ok', b: [{ c: 'x\0' }, 'y\ud800'], 'k\0': 1 })).toEqual([
      { path: 'b.0.c', code: 'invalid_text' },
      { path: 'b.1', code: 'invalid_text' },
      { path: '', code: 'invalid_text' },
    ]);
    expect(unstorable(JSON.parse('{"a":{"__proto__":1},"n":1e999}'))).toMatchObject([
      { path: 'a.__proto__', code: 'unknown_property' },
      { path: 'n', code: 'wrong_type' },
    ]);
  });
});

describe('the depth of JSON', () => {
  it('counts brackets but not those in texts', () => {
    expect(() => requireShallow(`{"a":"${'['.repeat(1000)}\\"${'{'.repeat(1000)}"}`)).not.toThrow();
    expect(() => requireShallow('[]'.repeat(1000))).not.toThrow();
    expect(() => requireShallow(`${'['.repeat(40)}${']'.repeat(40)}`)).not.toThrow();
    expect(() => requireShallow('['.repeat(41))).toThrow(expect.objectContaining({ code: 'body_too_deep' }) as Error);
    expect(() => requireShallow('{"a":'.repeat(41))).toThrow(
      expect.objectContaining({ code: 'body_too_deep' }) as Error,
    );
  });
});

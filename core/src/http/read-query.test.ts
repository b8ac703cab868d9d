import { describe, expect, it } from 'vitest';
import { readQuery } from './read-query.ts';

describe('a query', () => {
  it('is read as forms write it', () => {
    expect(readQuery('/a?x=1&y=a+b%20c&z=%E4%B8%AD&empty=&bare&eq=a%3D%3D1=2')).toEqual({
      x: '1',
      y: 'a b c',
      z: '中',
      empty: '',
      bare: '',
      eq: 'a==1=2',
    });
    expect(readQuery('/a')).toEqual({});
    expect(readQuery('/a?')).toEqual({});
  });

  it('has no parameter that was not sent', () => {
    const query = readQuery('/a?__proto__=x&constructor=y');
    expect(Object.keys(query)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(query)).toBe(Object.prototype);
  });

  it.each([
    ['/a?x=1&x=2', 'x', 'given_twice'],
    ['/a?x=%00', 'x', 'invalid_text'],
    ['/a?x=%FF', 'x', 'invalid_text'],
    ['/a?x=%E4%B8', 'x', 'invalid_text'],
    ['/a?%FF=1', '', 'invalid_text'],
  ])('%s is refused', (url, path, code) => {
    expect(() => readQuery(url)).toThrow(expect.objectContaining({ issues: [{ path, code }] }) as Error);
  });
});

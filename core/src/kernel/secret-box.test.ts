import { describe, expect, it } from 'vitest';
import { newKey, parseKeys, secretBox } from './secret-box.ts';

const secret = Buffer.from('twenty bytes of them');

describe('a sealed secret', () => {
  it('opens with its key for whom it was sealed, and each time looks different', () => {
    const box = secretBox([newKey()]);
    const sealed = box.seal(secret, 'ann');
    expect(box.open(sealed, 'ann')).toEqual(secret);
    expect(box.seal(secret, 'ann')).not.toEqual(sealed);
    expect(sealed.includes(secret)).toBe(false);
  });

  it('opens neither as another’s, nor changed, nor with another key', () => {
    const box = secretBox([newKey()]);
    const sealed = box.seal(secret, 'ann');
    expect(() => box.open(sealed, 'ben')).toThrow('authenticate');
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => box.open(changed, 'ann')).toThrow(/authenticate|STRATA_SECRET_KEY/);
    }
    expect(() => secretBox([newKey()]).open(sealed, 'ann')).toThrow('STRATA_SECRET_KEY');
  });

  it('outlives a change of the key as long as the old one is known', () => {
    const [old, next] = [newKey(), newKey()];
    const sealed = secretBox([old]).seal(secret, 'ann');
    const both = secretBox([next, old]);
    expect(both.open(sealed, 'ann')).toEqual(secret);
    expect(both.isCurrent(sealed)).toBe(false);
    expect(secretBox([next]).open(both.seal(both.open(sealed, 'ann'), 'ann'), 'ann')).toEqual(secret);
  });

  it('is told from one that never was', () => {
    expect(secretBox([newKey()]).isSealed(secret)).toBe(false);
  });
});

it('reads keys, and nothing that is none', () => {
  const [one, two] = [newKey(), newKey()];
  expect(parseKeys(`${one.toString('base64')}, ${two.toString('base64')}\n`)).toEqual([one, two]);
  for (const text of ['', 'short', one.toString('hex'), `${one.toString('base64')},`])
    expect(parseKeys(text)).toBeUndefined();
});

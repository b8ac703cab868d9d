import { expect, test } from 'vitest';
import { generatedPassword } from './generated-password.ts';

test('long enough, readable, and never the same', () => {
  const passwords = new Set(Array.from({ length: 500 }, generatedPassword));
  expect(passwords.size).toBe(500);
  for (const password of passwords) expect(password).toMatch(/^([a-zA-Z2-9]{5}-){3}[a-zA-Z2-9]{5}$/);
  expect([...passwords].join('')).not.toMatch(/[01lIoO]/);
});

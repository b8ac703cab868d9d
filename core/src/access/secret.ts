import { createHash, randomBytes } from 'node:crypto';

/** Something a program shows instead of a password. Only its hash is stored; being random, it needs no slow one. */
export interface Secret {
  token: string;
  hash: Buffer;
}

const PREFIX = { session: 'strata_s_', apiKey: 'strata_k_' } as const;

export type SecretKind = keyof typeof PREFIX;

/** 256 random bits, with a prefix by which secret scanners and people know what it is. */
export function newSecret(kind: SecretKind): Secret {
  const token = PREFIX[kind] + randomBytes(32).toString('base64url');
  return { token, hash: hashSecret(token) };
}

export function hashSecret(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Which sort of secret it looks like, before any database is asked. */
export function secretKind(token: string): SecretKind | null {
  if (!/^strata_[sk]_[\w-]{43}$/.test(token)) return null;
  return token.startsWith(PREFIX.session) ? 'session' : 'apiKey';
}

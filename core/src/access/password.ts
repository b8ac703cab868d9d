import { hash, verify } from '@node-rs/argon2';
import { StrataError } from '@stratacrm/sdk';

/** OWASP's second choice for argon2id: 19 MiB, two passes, one lane; about 25 ms of one core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const MIN_LENGTH = 8;
const MAX_LENGTH = 200;

/** Throws `weak_password` for a password that would be guessed at once. */
export async function requireGoodPassword(password: string, email: string): Promise<void> {
  const plain = password.toLowerCase();
  const weak =
    password.length < MIN_LENGTH ||
    password.length > MAX_LENGTH ||
    isOfEmail(plain, email.toLowerCase()) ||
    new Set(plain).size < 3 ||
    (await isCommon(plain));
  if (!weak) return;
  const params = { min: MIN_LENGTH, max: MAX_LENGTH };
  throw new StrataError('weak_password', params, [{ path: 'password', code: 'weak_password', params }]);
}

/** What is tried first against every account: the most frequent in lists of stolen passwords. Read when somebody sets one. */
async function isCommon(plain: string): Promise<boolean> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return dictionary['passwords-common'].includes(plain);
}

/** The e-mail address, or its name with nothing but digits and marks after it: li.wei2026! */
function isOfEmail(plain: string, email: string): boolean {
  const name = email.slice(0, email.indexOf('@'));
  return plain === email || (plain.startsWith(name) && !/[\p{Letter}]/u.test(plain.slice(name.length)));
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** The hash of nothing anybody knows: verifying against it takes as long as against a real one. */
const DECOY = '$argon2id$v=19$m=19456,t=2,p=1$R1p7+LCjEwGJtzXJU4W6jg$S2Rf4F0gaGpOISUFRPWChnDBoP0Y7S+lEz3YD2Fy07U';

/** With null, for a user who does not exist or has no password, it is as slow and says no. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (password.length > MAX_LENGTH) return false;
  const right = await verify(stored ?? DECOY, password).catch(() => false);
  return right && stored !== null;
}

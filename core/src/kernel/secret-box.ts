import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Keeps short secrets so that whoever reads the database alone cannot use them. */
export interface SecretBox {
  /** `of` says whose the secret is: sealed for one, it does not open as another's. */
  seal(secret: Buffer, of: string): Buffer;
  /** Throws when none of the keys sealed it. */
  open(sealed: Buffer, of: string): Buffer;
  /** Sealed at all, and with the key in use. */
  isCurrent(stored: Buffer): boolean;
  isSealed(stored: Buffer): boolean;
}

const KEY_BYTES = 32;
/** A form of its own for whatever may follow this one. */
const FORM = 0x01;
const KEY_ID = 4;
const NONCE = 12;
const TAG = 16;
const HEAD = 1 + KEY_ID + NONCE + TAG;

/** AES-256-GCM. The first key seals; the others still open what they sealed, until everything is sealed anew. */
export function secretBox(keys: readonly Buffer[]): SecretBox {
  const known = keys.map((key) => ({ key, id: createHash('sha256').update(key).digest().subarray(0, KEY_ID) }));
  const current = known[0];
  if (current === undefined || keys.some((key) => key.length !== KEY_BYTES)) throw new Error('Keys have 32 bytes');
  const isSealed = (stored: Buffer): boolean => stored.length > HEAD && stored[0] === FORM;
  const idOf = (stored: Buffer): Buffer => stored.subarray(1, 1 + KEY_ID);
  return {
    seal(secret, of) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(Buffer.from(of));
      const text = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([Buffer.of(FORM), current.id, nonce, cipher.getAuthTag(), text]);
    },
    open(sealed, of) {
      const found = known.find(({ id }) => isSealed(sealed) && id.equals(idOf(sealed)));
      if (found === undefined) throw new Error('The secret was sealed with another key; see STRATA_SECRET_KEY');
      const at = 1 + KEY_ID;
      const cipher = createDecipheriv('aes-256-gcm', found.key, sealed.subarray(at, at + NONCE))
        .setAAD(Buffer.from(of))
        .setAuthTag(sealed.subarray(at + NONCE, HEAD));
      return Buffer.concat([cipher.update(sealed.subarray(HEAD)), cipher.final()]);
    },
    isCurrent: (stored) => isSealed(stored) && current.id.equals(idOf(stored)),
    isSealed,
  };
}

/** Keys as a setting has them: 32 bytes each in base64, the one in use first; undefined for anything else. */
export function parseKeys(text: string): Buffer[] | undefined {
  const keys = text.split(',').map((each) => Buffer.from(each.trim(), 'base64'));
  return keys.every((key) => key.length === KEY_BYTES) ? keys : undefined;
}

export function newKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

import { Secret, TOTP } from 'otpauth';

/** What every authenticator app understands (RFC 6238): SHA-1, six digits, half a minute. */
const PERIOD = 30;
/** A clock may be half a minute off. */
const WINDOW = 1;

export function newFactorSecret(): Buffer {
  return Buffer.from(new Secret({ size: 20 }).bytes);
}

/** The secret as an app takes it: typed, and as the address a QR code carries. */
export interface Enrolment {
  setup_key: string;
  uri: string;
}

export function enrolment(secret: Buffer, issuer: string, account: string): Enrolment {
  const totp = totpOf(secret, issuer, account);
  return { setup_key: totp.secret.base32, uri: totp.toString() };
}

/** The time step a code is for; null when it is for none around now. */
export function stepOf(secret: Buffer, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD) + delta;
}

function totpOf(secret: Buffer, issuer = '', account = 'account'): TOTP {
  const bytes = secret.buffer.slice(secret.byteOffset, secret.byteOffset + secret.byteLength) as ArrayBuffer;
  return new TOTP({ issuer, label: account, secret: new Secret({ buffer: bytes }), period: PERIOD, digits: 6 });
}

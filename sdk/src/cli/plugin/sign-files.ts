import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** What the packer or the signer writes is not signed. */
const UNSIGNED = new Set(['package.json', 'signature.json']);

/** A publisher's private key, and the public one by which workspaces know him. */
export interface PublisherKey {
  /** PEM, to be kept secret. */
  private: string;
  /** Base64 of its 32 bytes. */
  public: string;
}

/** A new Ed25519 key. */
export function newPublisherKey(): PublisherKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { private: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), public: rawPublicKey(privateKey) };
}

/** The public key that belongs to a private one. */
export function publicKeyOf(pem: string): string {
  return rawPublicKey(createPrivateKey(pem));
}

/** What is signed beside the files. */
export interface Signer {
  /** PEM of the private key. */
  key: string;
  publisher: string;
  at?: Date;
}

/** The `signature.json` of a package: a statement with the digest of every file, and its Ed25519 signature. */
export function signFiles(
  files: ReadonlyMap<string, Buffer>,
  { id, version }: { id: string; version: string },
  { key, publisher, at = new Date() }: Signer,
): Buffer {
  const digests = [...files].filter(([path]) => !UNSIGNED.has(path)).map(([path, content]) => [path, sha512(content)]);
  const statement = JSON.stringify({
    format: 1,
    id,
    version,
    publisher,
    signed_at: at.toISOString(),
    files: Object.fromEntries(digests) as Record<string, string>,
  });
  const privateKey = createPrivateKey(key);
  const signature = sign(null, Buffer.from(statement, 'utf8'), privateKey).toString('base64');
  return Buffer.from(`${JSON.stringify({ statement, key: rawPublicKey(privateKey), signature }, null, 2)}\n`);
}

function sha512(content: Buffer): string {
  return `sha512-${createHash('sha512').update(content).digest('base64')}`;
}

/** The last 32 bytes of the DER are the key itself (RFC 8410). */
function rawPublicKey(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
}

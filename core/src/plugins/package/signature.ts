import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { refusedPackage, sha512, type PackageFiles } from './package-files.ts';

/** Who signed a package. */
export interface PackageSignature {
  /** The public key, base64 of its 32 bytes; it is what the workspace trusts. */
  key: string;
  /** What the publisher calls himself; only the key says who it is. */
  publisher: string;
  signed_at: string;
}

/** What is signed: a text, so that nobody has to agree on how JSON is written. */
const envelope = z.strictObject({
  statement: z.string().max(100_000),
  key: z.base64().max(64),
  signature: z.base64().max(128),
});

const statement = z.strictObject({
  format: z.literal(1),
  id: z.string(),
  version: z.string(),
  publisher: z.string().min(1).max(200),
  signed_at: z.iso.datetime(),
  files: z.record(z.string(), z.string()),
});

/** Packers write these two themselves; what they say is held against the manifest instead. */
const UNSIGNED = new Set(['package.json', 'signature.json']);

/** DER of an Ed25519 public key before its 32 bytes (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Who signed the package; null when nobody did. Every file but the two that packers write must be in the statement
 * with the digest it has, so nothing can be changed, added or left out.
 */
export function verifySignature(
  files: PackageFiles,
  manifest: { id: string; version: string },
): PackageSignature | null {
  const file = files.get('signature.json');
  if (file === undefined) return null;
  const { statement: text, key, signature } = parsed(envelope, file.toString('utf8'));
  if (!isSigned(text, key, signature)) throw refused('it does not fit its key', '与公钥不符');
  const said = parsed(statement, text);
  if (said.id !== manifest.id || said.version !== manifest.version)
    throw refused('it is of another package', '属于另一个插件包');
  for (const [path, content] of files) {
    if (UNSIGNED.has(path)) continue;
    if (!Object.hasOwn(said.files, path)) throw refused(`"${path}" was added after signing`, `“${path}”是签名后添加的`);
    if (said.files[path] !== sha512(content))
      throw refused(`"${path}" was changed after signing`, `“${path}”在签名后被修改`);
  }
  const missing = Object.keys(said.files).find((path) => !files.has(path));
  if (missing !== undefined) throw refused(`"${missing}" is missing`, `缺少“${missing}”`);
  return { key, publisher: said.publisher, signed_at: said.signed_at };
}

/** Whether this is the raw form of an Ed25519 public key. */
export function isPublisherKey(key: string): boolean {
  return Buffer.from(key, 'base64').length === 32 && Buffer.from(key, 'base64').toString('base64') === key;
}

function isSigned(text: string, key: string, signature: string): boolean {
  if (!isPublisherKey(key)) return false;
  try {
    const der = Buffer.concat([SPKI_PREFIX, Buffer.from(key, 'base64')]);
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text, 'utf8'), publicKey, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw refused('it cannot be read', '无法读取');
  }
}

function refused(en: string, zh: string): Error {
  return refusedPackage(`its signature is wrong: ${en}`, `签名无效：${zh}`);
}

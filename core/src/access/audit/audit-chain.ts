import { createHash } from 'node:crypto';
import type { AuditEntry, JsonValue } from '@stratacrm/sdk';

/** Everything an entry says; its hash is over this and over the hash before it. */
export type AuditContent = Omit<AuditEntry, 'hash'>;

/** What the first entry follows. */
export const NO_HASH = Buffer.alloc(32);

/**
 * SHA-256 over the hash of the entry before and this entry's content: whoever changes an entry would have to write all
 * later ones anew, and then the last hash is another one than was noted elsewhere.
 */
export function hashOf(previous: Buffer, content: AuditContent): Buffer {
  return createHash('sha256')
    .update(previous)
    .update(canonical(content as unknown as JsonValue))
    .digest();
}

/** JSON with sorted keys: PostgreSQL keeps those of an object in an order of its own. */
function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] as JsonValue)}`).join(',')}}`;
}

import { v5 as uuidV5 } from 'uuid';

/** Name space of the ids of documents that the platform itself makes. */
const namespace = '6f0e1c5a-9d53-5a0c-8a55-1f6b0a3f7d21';

/** A UUID that is always the same for the same parts. */
export function derivedId(...parts: readonly string[]): string {
  return uuidV5(parts.join('/'), namespace);
}

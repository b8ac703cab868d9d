import type { ConnectionKind } from './connection-kind.ts';
import { http } from './http.ts';
import { smtp } from './smtp.ts';

/** Every kind of connection. */
export const CONNECTION_KINDS: readonly ConnectionKind[] = [smtp, http];

export function connectionKind(name: string): ConnectionKind | undefined {
  return CONNECTION_KINDS.find((kind) => kind.name === name);
}

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { StrataError } from '@stratacrm/sdk';
import { TryLater } from '../deliveries/carrier.ts';
import type { OutboundPolicy } from './outbound-policy.ts';

/** One address that was looked at and may be connected to. */
export interface Target {
  address: string;
  family: 4 | 6;
}

/**
 * Resolves a host once and checks every address it has; the connection is then made to the one that is answered, so that
 * nothing can be resolved anew in between. Throws `outbound_refused`, and `TryLater` when the name cannot be resolved now.
 */
export async function resolveTarget(host: string, policy: OutboundPolicy): Promise<Target> {
  const name = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const found = isIP(name) === 0 ? await resolved(name) : [{ address: name, family: isIP(name) }];
  if (!found.every(({ address }) => policy.allows(name, address)))
    throw new StrataError('outbound_refused', { host: name });
  const { address, family } = found[0]!;
  return { address, family: family === 6 ? 6 : 4 };
}

async function resolved(name: string): Promise<{ address: string; family: number }[]> {
  try {
    const found = await lookup(name, { all: true });
    if (found.length > 0) return found;
  } catch {
    // Told below, as with a name that has no address.
  }
  throw new TryLater(new StrataError('outbound_unreachable', { host: name, reason: 'DNS' }));
}

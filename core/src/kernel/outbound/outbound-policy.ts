import { BlockList, isIP } from 'node:net';
import { addRange, isIn, isPublicAddress } from './public-address.ts';

/** Where this server may be sent by those who configure it or write plugins. */
export interface OutboundPolicy {
  allows(host: string, address: string): boolean;
}

/** Public addresses, and what the operator names besides: addresses, ranges, hosts. */
export function outboundPolicy(allowed: readonly string[]): OutboundPolicy {
  const ranges = new BlockList();
  const hosts = new Set(allowed.filter((each) => !addRange(ranges, each)).map((each) => each.toLowerCase()));
  return {
    allows: (host, address) =>
      isIP(address) !== 0 && (isPublicAddress(address) || isIn(ranges, address) || hosts.has(host.toLowerCase())),
  };
}

/** `10.1.0.0/16, intranet.example.com`; undefined when one of them is neither a range nor a host. */
export function parseAllowed(text: string): string[] | undefined {
  const entries = text.split(',').map((each) => each.trim());
  const sound = entries.every(
    (each) => addRange(new BlockList(), each) || /^(?!\d+(\.\d+)*$)[\w-]+(\.[\w-]+)*$/.test(each),
  );
  return sound ? entries : undefined;
}

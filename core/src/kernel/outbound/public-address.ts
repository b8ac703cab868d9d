import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * What no stranger's wish may reach: this machine, the networks behind it, the services of clouds that tell secrets to
 * whoever asks from inside, and what stands for one of them in another notation. After the registries of special-purpose
 * addresses of the IANA.
 */
const CLOSED_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** Outside of 2000::/3 nothing is reachable from everywhere; within it these are not either. */
const CLOSED_IPV6 = ['2001::/23', '2001:db8::/32', '3fff::/20', '5f00::/16'];

const closed = new BlockList();
for (const range of CLOSED_IPV4) addRange(closed, range);
for (const range of CLOSED_IPV6) addRange(closed, range);

const global = new BlockList();
addRange(global, '2000::/3');

/** Adds `10.0.0.0/8`, or one address. Answers whether it was one. */
export function addRange(list: BlockList, range: string): boolean {
  const [address = '', prefix] = range.split('/');
  const family = isIP(address);
  const length = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
  if (family === 0 || !/^\d{0,3}$/.test(prefix ?? '') || length > (family === 4 ? 32 : 128)) return false;
  list.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
  return true;
}

/** Whether the address, and whatever address is wrapped in it, is one that anybody may be sent to. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !closed.check(address, 'ipv4');
  const groups = groupsOf(address);
  if (groups === null) return false;
  const inner = wrapped(groups);
  if (inner !== null) return isPublicAddress(inner);
  return global.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

/** Whether one of the ranges holds the address, or that which is wrapped in it. */
export function isIn(list: BlockList, address: string): boolean {
  if (isIPv4(address)) return list.check(address, 'ipv4');
  const groups = groupsOf(address);
  if (groups === null) return false;
  const inner = wrapped(groups);
  return list.check(address, 'ipv6') || (inner !== null && list.check(inner, 'ipv4'));
}

/** The IPv4 address that an IPv6 one stands for: mapped, compatible, NAT64 or 6to4. */
function wrapped(groups: readonly number[]): string | null {
  const [first, second, ...rest] = groups as [number, number, ...number[]];
  const zeros = (count: number): boolean => groups.slice(0, count).every((group) => group === 0);
  const low = (): string => quads(groups[6]!, groups[7]!);
  // ::/96 compatible, ::ffff:0:0/96 mapped, ::ffff:0:0:0/96 translated. The loopback :: and ::1 come out as 0.0.0.x.
  if (zeros(6) || (zeros(5) && groups[5] === 0xff_ff) || (zeros(4) && groups[4] === 0xff_ff && groups[5] === 0))
    return low();
  // 64:ff9b::/96 and 64:ff9b:1::/48
  if (first === 0x64 && second === 0xff_9b) return low();
  if (first === 0x20_02) return quads(second, rest[0]!);
  return null;
}

function quads(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight groups of an IPv6 address; null when it is none, or names an interface. */
function groupsOf(address: string): number[] | null {
  if (isIP(address) !== 6 || address.includes('%')) return null;
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) =>
    [(Number(a) << 8) | Number(b), (Number(c) << 8) | Number(d)].map((group) => group.toString(16)).join(':'),
  );
  const [head = '', tail] = plain.split('::');
  const read = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return read(head);
  const [before, after] = [read(head), read(tail)];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

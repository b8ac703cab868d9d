/** Who owns whom, by how much: `owner` and `owned` are `account/…` or `contact/…`. */
export interface Stake {
  owner: string;
  owned: string;
  /** In millionths: 1,000,000 is all of it. */
  part: bigint;
}

/** Who in the end owns something, and along which chain most of it. */
export interface UltimateStake {
  owner: string;
  /** In millionths. */
  part: bigint;
  /** From the owner down to what is owned. */
  chain: string[];
}

const WHOLE = 1_000_000_000_000n;
const MILLION = 1_000_000n;
/** What circles on below this is nothing to anybody. */
const LEAST = WHOLE / 10_000_000n;
const ROUNDS = 60;

/**
 * Ultimate ownership along all chains together: the products of the shares of each chain, summed up. Companies that own each
 * other are followed round until what is left is less than a hundred-thousandth of a per cent.
 */
export function ultimateOwners(company: string, stakes: readonly Stake[]): UltimateStake[] {
  const above = Map.groupBy(stakes, ({ owned }) => owned);
  const found = new Map<string, { part: bigint; most: bigint; chain: string[] }>();
  let front = new Map([[company, { part: WHOLE, most: WHOLE, chain: [company] }]]);
  for (let round = 0; round < ROUNDS && front.size > 0; round++) {
    const next: typeof front = new Map();
    for (const [node, { part, most, chain }] of front) {
      for (const stake of above.get(node) ?? []) {
        const share = { part: (part * stake.part) / MILLION, most: (most * stake.part) / MILLION };
        if (share.part < LEAST) continue;
        const ends = stake.owner.startsWith('contact/') || !above.has(stake.owner);
        add(ends ? found : next, stake.owner, { ...share, chain: [stake.owner, ...chain] });
      }
    }
    front = next;
  }
  return [...found]
    .map(([owner, { part, chain }]) => ({ owner, part: (part + MILLION / 2n) / MILLION, chain }))
    .toSorted((a, b) => Number(b.part - a.part));
}

function add(
  into: Map<string, { part: bigint; most: bigint; chain: string[] }>,
  node: string,
  share: { part: bigint; most: bigint; chain: string[] },
): void {
  const present = into.get(node);
  if (present === undefined) into.set(node, share);
  else {
    present.part += share.part;
    if (share.most > present.most) Object.assign(present, { most: share.most, chain: share.chain });
  }
}

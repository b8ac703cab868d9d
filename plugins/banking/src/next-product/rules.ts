/** How many customers of a segment hold a product, and each pair of products. */
export interface Counts {
  /** Segment → customers in it. */
  customers: ReadonlyMap<string, number>;
  /** Segment → product → holders. */
  holders: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Segment → `product product` in the order of their ids → holders of both. */
  pairs: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Who holds one product, holds another more often than others do. */
export interface ProductRule {
  segment: string;
  because: string;
  product: string;
  /** Customers of the segment with the first product: those who are alike. */
  similar: number;
  /** Of them hold the second as well. */
  holders: number;
  /** Share of them, in tenths of a per cent. */
  share: number;
  /** Share among them, divided by that in the whole segment; in hundredths. */
  lift: number;
}

export interface RuleLimits {
  similar: number;
  /** Per cent. */
  share: number;
}

/** Less than this a product is held no more by those who are alike than by others. In hundredths. */
const LEAST_LIFT = 110;

export function pairKey(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

/**
 * Association rules of two products within a segment (support, confidence and lift after Agrawal, Imieliński and Swami,
 * 1993), the strongest first.
 */
export function productRules({ customers, holders, pairs }: Counts, limits: RuleLimits): ProductRule[] {
  const rules: ProductRule[] = [];
  for (const [segment, own] of holders) {
    const all = customers.get(segment) ?? 0;
    for (const [because, similar] of own) {
      for (const [product, inAll] of own) {
        if (product === because || similar < limits.similar) continue;
        const both = pairs.get(segment)?.get(pairKey(because, product)) ?? 0;
        const share = Math.round((both * 1000) / similar);
        const lift = Math.round((both * all * 100) / (similar * inAll));
        if (share >= limits.share * 10 && lift >= LEAST_LIFT)
          rules.push({ segment, because, product, similar, holders: both, share, lift });
      }
    }
  }
  return rules.toSorted((a, b) => b.lift - a.lift || b.share - a.share || b.similar - a.similar);
}

/** Most suggestions a customer has at a time: more are read by nobody. */
const MOST = 3;

/** For a customer who holds these: the strongest rule for each product he lacks and may have. */
export function suggestionsFor(
  rules: readonly ProductRule[],
  customer: { segment: string; holds: ReadonlySet<string> },
  mayHave: (product: string) => boolean,
): ProductRule[] {
  const chosen = new Map<string, ProductRule>();
  for (const rule of rules) {
    const fits =
      rule.segment === customer.segment &&
      customer.holds.has(rule.because) &&
      !customer.holds.has(rule.product) &&
      mayHave(rule.product);
    if (fits && !chosen.has(rule.product)) chosen.set(rule.product, rule);
  }
  return [...chosen.values()].slice(0, MOST);
}

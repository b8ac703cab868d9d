import type { Customer } from './customers.ts';
import { cardNumber } from './numbers.ts';
import { cny, days, month, ref, type Row } from './row.ts';

interface Terms {
  rate: string | null;
  /** Typical balance of the segment. */
  balance: Record<string, number>;
  /** Fees of a month, as a share of the balance in a hundred-thousandth, or a fixed amount. */
  fees?: { part?: number; fixed?: number };
  /** How much the balance grows or shrinks in a month, in per cent. */
  trend: number;
  term?: number;
}

const TERMS: Record<string, Terms> = {
  CA: { rate: '0.1', balance: { mass: 9_800, affluent: 62_000, private: 380_000 }, trend: 0.4 },
  SV: { rate: '0.35', balance: { mass: 31_000, affluent: 140_000, private: 600_000 }, trend: 0.8 },
  TD12: { rate: '1.45', balance: { mass: 40_000, affluent: 320_000, private: 2_600_000 }, trend: 0, term: 365 },
  MG: { rate: '3.55', balance: { mass: 620_000, affluent: 1_450_000, private: 3_900_000 }, trend: -0.5, term: 7300 },
  CL: { rate: '5.4', balance: { mass: 58_000, affluent: 110_000, private: 200_000 }, trend: -2.4, term: 1095 },
  CC: { rate: '12.6', balance: { mass: 6_400, affluent: 14_000, private: 36_000 }, fees: { fixed: 28 }, trend: 0.6 },
  FD: { rate: null, balance: { mass: 20_000, affluent: 260_000, private: 3_200_000 }, fees: { part: 52 }, trend: 1.1 },
  HI: { rate: null, balance: { mass: 0, affluent: 0, private: 0 }, fees: { fixed: 46 }, trend: 0 },
  BCA: { rate: '0.15', balance: { sme: 1_200_000, corporate: 9_500_000, institution: 6_000_000 }, trend: 0.3 },
  BTD: {
    rate: '1.6',
    balance: { sme: 2_000_000, corporate: 16_000_000, institution: 12_000_000 },
    trend: 0,
    term: 365,
  },
  BL: {
    rate: '3.7',
    balance: { sme: 3_400_000, corporate: 28_000_000, institution: 9_000_000 },
    trend: -0.6,
    term: 365,
  },
  TF: {
    rate: '3.25',
    balance: { sme: 1_800_000, corporate: 11_000_000, institution: 2_000_000 },
    fees: { part: 30 },
    trend: 0.9,
    term: 180,
  },
  PM: { rate: null, balance: { sme: 0, corporate: 0, institution: 0 }, fees: { fixed: 640 }, trend: 0 },
  PR: { rate: null, balance: { sme: 0, corporate: 0, institution: 0 }, fees: { fixed: 410 }, trend: 0 },
};

/** Segment → product → which of its customers, in their order, hold it; absent: all. */
const HELD: Record<string, Record<string, readonly number[] | null>> = {
  mass: { CA: null, SV: [0, 1, 2, 4, 6, 7], CC: [0, 3, 4, 5, 6], CL: [3, 4, 5] },
  affluent: {
    CA: null,
    TD12: [0, 2, 3, 5, 7, 8, 9],
    MG: [0, 1, 3, 4, 6, 8, 10],
    CC: [0, 1, 3, 4, 5, 6, 8, 9, 10],
    HI: [0, 1, 3, 4, 6],
    FD: [0, 2, 3, 5, 9],
  },
  private: { CA: null, SV: [0, 2, 3], TD12: null, FD: [0, 1, 3], MG: [0, 2], HI: [0, 2] },
  sme: { BCA: null, BL: [0, 1, 3, 4, 6, 7], PM: [0, 1, 2, 3, 5, 7], PR: [1, 2, 3, 5], TF: [0, 3, 7] },
  corporate: { BCA: null, BTD: [0, 1], BL: null, TF: [1, 2], PM: null, PR: [1] },
  institution: { BCA: null, BTD: null, PR: null },
};

const MONTHS = 13;

interface Held {
  key: string;
  product: string;
  customer: Customer;
  size: number;
  terms: Terms;
}

/** What customers hold: most of what their segment has, each lacking something. */
function held(customers: readonly Customer[]): Held[] {
  const places = new Map<string, number>();
  return customers
    .filter(({ kyc }) => kyc !== null)
    .flatMap((customer, at) => {
      const place = places.get(customer.segment) ?? 0;
      places.set(customer.segment, place + 1);
      return Object.entries(HELD[customer.segment] ?? {})
        .filter(([, holders]) => holders === null || holders.includes(place))
        .map(([product], index): Held => {
          const terms = TERMS[product]!;
          const size = 0.7 + ((at * 7 + index * 5) % 11) / 14;
          return { key: `${customer.key}_${product}`, product, customer, size, terms };
        });
    });
}

export function holdingsOf(customers: readonly Customer[]): { holdings: Row[]; balances: Row[] } {
  const all = held(customers);
  const holdings = all.map(({ key, product, customer, terms }, at): Row => {
    const { object, officer } = customer;
    const opened =
      terms.term === undefined ? -900 - (at % 40) * 21 : -40 - ((at * 53) % Math.min(terms.term - 60, 1500));
    return {
      $key: key,
      number: cardNumber(at),
      product: ref('bank__product', product),
      [object]: ref(object, `bank_${customer.key}`),
      officer: ref('bank__officer', officer),
      owner: ref('user', `bank_${officer}`),
      status: 'active',
      rate: terms.rate,
      opened_on: days(opened),
      ...(terms.term !== undefined && { matures_on: days(opened + terms.term) }),
      ...(product === 'CC' && { credit_limit: cny(50_000) }),
    };
  });
  return { holdings, balances: all.flatMap(balancesOf) };
}

/** Thirteen months, so that the window of twelve has something to leave behind. */
function balancesOf({ key, customer, size, terms }: Held, at: number): Row[] {
  return Array.from({ length: MONTHS }, (_, index): Row => {
    const back = index - MONTHS + 1;
    const drift = 1 + (terms.trend * (index - MONTHS + 1)) / 100;
    const wobble = 1 + (((at * 13 + index * 29) % 17) - 8) / 180;
    const amount = (terms.balance[customer.segment] ?? 0) * size * drift * wobble;
    const fees = (terms.fees?.fixed ?? 0) + (amount * (terms.fees?.part ?? 0)) / 100_000;
    return {
      holding: ref('bank__holding', key),
      date: month(back),
      amount: cny(amount.toFixed(2)),
      ...(fees > 0 && { fees: cny(fees.toFixed(2)) }),
    };
  });
}

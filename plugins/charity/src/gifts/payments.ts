import {
  connector,
  label,
  type CodePart,
  type OutsideRow,
  type PluginHost,
  type PullInput,
  type PullOutput,
} from '@stratacrm/sdk';

/** Where gifts paid by card are asked for. */
export const PAYMENTS_HOST = 'api.stripe.com';
export const PAYMENTS_KEY = 'payments_key';

const PAGE = 100;
const DAY_S = 86_400;
/**
 * So far each run looks back: a payment that was on its way then has arrived now, and a donor who was not known is. What is
 * here already is found by its number and stays as it is.
 */
const OVERLAP_S = 30 * DAY_S;
/** The first run looks so far back. */
const BEGINNING_S = 365 * DAY_S;

/** The times between which payments are read, and the last one of the page before. */
interface Place {
  since: number;
  until: number;
  after: string | null;
}

/** Gifts that donors pay by card, read from the payment provider Stripe. */
export const payments: CodePart = connector(
  {
    name: 'payments',
    label: label('Card payments (Stripe)', '银行卡捐赠（Stripe）'),
    description: label(
      'Payments that succeeded become gifts of the donor who has the payer’s e-mail address.',
      '支付成功的款项按付款人邮箱匹配捐赠人，登记为捐赠。',
    ),
    icon: 'credit-card',
    object: 'give__gift',
    key: 'payment',
    outside: [
      { name: 'payment', label: label('Payment number', '支付单号'), to: 'payment' },
      { name: 'email', label: label('E-mail address of the payer', '付款人邮箱'), to: 'donor.email' },
      { name: 'amount', label: label('Amount', '金额'), to: 'amount' },
      { name: 'paid_on', label: label('Paid on', '支付日期'), to: 'received_on' },
      { name: 'text', label: label('Text of the payment', '支付说明'), to: 'note' },
      { name: 'method', label: label('Way of paying', '支付方式'), to: 'method' },
      { name: 'payer', label: label('Name of the payer', '付款人姓名') },
    ],
    pull: { schedule: '*/30 * * * *' },
  },
  { pull: readPayments },
);

export async function readPayments({ cursor, settings }: PullInput, host: PluginHost): Promise<PullOutput> {
  const now = Math.floor(Date.parse(host.now()) / 1_000);
  const place = placeOf(cursor, now);
  const query = [
    `limit=${PAGE}`,
    `created[gte]=${place.since}`,
    `created[lt]=${place.until}`,
    ...(place.after === null ? [] : [`starting_after=${place.after}`]),
  ].join('&');
  const { status, body } = await host.fetch(`https://${PAYMENTS_HOST}/v1/charges?${query}`, {
    headers: { authorization: { ...host.secret(PAYMENTS_KEY), before: 'Bearer ' } },
    as: 'json',
  });
  if (status === 401 || status === 403)
    host.refuse(
      label(
        'Stripe refuses the key. Put a restricted key that may read charges into the settings.',
        'Stripe 拒绝了密钥。请在设置中填写可读取 charges 的受限密钥。',
      ),
    );
  const page = body as unknown as { data?: Charge[]; has_more?: boolean };
  if (status !== 200 || !Array.isArray(page.data)) throw new Error(`Stripe answers ${status}`);
  const last = page.data.at(-1);
  const more = page.has_more === true && last !== undefined;
  const hours = Number(settings['payments_hours'] ?? 0);
  return {
    rows: page.data.filter(({ paid, refunded }) => paid && !refunded).map((charge) => giftOf(charge, hours)),
    cursor: more ? { ...place, after: last.id } : { since: place.until - OVERLAP_S, until: 0, after: null },
    more,
  };
}

/** A place with an end goes on where it was; from any other it is read until now. */
function placeOf(cursor: PullInput['cursor'], now: number): Place {
  const place = cursor as unknown as Place | null;
  if (place === null) return { since: now - BEGINNING_S, until: now, after: null };
  return place.until === 0 ? { ...place, until: now } : place;
}

/** A payment, as far as it is looked at. */
interface Charge {
  id: string;
  amount: number;
  currency: string;
  created: number;
  paid: boolean;
  refunded: boolean;
  description: string | null;
  receipt_email: string | null;
  billing_details: { email: string | null; name: string | null };
}

function giftOf(
  { id, amount, currency, created, description, receipt_email, billing_details: payer }: Charge,
  hours: number,
): OutsideRow {
  const code = currency.toUpperCase();
  return {
    payment: id,
    email: payer.email ?? receipt_email,
    amount: { amount: inUnits(amount, code), currency: code },
    paid_on: new Date((created + hours * 3_600) * 1_000).toISOString().slice(0, 10),
    text: description,
    method: 'card',
    payer: payer.name,
  };
}

/** Currencies without a smaller unit, by ISO 4217; those of three places come in thousandths. */
const WHOLE = [
  'BIF',
  'CLP',
  'DJF',
  'GNF',
  'JPY',
  'KMF',
  'KRW',
  'MGA',
  'PYG',
  'RWF',
  'UGX',
  'VND',
  'VUV',
  'XAF',
  'XOF',
  'XPF',
];
const THOUSANDTHS = ['BHD', 'JOD', 'KWD', 'OMR', 'TND'];

function inUnits(amount: number, currency: string): string {
  if (WHOLE.includes(currency)) return String(amount);
  return THOUSANDTHS.includes(currency) ? (amount / 1_000).toFixed(3) : (amount / 100).toFixed(2);
}

let known: ReadonlySet<string> | undefined;

/** Whether it is an ISO 4217 code. */
export function isCurrencyCode(code: string): boolean {
  known ??= new Set(Intl.supportedValuesOf('currency'));
  return known.has(code);
}

const digits = new Map<string, number>();

/** Digits after the point that a currency uses: 2 for most, 0 for JPY, 3 for KWD. */
export function minorDigits(code: string): number {
  let found = digits.get(code);
  if (found === undefined) {
    found =
      new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits ?? 2;
    digits.set(code, found);
  }
  return found;
}

const SIGNS: Record<string, string> = {
  US$: 'USD',
  HK$: 'HKD',
  NT$: 'TWD',
  A$: 'AUD',
  C$: 'CAD',
  S$: 'SGD',
  NZ$: 'NZD',
  'CN¥': 'CNY',
  'JP¥': 'JPY',
  '€': 'EUR',
  '£': 'GBP',
  '₩': 'KRW',
  '₹': 'INR',
  '฿': 'THB',
  '₫': 'VND',
  '₽': 'RUB',
  '₺': 'TRY',
  '₱': 'PHP',
  RMB: 'CNY',
  人民币: 'CNY',
  元: 'CNY',
  圆: 'CNY',
  美元: 'USD',
  美金: 'USD',
  欧元: 'EUR',
  英镑: 'GBP',
  日元: 'JPY',
  港元: 'HKD',
  港币: 'HKD',
  新台币: 'TWD',
};

const DOLLARS = new Set(['USD', 'AUD', 'CAD', 'HKD', 'NZD', 'SGD', 'TWD', 'MXN']);

/** The code that a sign or word stands for; `$` and `¥` mean the workspace's own where that is a dollar or yen. */
export function currencyOfSign(sign: string, workspaceCurrency: string): string | undefined {
  if (sign === '') return workspaceCurrency;
  if (sign === '$') return DOLLARS.has(workspaceCurrency) ? workspaceCurrency : 'USD';
  if (sign === '¥') return workspaceCurrency === 'JPY' ? 'JPY' : 'CNY';
  const upper = sign.toUpperCase();
  return Object.hasOwn(SIGNS, upper) ? SIGNS[upper] : isCurrencyCode(upper) ? upper : undefined;
}

import type { FieldDocument } from '../../documents/field.ts';
import { decimalPattern, MAX_SCALE, parseDecimal } from '../decimal-value.ts';
import { invalidFormat, wrongType } from '../failure.ts';
import type { FieldType, Parsed, ValueContext } from '../field-type.ts';
import { formatAmount } from '../number-format.ts';
import { suggestionAmong } from '../../suggestion.ts';
import { maxSetting, minSetting, scaleSetting } from '../settings.ts';
import { plainText } from '../text-value.ts';
import { traits } from '../traits.ts';
import { readWrittenNumber } from '../written-number.ts';
import { currencyOfSign, isCurrencyCode, minorDigits } from './currency-code.ts';

const AMOUNT = {
  en: 'an amount such as {"amount":"12.50","currency":"CNY"}',
  zh: '金额（例如 {"amount":"12.50","currency":"CNY"}）',
};
/** As people write it, in a cell or a file. */
const WRITTEN = { en: 'an amount such as 12.50 or CNY 12.50', zh: '金额（例如 12.50 或 CNY 12.50）' };
const CODE = { en: 'an ISO 4217 currency code', zh: 'ISO 4217 币种代码' };

function scaleOf(field: FieldDocument, currency: string): number {
  return field.scale ?? minorDigits(currency);
}

function parseAmount(amount: unknown, currency: unknown, field: FieldDocument): Parsed {
  if (typeof currency !== 'string') return wrongType(currency, CODE);
  if (!isCurrencyCode(currency)) return invalidFormat(currency, CODE);
  const parsed = parseDecimal(amount, scaleOf(field, currency), field);
  return parsed.ok ? { ok: true, value: { amount: parsed.value, currency } } : parsed;
}

function parseCurrency(input: unknown, field: FieldDocument, context: ValueContext): Parsed {
  if (typeof input === 'number' || typeof input === 'string') return parseAmount(input, context.currency, field);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return wrongType(input, AMOUNT);
  const { amount, currency = context.currency, ...rest } = input as Record<string, unknown>;
  const [extra] = Object.keys(rest);
  if (extra !== undefined)
    return {
      ok: false,
      code: 'unknown_property',
      params: { name: extra, suggestion: suggestionAmong(extra, ['amount', 'currency']) },
    };
  return parseAmount(amount, currency, field);
}

/** `¥1,234.50` · `USD 12` · `12.50 €` · `-$3` · `120万元`; without a sign the workspace currency. */
function readWrittenAmount(text: string, field: FieldDocument, context: ValueContext): Parsed {
  const plain = plainText(text);
  const found = /^([-+(]?) ?([^\d\s().,+-]*) ?([-+]?[\d.][\d.,' ’]*[千万萬亿億]?) ?([^\d\s().,+-]*)(\)?)$/u.exec(plain);
  if (found === null) return invalidFormat(text, WRITTEN);
  const [, open, before, digits, after, close] = found as unknown as [string, string, string, string, string, string];
  const number = readWrittenNumber(`${open}${digits.trim()}${close}`);
  const currency =
    before !== '' && after !== ''
      ? sameCurrency(before, after, context)
      : currencyOfSign(before + after, context.currency);
  if (number === null || currency === undefined) return invalidFormat(text, WRITTEN);
  return parseAmount(number, currency, field);
}

/** `CNY 12 元`: both must mean the same. */
function sameCurrency(before: string, after: string, context: ValueContext): string | undefined {
  const currency = currencyOfSign(before, context.currency);
  return currency === currencyOfSign(after, context.currency) ? currency : undefined;
}

export const currency: FieldType = {
  name: 'currency',
  label: { en: 'Amount', zh: '金额' },
  description: {
    en: 'Money with its currency; compared and summed in the workspace currency.',
    zh: '带币种的金额，按工作区币种比较与汇总。',
  },
  icon: 'coins',
  editor: 'money',
  settings: [
    {
      ...scaleSetting(MAX_SCALE),
      help: { en: 'Empty: as many as the currency uses.', zh: '留空则按币种惯例。' },
    },
    minSetting,
    maxSetting,
    {
      name: 'rate_date',
      type: 'field',
      label: { en: 'Exchange rate of', zh: '汇率日期' },
      help: {
        en: 'The date by whose rate the amount is converted. Empty: the day the record is made.',
        zh: '按该日期的汇率折算；留空则按记录的创建日期。',
      },
      needs: 'bucketable',
    },
  ],
  storage: 'money',
  traits: traits({ sortable: true, groupable: true, summable: true }),
  expressionType: () => ({ type: 'decimal' }),
  parse: parseCurrency,
  fromText: readWrittenAmount,
  format(value, field, context) {
    const { amount, currency: code } = value as { amount: string; currency: string };
    return formatAmount(amount, code, context.locale, scaleOf(field, code), context.currency);
  },
  written(value, context, into) {
    const { amount, currency: code } = value as { amount: string; currency: string };
    // A bare number says the same only where the currency goes without saying.
    const isNumber = into === 'int' || into === 'decimal';
    return isNumber && code === context.currency ? amount : `${amount} ${code}`;
  },
  jsonSchema: (field) => ({
    type: 'object',
    properties: {
      amount: { type: 'string', pattern: decimalPattern(field.scale ?? MAX_SCALE) },
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    },
    required: ['amount', 'currency'],
    additionalProperties: false,
  }),
};

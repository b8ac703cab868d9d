import { formatDate, formatInstant, formatInstantsDay } from '../field-types/date-format.ts';
import { minorDigits } from '../field-types/currency/currency-code.ts';
import { formatAmount } from '../field-types/number-format.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { RecordTypes } from '../plugin/host.ts';
import { awaitPort } from './await-port.ts';
import type { Connection } from './connection.ts';
import type { PickedRecord } from './context.ts';
import type { Frame } from './frame.ts';
import { recordHost } from './record-host.ts';
import type { Screen } from './screen.ts';
import { wear } from './wear.ts';

// From the first moment on: the port comes once, whenever the code asks for it.
const frame = globalThis as unknown as Partial<Frame>;
const connection = frame.document === undefined ? null : awaitPort(frame as Frame);

/**
 * Connects the screen with the Studio around it, once, and dresses it: design tokens as CSS variables, language, dark or
 * light, and a height that follows its content.
 */
export async function connect<Types extends { [Name in keyof Types]: object } = RecordTypes>(): Promise<Screen<Types>> {
  if (connection === null) throw new Error('A screen is connected in the frame that Strata opens for it');
  return screenOf<Types>(await connection, frame as Frame);
}

/** The screen of a connection; `connect` makes it for the frame it runs in. */
export function screenOf<Types extends { [Name in keyof Types]: object } = RecordTypes>(
  connection: Connection,
  frame: Frame,
): Screen<Types> {
  const height = wear(connection, frame);
  connection.tell('ready');
  return {
    get context() {
      return connection.context;
    },
    get locale() {
      return connection.surroundings.locale;
    },
    get timeZone() {
      return connection.surroundings.time_zone;
    },
    get homeCurrency() {
      return connection.surroundings.currency;
    },
    get theme() {
      return connection.surroundings.theme;
    },
    get user() {
      return connection.surroundings.user;
    },
    get plugin() {
      return connection.surroundings.plugin;
    },
    records: recordHost<Types>(connection),
    call: (name, input = null) => connection.ask('call', { name, input }),
    setting: (name) => connection.ask('setting', { name }),

    text: (label: Label) => label[connection.surroundings.locale],
    number: (value, options) =>
      new Intl.NumberFormat(connection.surroundings.locale === 'zh' ? 'zh-CN' : 'en', options).format(Number(value)),
    currency(amount, currency) {
      const { locale, currency: home } = connection.surroundings;
      return formatAmount(String(amount), currency, locale, minorDigits(currency), home);
    },
    date(value) {
      const { locale, time_zone } = connection.surroundings;
      // A date is the same day everywhere.
      return value.length === 10 ? formatDate(value, locale) : formatInstantsDay(value, locale, time_zone);
    },
    datetime: (value) => formatInstant(value, connection.surroundings.locale, connection.surroundings.time_zone),

    confirm: async (question) => (await connection.ask('confirm', { ...question })) === true,
    async alert(question) {
      await connection.ask('alert', { ...question });
    },
    pickRecord: async (object, options = {}) =>
      (await connection.ask('pick_record', { object, ...options })) as unknown as PickedRecord | null,
    toast: (text, kind = 'done') => connection.tell('toast', { text, kind }),
    async open(target) {
      await connection.ask('open', target as unknown as JsonObject);
    },

    resize: (pixels) => height.fix(pixels),
    setValue: (value: JsonValue, { error } = {}) => connection.tell('value', { value, error: error ?? null }),
    done: (result = null) => connection.tell('done', { result }),
    cancel: () => connection.tell('cancel'),
    on: (event, listener) => connection.on(event, listener),
  };
}

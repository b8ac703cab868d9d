import { StrataError } from '@stratacrm/sdk';
import { textOf, type HostCall, type HostMethod } from './host-call.ts';

/** Numbers and dates as people read them. Isolates have no Intl: its memory is counted by nobody there. */
export const formatMethods: Readonly<Record<string, HostMethod>> = {
  'format.number': (call) => Promise.resolve(numberOf(call, 'value', {})),
  'format.currency'(call) {
    const currency = textOf(call, 'currency', 3);
    if (!/^[A-Z]{3}$/.test(currency)) throw wrong(call, '"currency", a code of ISO 4217');
    return Promise.resolve(numberOf(call, 'amount', { style: 'currency', currency }));
  },
  'format.date': (call) => Promise.resolve(moment(call, { dateStyle: 'medium' })),
  'format.datetime': (call) => Promise.resolve(moment(call, { dateStyle: 'medium', timeStyle: 'short' })),
};

function numberOf(call: HostCall, name: string, options: Intl.NumberFormatOptions): string {
  const value = Number(call.given[name]);
  if (!Number.isFinite(value)) throw wrong(call, `"${name}", a number`);
  return new Intl.NumberFormat(localeOf(call), options).format(value);
}

function moment(call: HostCall, options: Intl.DateTimeFormatOptions): string {
  const text = textOf(call, 'value', 40);
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw wrong(call, '"value", a date or a moment');
  // A date is the same day everywhere.
  const timeZone = /^\d{4}-\d{2}-\d{2}$/.test(text) ? 'UTC' : call.ctx.actor.timeZone;
  return new Intl.DateTimeFormat(localeOf(call), { ...options, timeZone }).format(at);
}

function localeOf({ ctx }: HostCall): string {
  return ctx.locale === 'zh' ? 'zh-CN' : 'en';
}

function wrong({ method }: HostCall, expected: string): StrataError {
  return new StrataError('plugin_bad_argument', { method, expected });
}

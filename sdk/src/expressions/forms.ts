import type { Label } from '../label.ts';

interface Form {
  signature: string;
  doc: Label;
  example: string;
}

/** What is written like a function but takes part in the syntax: literals, tests, conversions. */
export const FORMS = {
  has: {
    signature: 'has(field)',
    doc: { en: 'Whether the field has a value; the same as field != null.', zh: '字段是否有值，等同于 字段 != null。' },
    example: 'has(record.amount)',
  },
  changed: {
    signature: 'changed("field")',
    doc: { en: 'Whether this save changes the field. Only in rules.', zh: '本次保存是否修改了该字段，仅用于规则。' },
    example: 'changed("stage")',
  },
  date: {
    signature: 'date("2026-11-21")',
    doc: { en: 'A date; or the date a time falls on in your time zone.', zh: '日期；或某时刻在您所在时区的日期。' },
    example: 'date(record.created_at) == date("2026-11-21")',
  },
  timestamp: {
    signature: 'timestamp("2026-11-21T09:00:00Z")',
    doc: { en: 'A time; or the time a date begins in your time zone.', zh: '时刻；或某日期在您所在时区开始的时刻。' },
    example: 'record.created_at >= timestamp("2026-11-21T09:00:00+08:00")',
  },
  duration: {
    signature: 'duration("36h")',
    doc: { en: 'A length of time of d, h, m, s and ms: "1d12h".', zh: '时长，由 d、h、m、s、ms 组成，如 "1d12h"。' },
    example: 'record.created_at > now() - duration("36h")',
  },
  text: {
    signature: 'text(value)',
    doc: { en: 'A number, date, reference or yes/no as a text.', zh: '把数值、日期、引用或是/否转换为文本。' },
    example: 'text(record.employees) + " people" != ""',
  },
} satisfies Record<string, Form>;

export type FormName = keyof typeof FORMS;

export function isFormName(name: string): name is FormName {
  return Object.hasOwn(FORMS, name);
}

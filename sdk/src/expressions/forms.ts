import type { Label } from '../label.ts';

interface Form {
  signature: string;
  doc: Label;
  /** Over the sample opportunity of the documentation's tests. */
  example: string;
  /** Written after a dot: always, or as well. */
  method?: 'only' | 'also';
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
  exists: {
    method: 'only',
    signature: 'list.exists(x, condition)',
    doc: { en: 'Whether the condition holds for at least one item x.', zh: '列表中是否至少有一项 x 满足条件。' },
    example: 'record.tags.exists(t, t.startsWith("vip"))',
  },
  all: {
    method: 'only',
    signature: 'list.all(x, condition)',
    doc: {
      en: 'Whether the condition holds for every item x; so it does when there are none.',
      zh: '列表中的每一项 x 是否都满足条件；没有任何项时为是。',
    },
    example: 'record.lines.all(l, l.quantity > 0)',
  },
  exists_one: {
    method: 'only',
    signature: 'list.exists_one(x, condition)',
    doc: { en: 'Whether the condition holds for exactly one item x.', zh: '列表中是否恰好有一项 x 满足条件。' },
    example: 'record.lines.exists_one(l, l.quantity > 10)',
  },
  filter: {
    method: 'only',
    signature: 'list.filter(x, condition)',
    doc: { en: 'The items x of which the condition is true.', zh: '满足条件的项 x 组成的列表。' },
    example: 'record.tags.filter(t, t != "vip").exists(t, t.startsWith("v"))',
  },
  count: {
    method: 'only',
    signature: 'list.count(x, condition)',
    doc: { en: 'How many items x the condition is true of.', zh: '满足条件的项 x 有多少个。' },
    example: 'record.lines.count(l, l.quantity > 10) >= 2',
  },
  related: {
    method: 'also',
    signature: 'related("object.field")',
    doc: {
      en: 'The records of an object whose field points here: related("contact.account") are an account\'s contacts. After a dot: those that point to that record.',
      zh: '另一对象中通过某字段指向本记录的所有记录，例如客户上的 related("contact.account")；写在点号之后则取指向该记录的记录。',
    },
    example: 'record.account.related("opportunity.account").size() > 1',
  },
  is_under: {
    method: 'also',
    signature: 'reference.is_under(record)',
    doc: {
      en: 'Whether a record is the other one or lies beneath it in their hierarchy, at whatever depth.',
      zh: '某记录是否就是另一记录，或在层级中位于其下（不限层数）。',
    },
    example: 'record.account.is_under("0190a000-0000-7000-8000-000000000001")',
  },
} satisfies Record<string, Form>;

export type FormName = keyof typeof FORMS;

export function isFormName(name: string): name is FormName {
  return Object.hasOwn(FORMS, name);
}

/** How a form may be written. */
export function formMethod(name: FormName): 'only' | 'also' | 'never' {
  const form: Form = FORMS[name];
  return form.method ?? 'never';
}

import { NOTIFY_BY_MAIL, type Label, type Locale } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { Queryable } from '../kernel/database.ts';
import type { Outside } from '../kernel/deliveries/outside.ts';
import { mailWish } from '../kernel/mail/mail.ts';
import { announceWork } from '../records/live/work-channel.ts';

/** What people are told. */
export interface Notice {
  /** Ids of users. */
  people: readonly string[];
  title: Label;
  about: { object: string; record: string } | null;
  run?: string;
  /** They are told by a mail of its own. */
  mailed?: true;
}

/** What else telling takes: the way out for mail, and the words and addresses of a mail. */
export interface NotifyParts {
  outside: Outside;
  recordLink(object: string, id: string): string;
  /** A text as a mail. */
  mail(subject: string, text: string, locale: Locale): { subject: string; html: string; text: string };
}

/** Tells people in the product, in the transaction in which it happens; and by mail whoever wants that. */
export async function notifyPeople(db: Queryable, parts: NotifyParts, notice: Notice): Promise<void> {
  const { people, title, about, run } = notice;
  const rows = [...new Set(people)].map((user) => ({ id: v7(), user }));
  if (rows.length === 0) return;
  await db.query(
    `insert into core.notification (id, user_id, title, object, record_id, run_id)
     select r.id, r."user", $2::jsonb, $3, $4, $5 from json_to_recordset($1::json) as r(id uuid, "user" uuid)`,
    [JSON.stringify(rows), JSON.stringify(title), about?.object ?? null, about?.record ?? null, run ?? null],
    'notify',
  );
  await announceWork(
    db,
    rows.map(({ user }) => user),
  );
  if (notice.mailed !== true) await alsoByMail(db, parts, notice, rows);
}

async function alsoByMail(
  db: Queryable,
  { outside, mail, recordLink }: NotifyParts,
  { title, about }: Notice,
  rows: readonly { id: string; user: string }[],
): Promise<void> {
  const { rows: readers } = await db.query<{ id: string; email: string; locale: Locale }>(
    `select u.id, u.email, u.locale from core."user" u join core.preference p on p.user_id = u.id
     where u.id = any($1::uuid[]) and u.active and u.deleted_at is null and p.key = $2 and p.value = 'true'::jsonb`,
    [rows.map(({ user }) => user), NOTIFY_BY_MAIL],
    'notify_by_mail',
  );
  for (const { id, email, locale } of readers) {
    const link = about === null ? '' : recordLink(about.object, about.record);
    const text = title[locale] || title[locale === 'en' ? 'zh' : 'en'];
    const message = { to: email, ...mail(text, link === '' ? text : `${text}\n\n${link}`, locale) };
    await outside.request(db, { ...mailWish([message]), key: `notice/${rows.find(({ user }) => user === id)!.id}` });
  }
}

import type { Label } from '../label.ts';

/** Something a person is told in the product. */
export interface NotificationInfo {
  id: string;
  title: Label;
  /** What it is about; null when about no record. */
  object: string | null;
  record: string | null;
  at: string;
  read: boolean;
}

/** A page of them, newest first. */
export interface NotificationPage {
  data: NotificationInfo[];
  /** The `before` of the next page. */
  next: string | null;
  /** How many are not read yet, on all pages. */
  unread: number;
}

/** Key of the preference by which a person gets what he is told by mail too. */
export const NOTIFY_BY_MAIL = 'notify_by_mail';

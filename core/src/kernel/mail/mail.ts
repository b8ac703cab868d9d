import type { JsonValue } from '@stratacrm/sdk';
import type { DeliveryWish } from '../deliveries/delivery.ts';

/** Kind of the deliveries that are mail. */
export const MAIL = 'mail';

/** One mail to one person. */
export interface MailMessage {
  to: string;
  subject: string;
  /** Formatted; `text` is the same without format, for those who read without. */
  html: string;
  text: string;
  /** Where an answer goes; absent: to the sender. */
  reply_to?: string;
}

/** Mails as the payload of one delivery; whoever is among them gets one of his own and sees nobody else. */
export function mailWish(messages: readonly MailMessage[]): Pick<DeliveryWish, 'kind' | 'payload' | 'sample'> {
  const sample = { sent: messages.map(({ to }) => to) };
  return { kind: MAIL, payload: { messages } as unknown as JsonValue, sample };
}

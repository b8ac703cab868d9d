import { createHash } from 'node:crypto';
import type { JsonValue } from '@stratacrm/sdk';
import type { Carrier, DeliveryTry } from '../deliveries/carrier.ts';
import type { MailMessage } from './mail.ts';
import { sendMail } from './send-mail.ts';
import { mailServer, type MailParts, type MailServer } from './mail-server.ts';

/** Sends mail through the mail server of the workspace. */
export function mailCarrier(parts: MailParts): Carrier {
  return {
    async perform({ key, payload, signal }: DeliveryTry): Promise<JsonValue> {
      const { messages } = payload as unknown as { messages: MailMessage[] };
      const server = await mailServer(parts);
      for (const [index, message] of messages.entries()) {
        signal.throwIfAborted();
        await sendOnce(parts, server, message, messageId(key, index, server.from));
      }
      return {
        sent: messages.map(({ to }) => to),
        message_ids: messages.map((_, index) => messageId(key, index, server.from)),
      };
    },
  };
}

/** The same at every try, so that a server or a reader that sees it twice can tell. */
function messageId(key: string, index: number, from: string): string {
  const digest = createHash('sha256').update(`${key} ${index}`).digest('hex').slice(0, 40);
  return `<${digest}@${/@([\w.-]+)/.exec(from)?.[1] ?? 'strata'}>`;
}

async function sendOnce({ db }: MailParts, server: MailServer, message: MailMessage, id: string): Promise<void> {
  const { rows } = await db.query('select from core.sent_mail where message_id = $1', [id]);
  if (rows.length > 0) return;
  await sendMail(server, message, id);
  await db.query(
    'insert into core.sent_mail (message_id, recipient, subject) values ($1, $2, $3) on conflict do nothing',
    [id, message.to, message.subject],
  );
}

import { StrataError } from '@stratacrm/sdk';
import { createTransport } from 'nodemailer';
import { TryLater } from '../deliveries/carrier.ts';
import type { MailMessage } from './mail.ts';
import type { MailServer } from './mail-server.ts';

/** Seconds that each stage of the conversation may take. */
const STAGE_MS = 20_000;

/** Hands one mail over. Throws `mail_refused`, and `TryLater` when the server is away or asks for patience. */
export async function sendMail(server: MailServer, message: MailMessage, id: string): Promise<void> {
  const { from, ...how } = server;
  const transport = createTransport({
    ...how,
    connectionTimeout: STAGE_MS,
    greetingTimeout: STAGE_MS,
    socketTimeout: STAGE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { to, subject, html, text, reply_to: replyTo } = message;
    await transport.sendMail({
      from,
      to: { name: '', address: to },
      subject,
      html,
      text,
      messageId: id,
      ...(replyTo !== undefined && { replyTo: { name: '', address: replyTo } }),
      // So that no holiday notice answers it.
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  } catch (error) {
    throw refusal(error, message.to);
  } finally {
    transport.close();
  }
}

function refusal(error: unknown, to: string): Error {
  const { responseCode, response, code, message } = error as {
    responseCode?: number;
    response?: string;
    code?: string;
    message?: string;
  };
  const reason = (response ?? message ?? code ?? '').slice(0, 300);
  const told = new StrataError('mail_refused', { to, reason });
  // 5xx is a no for good; everything else may be over in a while. A password that is wrong is mended by nobody's waiting.
  return code === 'EAUTH' || (responseCode !== undefined && responseCode >= 500) ? told : new TryLater(told);
}

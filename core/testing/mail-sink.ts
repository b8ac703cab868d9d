import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { atFileEnd } from './file-end.ts';

/** A mail that reached the server, with whom it was for by the envelope. */
export interface SunkMail extends Email {
  readers: string[];
}

/** A real SMTP server that keeps what it is sent. */
export interface MailSink {
  readonly port: number;
  readonly url: URL;
  readonly mails: SunkMail[];
  /** Answers each recipient from now on with this code and text; null takes them again. */
  refuse(answer: { code: number; text: string } | null): void;
}

/** Listens until the tests of the file have ended. */
export async function mailSink(): Promise<MailSink> {
  const mails: SunkMail[] = [];
  let refusal: { code: number; text: string } | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      done(refusal === null ? null : Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const readers = session.envelope.rcptTo.map(({ address }) => address);
        void keep(Buffer.concat(pieces), readers, done);
      });
    },
  });
  async function keep(raw: Buffer, readers: string[], done: () => void): Promise<void> {
    mails.push({ ...(await PostalMime.parse(raw)), readers });
    done();
  }
  server.on('error', () => {});
  const listener = server.listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => listener.once('listening', resolve));
  const { port } = listener.address() as AddressInfo;
  atFileEnd(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return {
    port,
    url: new URL(`smtp://127.0.0.1:${port}`),
    mails,
    refuse(answer) {
      refusal = answer;
    },
  };
}

import PostalMime, { type Attachment } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Log } from '../log.ts';
import { StartupError } from '../startup-error.ts';

/** A file that came with a mail. */
export interface MailFile {
  name: string;
  /** The media type it claims to be of. */
  type: string;
  content: Uint8Array;
}

/** A mail that somebody has handed over. */
export interface IncomingMail {
  to: string[];
  from: string;
  name: string;
  subject: string;
  text: string;
  files: MailFile[];
  messageId: string;
}

export interface MailReceiverOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  /** Whether anybody waits for mail to this address. */
  knows(address: string): boolean;
  /** Takes it for good; what it throws makes the sender try again later. */
  take(mail: IncomingMail): Promise<void>;
}

/** The largest mail that is taken. */
const MOST_BYTES = 20 * 1_048_576;

/** Takes mail for the addresses that are known, and for no other: nothing is passed on. Answers with the way to stop. */
export async function startMailReceiver(options: MailReceiverOptions): Promise<() => Promise<void>> {
  const { host, port, log, knows, take } = options;
  const takeIn = async (raw: Buffer, to: string[], done: (error?: Error) => void): Promise<void> => {
    try {
      await take(await read(raw, to));
    } catch (error) {
      log.warn('A mail could not be taken; its sender tries again', { error });
      return done(refusal(451, 'Try again later'));
    }
    done();
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MOST_BYTES,
    maxClients: 50,
    socketTimeout: 60_000,
    onRcptTo({ address }, _session, done) {
      done(knows(address) ? null : refusal(550, 'No such address here'));
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => stream.sizeExceeded || pieces.push(piece));
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(refusal(552, 'Too large'));
        const to = session.envelope.rcptTo.map(({ address }) => address);
        void takeIn(Buffer.concat(pieces), to, done);
      });
    },
  });
  server.on('error', (error: Error) => log.debug('A sender of mail broke off', { error }));
  const listening = server.listen(port, host);
  await new Promise<void>((resolve, reject) => {
    listening.once('listening', resolve);
    listening.once('error', (error) =>
      reject(
        new StartupError(`Mail cannot be received on ${host}:${port} (${error.message}). Check STRATA_MAIL_IN_PORT.`),
      ),
    );
  });
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

async function read(raw: Buffer, to: string[]): Promise<IncomingMail> {
  const mail = await PostalMime.parse(raw);
  const from = mail.from !== undefined && 'address' in mail.from ? (mail.from.address ?? '') : '';
  return {
    to,
    from: from.toLowerCase(),
    name: mail.from?.name ?? '',
    subject: mail.subject ?? '',
    text: (mail.text ?? '').replaceAll('\0', ''),
    files: mail.attachments.filter(({ related }) => related !== true).map(fileOf),
    messageId: mail.messageId ?? `${from} ${mail.date ?? ''} ${mail.subject ?? ''}`.slice(0, 300),
  };
}

/** Pictures within the text are no files: they are `related` and left out. */
function fileOf({ filename, mimeType, content }: Attachment): MailFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
  return { name: filename ?? '', type: mimeType, content: bytes };
}

import { StrataError } from '@stratacrm/sdk';
import type { Config } from '../config.ts';
import { openConnection, type Connection } from '../connections/connection.ts';
import type { Queryable } from '../database.ts';
import type { OutboundPolicy } from '../outbound/outbound-policy.ts';
import { resolveTarget } from '../outbound/resolve-target.ts';
import type { SecretBox } from '../secret-box.ts';

/** How the server is spoken to that mail goes through. */
export interface MailServer {
  host: string;
  port: number;
  /** TLS from the first byte. */
  secure: boolean;
  requireTLS: boolean;
  auth?: { user: string; pass: string };
  tls: { servername: string };
  from: string;
}

export interface MailParts {
  db: Queryable;
  secrets: SecretBox;
  config: Pick<Config, 'smtpUrl' | 'mailFrom'>;
  outbound: OutboundPolicy;
}

/** Name of the connection that is the mail server of the workspace. */
export const MAIL_CONNECTION = 'mail';

/** The mail server of the workspace, else that of the operator. Throws `no_mail_server`, `outbound_refused`. */
export async function mailServer({ db, secrets, config, outbound }: MailParts): Promise<MailServer> {
  const connection = await openConnection(db, secrets, MAIL_CONNECTION);
  if (connection !== null) return ofConnection(connection, outbound);
  if (config.smtpUrl === null) throw new StrataError('no_mail_server');
  return ofUrl(config.smtpUrl, config.mailFrom);
}

/** Whether there is one at all, however it fares. */
export async function hasMailServer({ db, config }: Pick<MailParts, 'db' | 'config'>): Promise<boolean> {
  if (config.smtpUrl !== null) return true;
  const { rows } = await db.query(
    'select from core.connection where name = $1',
    [MAIL_CONNECTION],
    'mail_server_known',
  );
  return rows.length > 0;
}

/** What an administrator names is looked at as any wish of the outside is; what the operator names is not. */
async function ofConnection({ settings, secrets }: Connection, outbound: OutboundPolicy): Promise<MailServer> {
  const host = String(settings['host']);
  const { address } = await resolveTarget(host, outbound);
  const security = settings['security'] ?? 'starttls';
  const user = settings['user'];
  return {
    host: address,
    port: Number(settings['port'] ?? 587),
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ...(typeof user === 'string' && user !== '' && { auth: { user, pass: secrets['password'] ?? '' } }),
    tls: { servername: host },
    from: String(settings['from']),
  };
}

function ofUrl(url: URL, from: string | null): MailServer {
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: false,
    ...(user !== '' && { auth: { user, pass: decodeURIComponent(url.password) } }),
    tls: { servername: url.hostname },
    from: from ?? (user.includes('@') ? user : `strata@${url.hostname}`),
  };
}

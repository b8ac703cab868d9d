import path from 'node:path';
import type { ScannerAddress } from './files/virus-scan.ts';
import { parseAllowed } from './outbound/outbound-policy.ts';
import { parseKeys } from './secret-box.ts';
import { settingsInChinese } from './settings-in-chinese.ts';
import { StartupError } from './startup-error.ts';

/** One environment variable. The table of them in the README is written from this, so each says everything about itself. */
interface Setting<Value> {
  readonly name: string;
  /** As one would write it in the environment; null when there is none. */
  readonly default: string | null;
  readonly accepts: string;
  readonly means: string;
  readonly secret?: boolean;
  /** The value meant by a text, or undefined when the text is not acceptable. */
  readonly parse: (text: string) => Value | undefined;
}

const repositoryRoot = path.resolve(import.meta.dirname, '../../..');

/** Every setting of the server. The key is what the code calls it. */
export const settings = {
  port: {
    name: 'PORT',
    default: '3400',
    accepts: 'a port number from 0 to 65535 (0: any free one)',
    means: 'Where the server listens.',
    parse: wholeNumber(0, 65_535),
  },
  host: {
    name: 'HOST',
    default: '127.0.0.1',
    accepts: 'a host name or address',
    means: 'The address to listen on. `0.0.0.0` admits other machines; put TLS in front of it then.',
    parse: (text: string) => (/^[\w.:-]+$/.test(text) ? text : undefined),
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    default: null,
    accepts: 'a URL such as postgres://user:password@host:5432/name',
    means: 'Any PostgreSQL from 15 on. Without it Strata runs its own PostgreSQL in the data folder.',
    secret: true,
    parse: postgresUrl,
  },
  dataFolder: {
    name: 'STRATA_DATA_DIR',
    default: '.strata',
    accepts: 'a path; a relative one starts at the root of the repository',
    means: 'Where Strata keeps its own PostgreSQL and uploaded files.',
    parse: (text: string) => path.resolve(repositoryRoot, text),
  },
  fileLimit: {
    name: 'STRATA_FILE_MAX_MB',
    default: '100',
    accepts: 'a whole number from 1 to 5000',
    means: 'The largest file anybody may upload; fields may allow less.',
    parse: wholeNumber(1, 5_000),
  },
  s3Bucket: {
    name: 'STRATA_S3_BUCKET',
    default: null,
    accepts: 'the name of a bucket',
    means: 'Uploaded files are kept in this bucket of an S3-compatible server instead of the data folder.',
    parse: (text: string) => (/^[\w.-]{3,63}$/.test(text) ? text : undefined),
  },
  s3Endpoint: {
    name: 'STRATA_S3_ENDPOINT',
    default: null,
    accepts: 'an https address; http only on this machine',
    means: 'The S3-compatible server; without it the one of AWS for the region.',
    parse: webUrl,
  },
  s3Region: {
    name: 'STRATA_S3_REGION',
    default: 'us-east-1',
    accepts: 'the name of a region',
    means: 'The region by which requests to the S3 server are signed.',
    parse: (text: string) => (/^[a-z0-9-]+$/.test(text) ? text : undefined),
  },
  s3AccessKey: {
    name: 'STRATA_S3_ACCESS_KEY',
    default: null,
    accepts: 'the id of a key that may read, write and delete in the bucket',
    means: 'By whom requests to the S3 server are signed.',
    parse: (text: string) => text,
  },
  s3SecretKey: {
    name: 'STRATA_S3_SECRET_KEY',
    default: null,
    accepts: 'the secret of that key',
    means: 'With what requests to the S3 server are signed.',
    secret: true,
    parse: (text: string) => text,
  },
  virusScan: {
    name: 'STRATA_VIRUS_SCAN',
    default: null,
    accepts: 'the address of a clamd: host:port, or the path of its socket',
    means: 'Every uploaded file is scanned there before it is kept; without an answer none is taken.',
    parse: scannerAddress,
  },
  virusCommand: {
    name: 'STRATA_VIRUS_COMMAND',
    default: null,
    accepts: 'a program and its arguments, with spaces between',
    means: 'Every uploaded file is given to this program, its path last; it ends with 0 for clean, 1 for infected.',
    parse: (text: string) => text.split(/\s+/),
  },
  adminEmail: {
    name: 'STRATA_ADMIN_EMAIL',
    default: 'admin@example.com',
    accepts: 'an e-mail address',
    means: 'The administrator made at the first start.',
    parse: (text: string) => (/^[^\s@]+@[^\s@]+$/.test(text) ? text.toLowerCase() : undefined),
  },
  adminPassword: {
    name: 'STRATA_ADMIN_PASSWORD',
    default: null,
    accepts: 'a text of 8 to 200 characters',
    means: "The administrator's password at the first start. Without it one is generated and printed once.",
    secret: true,
    parse: (text: string) => (text.length >= 8 && text.length <= 200 ? text : undefined),
  },
  secretKeys: {
    name: 'STRATA_SECRET_KEY',
    default: null,
    accepts: 'a key of 32 bytes in base64; several with commas between, the one in use first',
    means:
      'Seals what must not be readable in the database: the secrets of second factors and of connections. Without it a key is made in the data folder, `secret.key`.',
    secret: true,
    parse: parseKeys,
  },
  demo: {
    name: 'STRATA_DEMO',
    default: '1',
    accepts: '1 or 0',
    means: 'Whether the first start fills the workspace with demonstration data.',
    parse: flag,
  },
  rateLimit: {
    name: 'STRATA_RATE_LIMIT',
    default: '6000',
    accepts: 'a whole number; 0 is without limit',
    means: 'Requests a minute for one user or API key.',
    parse: wholeNumber(0, 100_000_000),
  },
  poolSize: {
    name: 'STRATA_POOL_SIZE',
    default: '16',
    accepts: 'a whole number from 2 to 500',
    means: 'Connections to PostgreSQL that this process may hold.',
    parse: wholeNumber(2, 500),
  },
  publicUrl: {
    name: 'STRATA_PUBLIC_URL',
    default: null,
    accepts: 'a URL such as https://crm.example.com',
    means: 'The address people open. Without it each request says under which one it came.',
    parse: (text: string) => webUrl(text)?.origin,
  },
  oidcIssuer: {
    name: 'STRATA_OIDC_ISSUER',
    default: null,
    accepts: 'a URL such as https://login.example.com; without TLS only on this machine',
    means: 'The OpenID Connect provider of single sign-on; its redirect URI is `…/api/auth/oidc/callback`.',
    parse: (text: string) => webUrl(text)?.href,
  },
  oidcClientId: {
    name: 'STRATA_OIDC_CLIENT_ID',
    default: null,
    accepts: 'a text',
    means: 'What the provider calls this workspace.',
    parse: (text: string) => text,
  },
  oidcClientSecret: {
    name: 'STRATA_OIDC_CLIENT_SECRET',
    default: null,
    accepts: 'a text',
    means: 'By what the provider knows this workspace. Without it only PKCE protects the sign-in.',
    secret: true,
    parse: (text: string) => text,
  },
  oidcLabel: {
    name: 'STRATA_OIDC_LABEL',
    default: 'Single sign-on',
    accepts: 'a text of at most 60 characters',
    means: 'What stands on the button of the sign-in page.',
    parse: (text: string) => (text.length <= 60 ? text : undefined),
  },
  oidcScope: {
    name: 'STRATA_OIDC_SCOPE',
    default: 'openid email profile',
    accepts: 'scopes with spaces between, one of them openid',
    means: 'What the provider is asked to tell of a person.',
    parse: (text: string) => (text.split(/\s+/).includes('openid') ? text : undefined),
  },
  oidcRolesClaim: {
    name: 'STRATA_OIDC_ROLES_CLAIM',
    default: 'groups',
    accepts: 'the name of a claim',
    means: 'The claim that names the groups of a person.',
    parse: (text: string) => text,
  },
  oidcRoles: {
    name: 'STRATA_OIDC_ROLES',
    default: null,
    accepts: 'pairs such as sales=sales_representative, admins=administrator',
    means: 'Role by group: at each sign-in these roles are given and taken as the groups say.',
    parse: pairs,
  },
  oidcCreateUsers: {
    name: 'STRATA_OIDC_CREATE_USERS',
    default: '0',
    accepts: '1 or 0',
    means: 'Whether somebody whom the provider knows and Strata does not gets an account.',
    parse: flag,
  },
  outboundPrivate: {
    name: 'STRATA_OUTBOUND_PRIVATE',
    default: null,
    accepts: 'addresses, ranges and host names with commas between, such as 10.1.0.0/16, intranet.example.com',
    means:
      'Where workflows, webhooks and plugins may send requests besides public addresses; by default nowhere in this machine and its networks.',
    parse: parseAllowed,
  },
  smtpUrl: {
    name: 'STRATA_SMTP_URL',
    default: null,
    accepts: 'smtp://user:password@host:587 or smtps://user:password@host:465',
    means: 'The server that mail is sent through, unless the workspace names one of its own.',
    secret: true,
    parse: smtpUrl,
  },
  mailFrom: {
    name: 'STRATA_MAIL_FROM',
    default: null,
    accepts: 'an address such as Strata <crm@example.com>',
    means: 'The sender of mail that goes through STRATA_SMTP_URL; without it the user of that address.',
    parse: (text: string) => (/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/.test(text) ? text : undefined),
  },
  pluginRegistry: {
    name: 'STRATA_PLUGIN_REGISTRY',
    default: null,
    accepts: 'the address of an npm registry; without TLS only on this machine',
    means: 'Where plugins are searched and fetched. A token may stand before the host: https://token@npm.example.com/.',
    secret: true,
    parse: (text: string) => webUrl(text)?.href,
  },
  pluginDevelopment: {
    name: 'STRATA_PLUGIN_DEV',
    default: '0',
    accepts: '1 or 0',
    means:
      'For development alone: plugins may be unsigned, of an untrusted publisher, and come from folders of this machine.',
    parse: flag,
  },
  mailInPort: {
    name: 'STRATA_MAIL_IN_PORT',
    default: null,
    accepts: 'a port number from 1 to 65535',
    means:
      'Takes mail by SMTP on this port, for the addresses that workflows wait at, and for no other. Let your mail server pass it on; without it no mail comes in.',
    parse: wholeNumber(1, 65_535),
  },
  logLevel: {
    name: 'STRATA_LOG',
    default: 'info',
    accepts: 'debug, info, warn, error or silent',
    means: 'The least important lines to write. They go to stderr, as JSON when it is not a terminal.',
    parse: (text: string) => logLevels.find((level) => level === text.toLowerCase()),
  },
} as const satisfies Record<string, Setting<unknown>>;

export type LogLevel = (typeof logLevels)[number];

type Settings = typeof settings;
type Read<Key extends keyof Settings> = Exclude<ReturnType<Settings[Key]['parse']>, undefined>;

/** The settings this process runs with; frozen. A setting that has no default may be null. */
export type Config = {
  readonly [Key in keyof Settings]: Settings[Key]['default'] extends null ? Read<Key> | null : Read<Key>;
};

/** Reads the environment. Throws a StartupError with one line for every variable that is not acceptable. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const values = Object.entries(settings).map(([key, setting]: [string, Setting<unknown>]) => {
    const given = environment[setting.name]?.trim();
    const text = given === undefined || given === '' ? setting.default : given;
    const value = text === null ? null : setting.parse(text);
    if (value === undefined) problems.push(complaint(setting, String(text)));
    return [key, value];
  });
  if (problems.length > 0) throw new StartupError(problems.join('\n'));
  return Object.freeze(Object.fromEntries(values)) as Config;
}

/** The settings as the Markdown table of the README, in its language. */
export function settingsTable(locale: 'en' | 'zh' = 'en'): string {
  const rows = Object.entries(settings).map(([key, setting]: [string, Setting<unknown>]) => {
    const standard = setting.default === null ? '–' : `\`${setting.default}\``;
    const { accepts, means } = (locale === 'zh' && settingsInChinese[key]) || setting;
    return `| \`${setting.name}\` | ${standard} | ${accepts} | ${means} |`;
  });
  const head = locale === 'zh' ? '| 变量 | 默认值 | 取值 | 含义 |' : '| variable | default | accepts | meaning |';
  return [head, '|---|---|---|---|', ...rows].join('\n');
}

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

function complaint(setting: Setting<unknown>, text: string): string {
  const given = setting.secret === true ? 'is set to something else' : `is "${text}"`;
  return `${setting.name} ${given}; it must be ${setting.accepts}.`;
}

function wholeNumber(least: number, most: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
    return value >= least && value <= most ? value : undefined;
  };
}

function flag(text: string): boolean | undefined {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  return /^(0|false|no|off)$/i.test(text) ? false : undefined;
}

/** Without TLS only on this machine, where nobody is between. */
function webUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && local) ? url : undefined;
}

function scannerAddress(text: string): ScannerAddress | undefined {
  if (text.startsWith('/')) return { socket: text };
  const found = /^([\w.-]+|\[[\da-f:]+\]):(\d{1,5})$/i.exec(text.replace(/^(?:clamd|tcp):\/\//, ''));
  const port = Number(found?.[2]);
  if (found === null || port < 1 || port > 65_535) return undefined;
  return { host: found[1]!.replace(/^\[|\]$/g, ''), port };
}

function smtpUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  const fits = url !== null && (url.protocol === 'smtp:' || url.protocol === 'smtps:') && url.hostname !== '';
  return fits ? url : undefined;
}

function pairs(text: string): ReadonlyMap<string, string> | undefined {
  const parts = text.split(',').map((part) => part.split('=').map((side) => side.trim()));
  const sound = parts.every((part) => part.length === 2 && part.every((side) => side !== ''));
  return sound ? new Map(parts as [string, string][]) : undefined;
}

function postgresUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1 ? text : undefined;
}

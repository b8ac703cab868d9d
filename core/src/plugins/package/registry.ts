import npmFetch from 'npm-registry-fetch';
import semver from 'semver';
import ssri from 'ssri';
import { StrataError, type Label } from '@stratacrm/sdk';
import { z } from 'zod';
import type { OutboundPolicy } from '../../kernel/outbound/outbound-policy.ts';
import { PACKAGE_LIMITS, refusedPackage } from './package-files.ts';
import { registryAgents } from './registry-agents.ts';

/** The word in a package's `keywords` by which plugins are found. */
export const PLUGIN_KEYWORD = 'strata-plugin';

/** A plugin that the registry offers, as a list shows it. */
export interface OfferedPlugin {
  package: string;
  version: string;
  description: string;
  /** Who put it there, as the registry knows him. */
  publisher: string;
  published_at: string | null;
}

/** One package of the registry with all its versions, newest first. */
export interface RegistryPackage {
  package: string;
  latest: string;
  readme: string;
  versions: { version: string; published_at: string | null; size: number | null; deprecated: string | null }[];
}

/** A registry that speaks npm's protocol, asked through npm's own client. */
export interface PluginRegistry {
  readonly url: string;
  search(text: string): Promise<OfferedPlugin[]>;
  /** Throws `plugin_not_found`. */
  versions(name: string): Promise<RegistryPackage>;
  /** The tarball, held against the digest the registry keeps of it. `version`: exact, or a range. */
  download(name: string, version: string): Promise<Buffer>;
}

const SEARCH_SIZE = 250;
const PATIENCE_MS = 15_000;
/** With all that it is redirected to, and what a slow line takes for the largest package. */
const LONGEST_MS = 120_000;
/** A packument lists every version with its whole package.json. */
const DOCUMENT_LIMIT = 10 * 1024 * 1024;

const NAME = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

const found = z.object({
  objects: z.array(
    z.object({
      package: z.object({
        name: z.string(),
        // Registries that keep npm's protocol to the letter say the version, others only the tag.
        version: z.string().optional(),
        'dist-tags': z.object({ latest: z.string() }).optional(),
        time: z.object({ modified: z.string() }).optional(),
        description: z.string().optional(),
        keywords: z.union([z.array(z.string()), z.string()]).optional(),
        date: z.string().optional(),
        publisher: z.object({ username: z.string().optional() }).optional(),
        author: z.union([z.object({ name: z.string().optional() }), z.string()]).optional(),
      }),
    }),
  ),
});

const packument = z.object({
  name: z.string(),
  readme: z.string().optional(),
  'dist-tags': z.record(z.string(), z.string()).optional(),
  time: z.record(z.string(), z.unknown()).optional(),
  versions: z
    .record(
      z.string(),
      z.object({
        deprecated: z.union([z.string(), z.boolean()]).optional(),
        dist: z.object({
          tarball: z.string(),
          integrity: z.string().optional(),
          shasum: z.string().optional(),
          unpackedSize: z.number().optional(),
        }),
      }),
    )
    .optional(),
});

type Packument = z.output<typeof packument>;

/**
 * The registry at this address; a token in it (`https://token@host/`) is sent to that host alone. The policy holds for
 * whatever it redirects to.
 */
export function openRegistry(address: string, policy: OutboundPolicy): PluginRegistry {
  const url = new URL(address);
  const token = url.username;
  url.username = '';
  url.password = '';
  const registry = url.href.endsWith('/') ? url.href : `${url.href}/`;
  return new NpmRegistry(registry, token === '' ? null : decodeURIComponent(token), policy);
}

class NpmRegistry implements PluginRegistry {
  readonly url: string;
  #options: npmFetch.Options;

  constructor(url: string, token: string | null, policy: OutboundPolicy) {
    this.url = url;
    this.#options = {
      registry: url,
      timeout: PATIENCE_MS,
      fetchRetries: 1,
      fetchRetryMintimeout: 200,
      fetchRetryMaxtimeout: 1_000,
      cache: null as never,
      agent: registryAgents(url, policy),
      ...(token !== null && { forceAuth: { token } }),
    } as unknown as npmFetch.Options;
  }

  async search(text: string): Promise<OfferedPlugin[]> {
    const byKeyword = await this.#search(`keywords:${PLUGIN_KEYWORD} ${text}`.trim());
    // Small registries look through names and descriptions only; there all that have the word are gone through.
    const offered = byKeyword.length > 0 ? byKeyword : await this.#search('');
    const wanted = text.trim().toLowerCase();
    return offered
      .filter(({ keywords }) => listOf(keywords).includes(PLUGIN_KEYWORD))
      .filter(({ name, description = '' }) => `${name} ${description}`.toLowerCase().includes(wanted))
      .map(({ name, version, description, date, time, publisher, author, 'dist-tags': tags }) => ({
        package: name,
        version: version ?? tags?.latest ?? '',
        description: description ?? '',
        publisher: publisher?.username ?? (typeof author === 'string' ? author : author?.name) ?? '',
        published_at: date ?? time?.modified ?? null,
      }));
  }

  async #search(text: string): Promise<z.output<typeof found>['objects'][number]['package'][]> {
    const query = new URLSearchParams({ text, size: `${SEARCH_SIZE}` });
    return (await this.#json(`-/v1/search?${query}`, found)).objects.map((entry) => entry.package);
  }

  async versions(name: string): Promise<RegistryPackage> {
    const document = await this.#packument(name);
    const versions = Object.entries(document.versions ?? {})
      .toSorted(([a], [b]) => semver.rcompare(a, b))
      .map(([version, { deprecated, dist }]) => ({
        version,
        published_at: typeof document.time?.[version] === 'string' ? document.time[version] : null,
        size: dist.unpackedSize ?? null,
        deprecated: typeof deprecated === 'string' && deprecated !== '' ? deprecated : null,
      }));
    if (versions.length === 0) throw new StrataError('plugin_not_found', { name });
    const latest = document['dist-tags']?.['latest'] ?? versions[0]!.version;
    return { package: document.name, latest, readme: document.readme ?? '', versions };
  }

  async download(name: string, version: string): Promise<Buffer> {
    const { versions = {}, ...document } = await this.#packument(name);
    const range = version === 'latest' || version === '' ? (document['dist-tags']?.['latest'] ?? '*') : version;
    const exact = versions[range] === undefined ? semver.maxSatisfying(Object.keys(versions), range) : range;
    const dist = exact === null ? undefined : versions[exact]?.dist;
    if (dist === undefined) throw new StrataError('plugin_not_found', { name: `${name}@${version}` });
    const tarball = await this.#bytes(this.#sameOrigin(dist.tarball), PACKAGE_LIMITS.tarball, `${name}@${exact}`);
    const known = dist.integrity ?? (dist.shasum === undefined ? '' : ssri.fromHex(dist.shasum, 'sha1').toString());
    if (known === '' || ssri.checkData(tarball, known) === false)
      throw refusedPackage('it is not what the registry says it is', '内容与仓库登记的摘要不符');
    return tarball;
  }

  /** A registry that leads elsewhere would have this server ask whom its operator never named. */
  #sameOrigin(address: string): string {
    const url = new URL(address, this.url);
    if (url.host !== new URL(this.url).host)
      throw refusedPackage(`the registry keeps it elsewhere (${url.host})`, `仓库将其存放在别处（${url.host}）`);
    return new URL(url.pathname + url.search, this.url).href;
  }

  async #packument(name: string): Promise<Packument> {
    if (!NAME.test(name) || name.length > 214) throw new StrataError('plugin_not_found', { name });
    return this.#json(name.replace('/', '%2f'), packument, name);
  }

  async #json<Schema extends z.ZodType>(path: string, schema: Schema, name = ''): Promise<z.output<Schema>> {
    const bytes = await this.#bytes(path, DOCUMENT_LIMIT, name);
    try {
      return schema.parse(JSON.parse(bytes.toString('utf8')));
    } catch {
      throw this.#unavailable({ en: 'its answer is not that of an npm registry', zh: '返回内容不是 npm 仓库的格式' });
    }
  }

  async #bytes(path: string, limit: number, name: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      const signal = AbortSignal.timeout(LONGEST_MS);
      const response = await npmFetch(new URL(path, this.url).href, { ...this.#options, signal });
      for await (const chunk of response.body ?? []) {
        size += chunk.length;
        if (size > limit) throw refusedPackage('it is too large', '体积过大');
        chunks.push(Buffer.from(chunk as Uint8Array));
      }
    } catch (error) {
      throw this.#failure(error, name);
    }
    return Buffer.concat(chunks);
  }

  #failure(error: unknown, name: string): StrataError {
    const { statusCode, code, type, params } = error as NpmError;
    if (code === 'outbound_refused') return this.#unavailable(ledTo(String(params?.host)));
    if (error instanceof StrataError) return error;
    if (statusCode === 404 && name !== '') return new StrataError('plugin_not_found', { name });
    return this.#unavailable(
      statusCode === undefined ? failureText(type ?? '', code ?? 'error') : statusText(statusCode),
    );
  }

  #unavailable(reason: Label): StrataError {
    return new StrataError('plugin_registry_unavailable', { registry: this.url, reason });
  }
}

interface NpmError {
  statusCode?: number;
  code?: string;
  type?: string;
  /** Of an error of ours that npm's client wrapped. */
  params?: { host?: unknown };
}

function ledTo(host: string): Label {
  return {
    en: `it leads on to ${host}, where requests from here may not go`,
    zh: `它指向 ${host}，不允许从这里访问`,
  };
}

function statusText(status: number): Label {
  if (status === 401 || status === 403)
    return { en: `it does not let this server in (HTTP ${status})`, zh: `它拒绝本服务器的访问（HTTP ${status}）` };
  return { en: `it answers with HTTP ${status}`, zh: `它返回 HTTP ${status}` };
}

function failureText(type: string, code: string): Label {
  const known = FAILURES[type] ?? FAILURES[code];
  return known === undefined
    ? { en: `it cannot be reached (${code})`, zh: `无法连接（${code}）` }
    : { en: `${known.en} (${code})`, zh: `${known.zh}（${code}）` };
}

/** By npm's type of an error, or else the system's code. */
const FAILURES: Readonly<Record<string, Label>> = {
  ECONNREFUSED: { en: 'nothing listens there', zh: '该地址没有服务在监听' },
  ENOTFOUND: { en: 'the name of its host is not known', zh: '无法解析主机名' },
  'request-timeout': { en: 'it is silent', zh: '等待响应超时' },
  aborted: { en: 'it is too slow', zh: '传输过慢' },
  ECONNRESET: { en: 'it broke off', zh: '连接被对方中断' },
};

function listOf(keywords: string[] | string | undefined): string[] {
  return typeof keywords === 'string' ? keywords.split(/[\s,]+/) : (keywords ?? []);
}

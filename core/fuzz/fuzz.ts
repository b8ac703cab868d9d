import { errorCatalogue } from '@stratacrm/sdk';
import type { Queryable } from '../src/kernel/database.ts';
import type { Loose } from '../testing/api-client.ts';
import type { OpenApiDocument } from '../testing/api-description.ts';
import { Random } from '../testing/random.ts';
import { damageValue, VALUE_DAMAGES, WIRE_DAMAGES } from './damage.ts';
import { ODD_TEXTS } from './odd-values.ts';
import { PlausibleValues, type Words } from './plausible-value.ts';
import { sendRaw, type RawAnswer, type RawRequest } from './raw-request.ts';

/** A running server and ways into it. */
export interface FuzzTarget {
  readonly url: string;
  /** Behind its back: for holding its data against what it answered. */
  readonly database: Queryable;
  /** Of an administrator who takes no part and stays. */
  readonly keeper: string;
  /** The secret text of a record that ordinary users may not see, and its id. */
  readonly canary: { readonly id: string; readonly secret: string };
  /** Signs in somebody new with these roles. */
  person(roles: readonly string[]): Promise<string>;
  /** Texts that would tell of the inside, such as the path of the sources. */
  readonly secrets: readonly string[];
}

export interface FuzzOptions {
  readonly seed: number;
  /** Stops after so many requests, or so many milliseconds, whichever comes first. */
  readonly requests?: number;
  readonly milliseconds?: number;
}

export interface FuzzReport {
  readonly seed: number;
  readonly requests: number;
  /** By status; 0 where the connection ended without an answer. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Requests to each operation. */
  readonly operations: ReadonlyMap<string, number>;
  readonly slowest: { readonly milliseconds: number; readonly request: string };
  readonly findings: readonly string[];
}

const LONGEST = 5_000;
const MOST_FINDINGS = 50;

/** What would end the others' requests rather than try the server. */
const LEFT_OUT = new Set(['signIn', 'verifyAudit']);

interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { name: string; in: string; schema?: unknown }[];
  readonly body: unknown;
}

interface Person {
  readonly name: string;
  readonly roles: readonly string[];
  token: string;
}

const ADMINISTRATOR = 'administrator';

/** Sends plausible requests with something wrong, to every operation of the description in turn, and judges each answer. */
export async function runFuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzReport> {
  const fuzz = new Fuzz(target, options);
  return fuzz.run();
}

class Fuzz {
  #target: FuzzTarget;
  #options: FuzzOptions;
  #random: Random;
  #people: Person[] = [];
  #statuses = new Map<number, number>();
  #operations = new Map<string, number>();
  #slowest = { milliseconds: 0, request: '' };
  #findings: string[] = [];
  #requests = 0;

  constructor(target: FuzzTarget, options: FuzzOptions) {
    this.#target = target;
    this.#options = options;
    this.#random = new Random(options.seed);
  }

  async run(): Promise<FuzzReport> {
    this.#people = [
      { name: ADMINISTRATOR, roles: [ADMINISTRATOR], token: '' },
      { name: 'user', roles: ['sales_representative'], token: '' },
      { name: 'nobody', roles: [], token: 'nonsense' },
    ];
    for (const person of this.#people.slice(0, 2)) await this.#renew(person);
    const document = await this.#json<OpenApiDocument>('/api/openapi.json');
    const operations = operationsOf(document);
    const values = new PlausibleValues(document, this.#random, await this.#words());
    const until = performance.now() + (this.#options.milliseconds ?? Number.POSITIVE_INFINITY);
    const most = this.#options.requests ?? Number.POSITIVE_INFINITY;
    while (this.#requests < most && performance.now() < until && this.#findings.length < MOST_FINDINGS) {
      for (const operation of this.#shuffled(operations)) {
        if (this.#requests >= most || performance.now() > until) break;
        await this.#attempt(operation, values);
      }
    }
    return {
      seed: this.#options.seed,
      requests: this.#requests,
      statuses: this.#statuses,
      operations: this.#operations,
      slowest: this.#slowest,
      findings: this.#findings,
    };
  }

  async #attempt(operation: Operation, values: PlausibleValues): Promise<void> {
    const person = this.#pickPerson();
    if (operation.id === 'publish' || operation.id === 'rollback') await this.#discardDraft();
    const { request, harms } = this.#makeRequest(operation, person, values);
    const before = await this.#fingerprint();
    const answer = await sendRaw(this.#target.url, request, LONGEST);
    this.#requests++;
    this.#operations.set(operation.id, (this.#operations.get(operation.id) ?? 0) + 1);
    const told = `${person.name}: ${request.method} ${request.target.slice(0, 300)} (${harms.join(', ')}) ${request.body.toString('utf8').slice(0, 400)}`;
    for (const wrong of await this.#judge(person, request, answer, before, harms))
      this.#findings.push(`${wrong} — request ${this.#requests}, ${told}`);
    // What was broken off may still be carried out: whoever comes next is not blamed for it.
    if (answer === null || answer.status === null) await this.#atRest();
    if (answer !== null && answer.milliseconds > this.#slowest.milliseconds)
      this.#slowest = { milliseconds: answer.milliseconds, request: told };
    if (answer?.status === 401 && person.roles.length > 0) await this.#renew(person);
    if (this.#requests % 500 === 0) await this.#discardDraft();
  }

  #pickPerson(): Person {
    const share = this.#random.next();
    return this.#people[share < 0.55 ? 0 : share < 0.97 ? 1 : 2]!;
  }

  #makeRequest(operation: Operation, person: Person, values: PlausibleValues) {
    const harms: string[] = [];
    const target = this.#targetOf(operation, values, harms);
    let body = Buffer.alloc(0);
    if (operation.body !== undefined) body = Buffer.from(JSON.stringify(this.#bodyOf(operation, values, harms)) ?? '');
    let request: RawRequest = {
      method: operation.method,
      target,
      headers: [
        ['Host', new URL(this.#target.url).host],
        ['Connection', 'close'],
        ['Authorization', `Bearer ${person.token}`],
        ['Content-Type', 'application/json'],
        ['Content-Length', String(body.length)],
        ...(this.#random.chance(0.1) ? [['Idempotency-Key', `k${this.#random.integer(0, 20)}`] as const] : []),
      ],
      body,
    };
    while (harms.length === 0 ? this.#random.chance(0.8) : this.#random.chance(0.15)) {
      const [name, harm] = this.#random.pick(Object.entries(WIRE_DAMAGES));
      request = harm(request, this.#random);
      harms.push(name);
    }
    return { request, harms };
  }

  #bodyOf(operation: Operation, values: PlausibleValues, harms: string[]): unknown {
    let body = values.make(operation.body);
    while (this.#random.chance(harms.length === 0 ? 0.7 : 0.3)) {
      const [name, harm] = this.#random.pick(Object.entries(VALUE_DAMAGES));
      body = damageValue(body, this.#random, harm);
      harms.push(name);
    }
    return body;
  }

  #targetOf(operation: Operation, values: PlausibleValues, harms: string[]): string {
    const text = (name: string, schema: unknown): string => {
      if (!this.#random.chance(0.15)) return String(values.make(schema ?? { type: 'string' }, name));
      harms.push(`odd ${name}`);
      return this.#random.pick(ODD_TEXTS);
    };
    const inPath = operation.path.replaceAll(
      /\{(\w+)\}/g,
      (_, name: string) => encode(text(name, { type: 'string' })) || 'x',
    );
    const query = operation.parameters
      .filter((each) => each.in === 'query' && this.#random.chance(0.3))
      .map((each) => `${each.name}=${encode(text(each.name, each.schema))}`);
    return query.length === 0 ? inPath : `${inPath}?${query.join('&')}`;
  }

  /** Everything that is wrong with an answer. */
  async #judge(
    person: Person,
    request: RawRequest,
    answer: RawAnswer | null,
    before: string,
    harms: readonly string[],
  ): Promise<string[]> {
    if (answer === null) return harms.some(mayWait) ? [] : [`no answer within ${LONGEST} ms`];
    const { status, body, milliseconds } = answer;
    this.#statuses.set(status ?? 0, (this.#statuses.get(status ?? 0) ?? 0) + 1);
    const wrong: string[] = [];
    if (status === null && !harms.some((harm) => harm in WIRE_DAMAGES)) wrong.push('the connection was cut');
    if (status !== null && status >= 500) wrong.push(`answered ${status} ${body.slice(0, 300)}`);
    if (milliseconds > LONGEST) wrong.push(`took ${Math.round(milliseconds)} ms`);
    if (person.name !== ADMINISTRATOR && body.includes(this.#target.canary.secret)) wrong.push('told what is hidden');
    if (status !== null && status >= 400 && status < 500) {
      wrong.push(...problemsOf(request, answer, this.#target.secrets));
      const after = await this.#fingerprint();
      if (after !== before) wrong.push(`refused with ${status}, and yet something changed: ${before} → ${after}`);
    }
    if (this.#requests % 50 === 0 || status === null || status >= 500) wrong.push(...(await this.#alive()));
    return wrong;
  }

  async #alive(): Promise<string[]> {
    const answer = await fetch(`${this.#target.url}/readyz`, { signal: AbortSignal.timeout(LONGEST) }).catch(
      () => null,
    );
    return answer?.status === 200 ? [] : ['the server is not ready afterwards'];
  }

  /** What a refused request must leave as it is. What earlier ones set going in the background is left out. */
  async #fingerprint(): Promise<string> {
    const { rows } = await this.#target.database.query<{ print: string }>(
      `select concat_ws(' ',
         (select count(*) from core.change_log where cause not in ('import', 'workflow', 'plugin', 'system')),
         (select md5(a::text) from crm.account a where id = $1),
         (select count(*) from core.release), (select md5(string_agg(d::text, '' order by id)) from core.document d),
         (select md5(string_agg(concat(name, email, active), '' order by id)) from core."user"),
         (select count(*) from core.user_role), (select count(*) from core.team), (select count(*) from core.api_key),
         (select count(*) from core.saved_view), (select count(*) from core.preference),
         (select count(*) from core.import_batch)) as print`,
      [this.#target.canary.id],
      'fuzz_fingerprint',
    );
    return rows[0]!.print;
  }

  async #atRest(): Promise<void> {
    for (let last = '', now = await this.#fingerprint(); now !== last; now = await this.#fingerprint()) {
      last = now;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  /** Somebody may have changed his password, ended his session, or taken away his own roles. */
  async #renew(person: Person): Promise<void> {
    await this.#target.database.query('delete from core.sign_in_attempt');
    person.token = await this.#target.person(person.roles);
  }

  async #discardDraft(): Promise<void> {
    const headers = { authorization: `Bearer ${this.#target.keeper}` };
    await fetch(`${this.#target.url}/api/studio/layers/workspace/draft`, { method: 'DELETE', headers });
  }

  async #json<Body>(path: string): Promise<Body> {
    const headers = { authorization: `Bearer ${this.#target.keeper}` };
    const response = await fetch(this.#target.url + path, { headers });
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
    return (await response.json()) as Body;
  }

  async #words(): Promise<Words> {
    const model = await this.#json<Loose>('/api/model');
    const objects = Object.keys(model.objects);
    const fields = Object.keys(model.objects.account.fields);
    const records = (await this.#json<Loose>('/api/records/account?limit=20')).data as { id: string }[];
    const contacts = (await this.#json<Loose>('/api/records/contact?limit=20')).data as { id: string }[];
    const expressions = [
      'name == "x"',
      'true',
      'employees > 10',
      'owner.name != ""',
      'name.contains("a")',
      'now() > created_at',
    ];
    return {
      id: [...records, ...contacts].map((record) => record.id),
      object: ['account', 'account', ...objects],
      fields: [fields.slice(0, 3).join(','), fields.join(','), 'owner.name', ...fields],
      field: fields,
      filter: expressions,
      where: expressions,
      having: ['n > 1'],
      assert: ['record.name != ""'],
      when: ['record.name == "x"'],
      sort: ['name', '-created_at', 'name,-id', ...fields],
      group_by: fields,
      key: ['account.name', 'account.odd', 'contact.email', 'account'],
      kind: ['field', 'object', 'view', 'rule', 'role', 'layout', 'option_set', 'process'],
      type: ['text', 'integer', 'select', 'reference', 'formula', 'currency', 'validation', 'table'],
      layer: ['workspace'],
      number: ['1', '2'],
      q: ['acme', '上海', 'a', 'zs'],
      door: ['get', 'list', 'update'],
      roles: ['sales_representative'],
      locale: ['en', 'zh'],
      time_zone: ['Asia/Shanghai', 'UTC'],
      cursor: ['eyJhIjoxfQ', 'AAAA'],
    };
  }

  #shuffled<Item>(items: readonly Item[]): Item[] {
    const drawn = items.map((item) => [this.#random.next(), item] as const);
    return drawn.sort(([a], [b]) => a - b).map(([, item]) => item);
  }
}

function operationsOf(document: OpenApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]): Operation[] => {
      if (LEFT_OUT.has(operation.operationId)) return [];
      const media = operation.requestBody?.content['application/json'] as { schema?: unknown } | undefined;
      return [
        {
          id: operation.operationId,
          method: method.toUpperCase(),
          path,
          parameters: operation.parameters,
          body: operation.requestBody === undefined ? undefined : (media?.schema ?? { type: 'string' }),
        },
      ];
    }),
  );
}

/** A lone surrogate has no encoding of its own. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** The server rightly waits for the rest of what was announced. */
function mayWait(harm: string): boolean {
  return ['an odd header', 'another HTTP', 'broken off', 'another method', 'no headers'].includes(harm);
}

const INSIDE =
  /\bcore\.\w+|\bcrm\.\w+|node_modules|\.[tj]s:\d+|\n\s+at |relation "|column "|syntax error at|operator does not exist|violates|PostgreSQL|\bpg_|undefined|\[object |NaN\b/;

/** Whether a refusal is a problem as promised, and tells nothing of the inside that the request itself did not say. */
function problemsOf(request: RawRequest, { status, media, body }: RawAnswer, secrets: readonly string[]): string[] {
  // What the HTTP parser refuses is answered before there is anybody to word a problem.
  if (body === '' && [400, 408, 413, 414, 417, 431].includes(status ?? 0)) return [];
  if (request.method === 'HEAD' && body === '') return [];
  if (media !== 'application/problem+json') return [`answered ${status} with ${media}: ${body.slice(0, 200)}`];
  const said = `${decodeSafely(request.target)} ${request.body.toString('utf8')} ${request.headers.flat().join(' ')}`;
  const inside = INSIDE.exec(body)?.[0] ?? secrets.find((secret) => body.includes(secret));
  if (inside !== undefined && !said.includes(inside)) return [`tells "${inside}": ${body.slice(0, 400)}`];
  const problem = parse(body);
  const sound =
    problem !== null &&
    Object.hasOwn(errorCatalogue, String(problem.code)) &&
    problem.status === status &&
    typeof problem.detail === 'string' &&
    Array.isArray(problem.errors);
  return sound ? [] : [`answered something that is no problem: ${body.slice(0, 300)}`];
}

function parse(text: string): Loose {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function decodeSafely(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

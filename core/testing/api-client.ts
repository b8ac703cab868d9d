import { ApiDescription, type OpenApiDocument } from './api-description.ts';

export interface CallOptions {
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** Send it although the description does not allow it: for tests of bad input. The answer is checked all the same. */
  undescribed?: boolean;
}

export interface ApiAnswer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

type Verb = <Body = Loose>(path: string, options?: CallOptions) => Promise<ApiAnswer<Body>>;

/** A JSON value that a test looks into as it likes. */
// eslint-disable-next-line typescript/no-explicit-any -- what a test expects of it is checked by its assertions
export type Loose = any;

/** A client of the described API: every call is looked up in the served description, and so is its answer. */
export class ApiClient {
  readonly url: string;
  readonly token: string | null;
  #description: ApiDescription | null = null;

  constructor(url: string, token: string | null = null) {
    this.url = url;
    this.token = token;
  }

  get: Verb = (path, options) => this.call('GET', path, options);
  post: Verb = (path, options) => this.call('POST', path, options);
  put: Verb = (path, options) => this.call('PUT', path, options);
  patch: Verb = (path, options) => this.call('PATCH', path, options);
  delete: Verb = (path, options) => this.call('DELETE', path, options);

  /** The body of an answer that must be good. */
  async ok<Body = Loose>(method: string, path: string, options: CallOptions = {}): Promise<Body> {
    const answer = await this.call<Body>(method, path, options);
    if (answer.status < 400) return answer.body;
    throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  async call<Body = Loose>(method: string, path: string, options: CallOptions = {}): Promise<ApiAnswer<Body>> {
    const query = Object.fromEntries(Object.entries(options.query ?? {}).filter(([, value]) => value !== undefined));
    const call = { method, path, query, body: options.body };
    const description = await this.description();
    if (options.undescribed !== true) description.requireDescribed(call);
    const response = await this.#send(method, path, query, options);
    const media = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const text = await response.text();
    const body: unknown = text === '' ? undefined : media.endsWith('json') ? JSON.parse(text) : text;
    if (options.undescribed !== true || response.status < 400)
      description.requireAnswer(call, response.status, media, body);
    return { status: response.status, headers: response.headers, body: body as Body };
  }

  /** What the server says it can do for this client; asked for once, and again after `forget`. */
  async description(): Promise<ApiDescription> {
    if (this.#description !== null) return this.#description;
    const response = await this.#send('GET', '/api/openapi.json', {}, {});
    if (!response.ok) throw new Error(`No description: ${response.status} ${await response.text()}`);
    this.#description = new ApiDescription((await response.json()) as OpenApiDocument);
    return this.#description;
  }

  /** To be called when the model has changed. */
  forget(): void {
    this.#description = null;
  }

  #send(method: string, path: string, query: object, options: CallOptions): Promise<Response> {
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    ).toString();
    const isFile = options.body instanceof Uint8Array;
    return fetch(`${this.url}${path}${search === '' ? '' : `?${search}`}`, {
      method,
      headers: {
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...(options.body === undefined
          ? {}
          : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined
        ? {}
        : { body: isFile ? (options.body as Uint8Array<ArrayBuffer>) : JSON.stringify(options.body) }),
    });
  }
}

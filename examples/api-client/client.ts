/** Which records to list. */
export interface ListQuery<Fields> {
  /** Only these fields. */
  fields?: readonly (keyof Fields & string)[];
  /** CEL: `stage == "won" && amount > 1000`. */
  filter?: string;
  sort?: string;
  limit?: number;
}

/** A client of one workspace; `Objects` is what `strata types` wrote for it. */
export class StrataClient<Objects> {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async list<Name extends keyof Objects & string>(
    object: Name,
    query: ListQuery<Objects[Name]> = {},
  ): Promise<Objects[Name][]> {
    const { data } = await this.#send<{ data: Objects[Name][] }>('POST', `/api/records/${object}/query`, query);
    return data;
  }

  async create<Name extends keyof Objects & string>(
    object: Name,
    record: Partial<Objects[Name]>,
  ): Promise<Objects[Name]> {
    const { data } = await this.#send<{ data: Objects[Name] }>('POST', `/api/records/${object}`, record);
    return data;
  }

  async #send<Answer>(method: string, path: string, body: unknown): Promise<Answer> {
    const response = await fetch(this.#url + path, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}

import type { JsonObject, JsonValue } from '../../json.ts';
import type { ApiClient } from '../api-client.ts';
import type { Terminal } from '../terminal.ts';
import type { Sources } from './source-map.ts';

interface Line {
  id: string;
  handler: string;
  level: string;
  message: string;
  facts: JsonValue;
  at: string;
}

/** Shows what a plugin writes into its log, each line once. */
export class LogTail {
  #client: ApiClient;
  #terminal: Terminal;
  readonly #sources: Sources;
  /** Numbers of lines grow; null before the first look, whose lines are old. */
  #last: bigint | null = null;

  constructor(client: ApiClient, terminal: Terminal, sources: Sources) {
    this.#sources = sources;
    this.#client = client;
    this.#terminal = terminal;
  }

  async show(plugin: string): Promise<void> {
    const path = `/api/plugins/${encodeURIComponent(plugin)}/log?limit=100`;
    const answer = await this.#client.get<{ data: Line[] }>(path).catch(() => null);
    if (answer === null) return;
    const since = this.#last;
    const fresh = since === null ? [] : answer.data.filter(({ id }) => BigInt(id) > since);
    const ids = answer.data.map(({ id }) => BigInt(id));
    this.#last = ids.reduce((last, id) => (id > last ? id : last), since ?? 0n);
    for (const { at, level, handler, message, facts } of fresh.toReversed()) {
      const { stack, ...rest } = isObject(facts) ? facts : {};
      const more = isObject(facts) ? rest : facts;
      const told =
        more === null || (isObject(more) && Object.keys(more).length === 0) ? '' : ` ${JSON.stringify(more)}`;
      const trace = typeof stack === 'string' ? `\n${this.#sources.traced(stack)}` : '';
      this.#terminal.out(`${at.slice(11, 23)} ${level.padEnd(5)} ${handler}  ${message}${told}${trace}\n`);
    }
  }
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Effect, Ledger, Outcome } from './ledger.ts';
import type { Random } from '../testing/random.ts';
import type { SoakAnswer, SoakClient, SoakRequest } from './soak-client.ts';

const ORDERS = '/api/records/soak_order';
const LINES = '/api/records/soak_line';
const NOTES = '/api/records/soak_note';

/** An order of this writer's own, which nobody else changes. */
interface Order {
  readonly id: string;
  /** null when an answer was lost: it is read again before it is used. */
  version: number | null;
  readonly lines: string[];
}

interface Wish {
  readonly operation: string;
  readonly object: string;
  readonly marker: string | null;
  readonly records: number;
  readonly request: SoakRequest;
  /** What a good answer says was done. */
  readonly effects: (answer: NonNullable<SoakAnswer>) => Effect[];
  /** Whether it is sent with a key until it is answered, or once without. */
  readonly keyed: boolean;
}

/** Somebody who writes all day long, one thing after the other, and remembers every answer. */
export class Writer {
  readonly name: string;
  #client: SoakClient;
  #random: Random;
  #ledger: Ledger;
  #orders: Order[] = [];
  #deleted: string[] = [];
  #wishes = 0;

  constructor(name: string, client: SoakClient, random: Random, ledger: Ledger) {
    this.name = name;
    this.#client = client;
    this.#random = random;
    this.#ledger = ledger;
  }

  /** Works until told to stop; what is begun is finished. */
  async work(mayGoOn: () => boolean): Promise<void> {
    while (mayGoOn()) {
      const before = this.#ledger.lost;
      await this.#act();
      if (this.#ledger.lost > before) await this.#client.pause();
    }
  }

  #act(): Promise<unknown> {
    const share = this.#random.next();
    if (this.#orders.length < 3 || share < 0.2) return this.#create();
    if (share < 0.45) return this.#update();
    if (share < 0.6) return this.#count();
    if (share < 0.7) return this.#bulk();
    if (share < 0.75) return this.#move();
    if (share < 0.8) return this.#updateByFilter();
    if (share < 0.86) return this.#note();
    if (share < 0.92) return this.#delete();
    if (share < 0.96) return this.#restore();
    return this.#read();
  }

  async #create(): Promise<void> {
    const marker = this.#marker();
    const { outcome, answer } = await this.#do({
      operation: 'create',
      object: 'soak_order',
      marker,
      records: 1,
      request: { method: 'POST', path: ORDERS, body: { ...this.#values(marker), code: marker, writer: this.name } },
      effects: created,
      keyed: this.#random.chance(0.7),
    });
    const id = answer?.body.data?.id;
    if (outcome === 'acknowledged' && id !== undefined)
      this.#orders.push({ id, version: versionIn(answer), lines: [] });
  }

  async #update(): Promise<void> {
    const order = await this.#known();
    if (order === null) return;
    const marker = this.#marker();
    const { outcome, answer } = await this.#do({
      operation: 'update',
      object: 'soak_order',
      marker,
      records: 1,
      request: {
        method: 'PATCH',
        path: `${ORDERS}/${order.id}`,
        body: this.#values(marker),
        ...(this.#random.chance(0.6) && order.version !== null ? ifMatch(order.version) : {}),
      },
      effects: (got) => [{ id: order.id, action: 'update', version: versionIn(got) }],
      keyed: false,
    });
    order.version = outcome === 'acknowledged' ? versionIn(answer) : null;
  }

  /** Everybody counts the same few records up, each from the version he has read. */
  async #count(): Promise<void> {
    const id = this.#random.pick(this.#ledger.shared);
    const read = await this.#client.send({ method: 'GET', path: `${ORDERS}/${id}` });
    if (read?.status !== 200) return;
    const version = versionIn(read);
    const marker = this.#marker();
    await this.#do({
      operation: 'count up',
      object: 'soak_order',
      marker,
      records: 1,
      request: {
        method: 'PATCH',
        path: `${ORDERS}/${id}`,
        body: { marker, counter: Number(read.body.data?.['counter'] ?? 0) + 1 },
        ...ifMatch(version ?? 0),
      },
      effects: (got) => [{ id, action: 'update', version: versionIn(got) }],
      keyed: false,
    });
  }

  /** New lines, changed lines and a deleted one, all of it or nothing. */
  async #bulk(): Promise<void> {
    const order = this.#random.pick(this.#orders);
    const marker = this.#marker();
    const fresh = Array.from({ length: this.#random.integer(1, 6) }, (_, n) => ({
      name: `Line ${n}`,
      marker,
      quantity: this.#random.integer(-5, 50),
      order: order.id,
    }));
    const changed = order.lines.slice(1, 3).map((id) => ({ id, marker, quantity: this.#random.integer(0, 9) }));
    const gone = order.lines.slice(0, 1);
    const { outcome, answer } = await this.#do({
      operation: 'bulk',
      object: 'soak_line',
      marker,
      records: fresh.length + changed.length,
      request: { method: 'POST', path: `${LINES}/bulk`, body: { create: fresh, update: changed, delete: gone } },
      effects: ({ body }) => [
        ...(body.created ?? []).map((id): Effect => ({ id, action: 'create', version: 1 })),
        ...(body.updated ?? []).map((id): Effect => ({ id, action: 'update', version: null })),
        ...(body.deleted ?? []).map((id): Effect => ({ id, action: 'delete', version: null })),
      ],
      keyed: this.#random.chance(0.7),
    });
    // Without an answer nobody knows which of its lines there still are.
    if (outcome === 'unknown') order.lines.length = 0;
    if (outcome === 'acknowledged') order.lines.splice(0, 1, ...(answer?.body.created ?? []));
  }

  /** A line gets another order. */
  async #move(): Promise<void> {
    const from = this.#random.pick(this.#orders);
    const to = this.#random.pick(this.#orders);
    const id = from.lines[0];
    if (id === undefined || from === to) return this.#bulk();
    const marker = this.#marker();
    const { outcome } = await this.#do({
      operation: 'move',
      object: 'soak_line',
      marker,
      records: 1,
      request: { method: 'PATCH', path: `${LINES}/${id}`, body: { marker, order: to.id } },
      effects: (got) => [{ id, action: 'update', version: versionIn(got) }],
      keyed: false,
    });
    // Without an answer nobody knows whose it is.
    if (outcome !== 'refused') from.lines.shift();
    if (outcome === 'acknowledged') to.lines.push(id);
  }

  async #updateByFilter(): Promise<void> {
    const marker = this.#marker();
    await this.#do({
      operation: 'update by filter',
      object: 'soak_order',
      marker,
      records: Number.NaN,
      request: {
        method: 'POST',
        path: `${ORDERS}/update-by-filter`,
        body: { filter: `writer == "${this.name}" && weight > ${this.#random.integer(10, 90)}`, set: { marker } },
      },
      effects: () => [],
      keyed: true,
    });
    for (const order of this.#orders) order.version = null;
  }

  async #note(): Promise<void> {
    const marker = this.#marker();
    const body = { name: 'A note', marker, order: this.#random.pick(this.#orders).id };
    await this.#do({
      operation: 'create a note',
      object: 'soak_note',
      marker,
      records: 1,
      request: { method: 'POST', path: NOTES, body },
      effects: created,
      keyed: true,
    });
  }

  /** With it go its lines, and the notes lose sight of it. */
  async #delete(): Promise<void> {
    const order = await this.#known();
    if (order === null) return;
    this.#orders.splice(this.#orders.indexOf(order), 1);
    const version = order.version;
    const { outcome } = await this.#do({
      operation: 'delete',
      object: 'soak_order',
      marker: null,
      records: 0,
      request: { method: 'DELETE', path: `${ORDERS}/${order.id}`, ...(version === null ? {} : ifMatch(version)) },
      effects: () => [{ id: order.id, action: 'delete', version: version === null ? null : version + 1 }],
      keyed: false,
    });
    if (outcome === 'acknowledged') this.#deleted.push(order.id);
  }

  async #restore(): Promise<void> {
    const id = this.#deleted.pop();
    if (id === undefined) return;
    const { outcome, answer } = await this.#do({
      operation: 'restore',
      object: 'soak_order',
      marker: null,
      records: 0,
      request: { method: 'POST', path: `${ORDERS}/${id}/restore` },
      effects: (got) => [{ id, action: 'restore', version: versionIn(got) }],
      keyed: false,
    });
    if (outcome === 'acknowledged') this.#orders.push({ id, version: versionIn(answer), lines: [] });
  }

  /** What was acknowledged is there at once, also after a crash. */
  async #read(): Promise<void> {
    const order = this.#random.pick(this.#orders);
    const answer = await this.#client.send({ method: 'GET', path: `${ORDERS}/${order.id}` });
    if (answer === null) return;
    const version = answer.status === 200 ? (versionIn(answer) ?? 0) : 0;
    if (version < (order.version ?? 1))
      this.#ledger.faults.push(
        `GET ${ORDERS}/${order.id} answered ${answer.status} at version ${version} where ${order.version} was acknowledged`,
      );
  }

  /** Sends it, and notes what became of it. */
  async #do(wish: Wish): Promise<{ outcome: Outcome; answer: SoakAnswer }> {
    const key = wish.keyed ? `${this.name}-${this.#wishes}` : null;
    const headers = { ...wish.request.headers, ...(key === null ? {} : { 'idempotency-key': key }) };
    const request = { ...wish.request, headers };
    const answer = key === null ? await this.#client.send(request) : await this.#client.insist(request);
    const outcome = outcomeOf(answer);
    const effects = outcome === 'acknowledged' && answer !== null ? wish.effects(answer) : [];
    const records = Number.isNaN(wish.records) ? (answer?.body.done ?? 0) : wish.records;
    const { operation, object, marker } = wish;
    this.#ledger.note({ marker, operation, object, key, records, outcome, effects });
    return { outcome, answer };
  }

  /** One of its orders at a version that is known; null when that cannot be found out now. */
  async #known(): Promise<Order | null> {
    const order = this.#random.pick(this.#orders);
    if (order.version !== null) return order;
    const answer = await this.#client.send({ method: 'GET', path: `${ORDERS}/${order.id}` });
    if (answer?.status !== 200) return null;
    order.version = versionIn(answer);
    return order;
  }

  #marker(): string {
    return `${this.name}-${++this.#wishes}`;
  }

  #values(marker: string) {
    return {
      name: `${this.#random.pick(['Paper', '文具', 'Energy', '上海', 'Books'])} ${marker}`,
      marker,
      amount: { amount: (this.#random.integer(0, 1_000_000) / 100).toFixed(2), currency: 'CNY' },
      weight: (this.#random.integer(0, 99_999) / 1000).toFixed(3),
      placed: `2026-0${this.#random.integer(1, 9)}-1${this.#random.integer(0, 9)}`,
      remarks: this.#random.chance(0.3) ? null : `Remarks of ${marker}`,
    };
  }
}

function outcomeOf(answer: SoakAnswer): Outcome {
  if (answer === null) return 'unknown';
  const refused = answer.status >= 400 || (answer.body.errors ?? []).length > 0;
  return refused ? 'refused' : 'acknowledged';
}

function created({ body, headers }: NonNullable<SoakAnswer>): Effect[] {
  const replayed = headers.get('idempotency-replayed') === 'true';
  return body.data === undefined ? [] : [{ id: body.data.id, action: 'create', version: replayed ? null : 1 }];
}

function versionIn(answer: SoakAnswer): number | null {
  const version = Number(/"(\d+)"/.exec(answer?.headers.get('etag') ?? '')?.[1] ?? Number.NaN);
  return Number.isNaN(version) ? null : version;
}

function ifMatch(version: number): { headers: Record<string, string> } {
  return { headers: { 'if-match': `"${version}"` } };
}

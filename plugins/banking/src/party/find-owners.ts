import type { Handler, JobInput, JsonObject, JsonValue, PluginHost, RecordData } from '@stratacrm/sdk';
import { among, everyRecord, inPieces, isObject, textOf, TOGETHER, writeAll } from '../host-records.ts';
import { exact, written } from '../money/exact.ts';
import { numberSetting } from '../settings.ts';
import { ultimateOwners, type Stake, type UltimateStake } from './ownership.ts';

/** So many companies are worked out in one job, those beneath the ones that wait included. */
const MOST = 2_000;
/** Of those that wait so many are taken at once; each costs a call. */
const WAITING = 200;

interface Edge extends Stake {
  share: string;
}

/** Under this each company waits whose owners may be others now. */
export const PENDING = 'owners/';

/** Works out who in the end owns the companies that wait for it, and all that these own. */
export const findOwners: Handler<JobInput, JsonValue> = async (_input, host) => {
  const waiting = (await host.kv.keys(PENDING)).slice(0, WAITING);
  // First, for what comes while it works is noted anew and starts the next job.
  for (const key of waiting) await host.kv.delete(key);
  try {
    const named = waiting.map((key) => key.slice(PENDING.length));
    const done = await workOut(host, await withAllBelow(host, named));
    if (waiting.length === WAITING) await host.jobs.start('find_owners', null, { key: 'owners' });
    return done;
  } catch (error) {
    for (const key of waiting) await host.kv.set(key, true);
    throw error;
  }
};

async function workOut(host: PluginHost, companies: readonly string[]): Promise<JsonObject> {
  const edges = await edgesAbove(host, companies);
  const names = await namesOf(host, edges, companies);
  const threshold = await numberSetting(host, 'owner_percent');
  const rows = companies.flatMap((company) =>
    ultimateOwners(`account/${company}`, edges).map((stake) =>
      rowOf(company, stake, { edges, names, threshold, host }),
    ),
  );
  for (const piece of inPieces(rows, 200)) await writeAll(host, 'bank__owner', { upsert: { key: 'key', rows: piece } });
  await takeOut(host, companies, new Set(rows.map(({ key }) => String(key))));
  host.log.info('Ultimate owners worked out', { companies: companies.length, owners: rows.length });
  return { companies: companies.length, owners: rows.length };
}

/** Shares that count today. */
const OWNS = 'type == "owns" && (since == null || since <= today()) && (until == null || until >= today())';

async function withAllBelow(host: PluginHost, named: readonly string[]): Promise<string[]> {
  const found = new Set(named);
  let front = [...named];
  while (front.length > 0 && found.size < MOST) {
    const edges = await edgesAt(host, 'from', front);
    front = [...new Set(edges.map(({ owned }) => idIn(owned)))].filter((id) => !found.has(id));
    front.forEach((id) => found.add(id));
  }
  return [...found];
}

async function edgesAbove(host: PluginHost, companies: readonly string[]): Promise<Edge[]> {
  const seen = new Set(companies);
  const edges: Edge[] = [];
  let front = [...companies];
  while (front.length > 0) {
    const found = await edgesAt(host, 'to', front);
    edges.push(...found);
    const owners = found.filter(({ owner }) => owner.startsWith('account/')).map(({ owner }) => idIn(owner));
    front = [...new Set(owners)].filter((id) => !seen.has(id));
    front.forEach((id) => seen.add(id));
  }
  return edges;
}

async function edgesAt(host: PluginHost, end: 'from' | 'to', companies: readonly string[]): Promise<Edge[]> {
  const found: Edge[] = [];
  for (const piece of inPieces(companies, TOGETHER)) {
    const records = await everyRecord(host, 'bank__relationship', {
      fields: ['from', 'to', 'share'],
      filter: `${OWNS} && to.object == "account" && ${end}.object == "account" && ${among(`${end}.id`, piece)}`,
    });
    found.push(...records.map(edgeOf));
  }
  return found;
}

function edgeOf({ from, to, share }: RecordData): Edge {
  const [owner, owned] = [pointer(from), pointer(to)];
  return {
    owner: `${owner.object}/${owner.id}`,
    owned: `${owned.object}/${owned.id}`,
    share: textOf(share),
    part: exact(share) / 100n,
  };
}

export function pointer(value: JsonValue | undefined): { object: string; id: string } {
  return isObject(value) ? { object: textOf(value['object']), id: textOf(value['id']) } : { object: '', id: '' };
}

function idIn(node: string): string {
  return node.slice(node.indexOf('/') + 1);
}

/** What people and companies are called, by node. */
export async function namesOf(
  host: PluginHost,
  edges: readonly Pick<Stake, 'owner' | 'owned'>[],
  companies: readonly string[] = [],
): Promise<Map<string, string>> {
  const nodes = new Set([
    ...companies.map((id) => `account/${id}`),
    ...edges.flatMap(({ owner, owned }) => [owner, owned]),
  ]);
  const names = new Map<string, string>();
  for (const object of ['account', 'contact']) {
    const ids = [...nodes].filter((node) => node.startsWith(`${object}/`)).map(idIn);
    for (const piece of inPieces(ids, TOGETHER)) {
      const { data } = await host.records.query(object, { fields: ['name'], filter: among('id', piece), limit: 200 });
      for (const { id, name } of data) names.set(`${object}/${id}`, textOf(name));
    }
  }
  return names;
}

interface Around {
  edges: readonly Edge[];
  names: ReadonlyMap<string, string>;
  threshold: number;
  host: PluginHost;
}

function rowOf(company: string, { owner, part, chain }: UltimateStake, around: Around): JsonObject {
  const isPerson = owner.startsWith('contact/');
  const share = written(part * 100n);
  const beneficial = part * 100n >= BigInt(around.threshold) * 1_000_000n;
  return {
    key: `${company} ${owner}`,
    company,
    name: around.names.get(owner) ?? owner,
    person: isPerson ? idIn(owner) : null,
    top_company: isPerson ? null : idIn(owner),
    share,
    role: isPerson ? (beneficial ? 'beneficial' : 'minor') : 'open',
    chain: chainText(chain, around),
    found_on: around.host.today(),
  };
}

/** `Ada —60 %→ Holding —80 %→ Works`. */
function chainText(chain: readonly string[], { edges, names }: Around): string {
  return chain
    .map((node, at) => {
      const next = chain[at + 1];
      const name = names.get(node) ?? node;
      const edge = edges.find((each) => each.owner === node && each.owned === next);
      return edge === undefined ? name : `${name} —${written(exact(edge.share))} %→ `;
    })
    .join('');
}

async function takeOut(host: PluginHost, companies: readonly string[], kept: ReadonlySet<string>): Promise<void> {
  for (const piece of inPieces(companies, TOGETHER)) {
    const present = await everyRecord(host, 'bank__owner', { fields: ['key'], filter: among('company', piece) });
    const gone = present.filter(({ key }) => !kept.has(String(key))).map(({ id }) => id);
    if (gone.length > 0) await writeAll(host, 'bank__owner', { delete: gone });
  }
}

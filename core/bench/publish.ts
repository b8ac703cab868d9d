import { BenchApi, startServer } from './bench-api.ts';
import type { BenchPostgres, Template } from './bench-postgres.ts';
import type { Figure } from './figure.ts';
import { LoadSource } from './load.ts';
import type { WireRequest } from './load-client.ts';
import type { Settings } from './settings.ts';
import type { Times } from './times.ts';

const label = (text: string) => ({ en: text, zh: text });
const OBJECT = 'parcel';

/** Indexes and foreign keys are made after the publish has been answered, and are watched for as long. */
const LOOKS = 10;
const LOOK_SECONDS = 2;

/** As people work: a load that leaves the machine nothing to spare waits for its disk, publish or not. */
const EVERY_MS = 20;

interface Change {
  name: string;
  make(api: BenchApi): Promise<void>;
}

const field = (name: string, body: object) => ({
  kind: 'field',
  key: `${OBJECT}.${name}`,
  body: { object: OBJECT, label: label(name), ...body },
});

/** A field that people add: a plain one, one every record gets a value of, one that needs an index; then what they do with them. */
const CHANGES: readonly Change[] = [
  { name: 'a text', make: (api) => api.publish([field('note', { type: 'text' })]) },
  {
    name: 'a default for all records',
    make: (api) => api.publish([field('fragile', { type: 'boolean', default: true, required: true })]),
  },
  {
    name: 'a reference, with index and foreign key',
    make: (api) => api.publish([field('sender', { type: 'reference', to: 'account' })]),
  },
  {
    name: 'that a field is unique',
    make: (api) => api.publish([field('name', { type: 'text', unique: true })]),
  },
  {
    name: 'that a field is gone',
    make: async (api) => {
      await api.call('DELETE', `/api/studio/layers/workspace/documents/field/${OBJECT}.fragile`);
      await api.publish([]);
    },
  },
];

/** A field is published on a very large table while people read and write it: the longest that any of them waits. */
export async function benchPublish(postgres: BenchPostgres, settings: Settings): Promise<Figure[]> {
  const server = await startServer(await postgres.copyOf(parcelTemplate(postgres, settings)));
  try {
    const api = await BenchApi.signIn(server.url);
    const { data } = await api.call<{ data: { id: string }[] }>('GET', `/api/records/${OBJECT}?fields=id&limit=200`);
    const ids = data.map(({ id }) => id);
    const figures: Figure[] = [];
    for (const change of CHANGES) figures.push(await publishUnderLoad(api, ids, change));
    return figures;
  } finally {
    await server.stop();
  }
}

async function publishUnderLoad(api: BenchApi, ids: readonly string[], { name, make }: Change): Promise<Figure> {
  let n = 0;
  const next = (): WireRequest => {
    const path = `/api/records/${OBJECT}/${ids[n++ % ids.length]!}`;
    return n % 3 === 0 ? { method: 'PATCH', path, body: { weight: n } } : { method: 'GET', path };
  };
  const source = await LoadSource.open({ url: api.url, token: api.token, next, every: EVERY_MS });
  try {
    await source.run(2);
    const before = await source.run(LOOKS * LOOK_SECONDS);
    const began = performance.now();
    const published = { after: 0, over: false };
    const publishing = make(api)
      .then(() => (published.after = performance.now() - began))
      .finally(() => (published.over = true));
    // Handled below; until then a failing publish must not end the process.
    publishing.catch(() => {});
    const during: Times[] = [];
    while (!published.over || during.length < LOOKS) during.push(await source.run(LOOK_SECONDS));
    await publishing;
    return {
      name: `longest request while publishing ${name}`,
      unit: 'ms',
      value: Math.max(...during.map(({ longest }) => longest)),
      goal: { atMost: 200 },
      beside: {
        before_ms: before.longest,
        p99_ms: Math.max(...during.map(({ p99 }) => p99)),
        requests: during.reduce((sum, { count }) => sum + count, 0),
        published_in_ms: published.after,
      },
    };
  } finally {
    source.close();
  }
}

function parcelTemplate(postgres: BenchPostgres, { rows }: Settings): Template {
  return {
    name: 'parcels',
    key: `${rows}`,
    async fill(url) {
      const server = await startServer(url);
      try {
        const api = await BenchApi.signIn(server.url);
        await api.publish([
          {
            kind: 'object',
            key: OBJECT,
            body: { label: label('Parcel'), label_plural: label('Parcels'), name_field: 'name' },
          },
          { kind: 'field', key: `${OBJECT}.name`, body: { object: OBJECT, type: 'text', label: label('Name') } },
          { kind: 'field', key: `${OBJECT}.weight`, body: { object: OBJECT, type: 'integer', label: label('Weight') } },
        ]);
      } finally {
        await server.stop();
      }
      const database = await postgres.open(url);
      try {
        await database.query(
          `insert into crm.${OBJECT} (id, name, weight, created_at, updated_at, version)
           select uuidv7(), 'Parcel ' || n, n % 1000, now(), now(), 1 from generate_series(1, $1::integer) as n`,
          [rows],
        );
        await database.query('vacuum analyze');
      } finally {
        await database.close();
      }
    },
  };
}

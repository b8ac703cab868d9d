import { BenchApi, startServer } from './bench-api.ts';
import type { BenchPostgres } from './bench-postgres.ts';
import { compare } from './compare.ts';
import type { Figure } from './figure.ts';
import type { Load } from './load.ts';
import type { Settings } from './settings.ts';

const PARENTS = 200;
const label = (text: string) => ({ en: text, zh: text });

/** What it costs to make a record that roll-ups count, beside one that is not counted by anything. */
export async function benchRollups(postgres: BenchPostgres, settings: Settings): Promise<Figure[]> {
  const url = await postgres.copyOf({ name: 'empty', key: '', fill: async () => {} });
  const server = await startServer(url);
  try {
    const api = await BenchApi.signIn(server.url);
    await api.publish([...parcels('plain', []), ...parcels('counted', ROLLUPS)]);
    const [plain, counted] = [await cartsOf(api, 'plain'), await cartsOf(api, 'counted')];
    const create = (kind: string, carts: readonly string[]): Load => {
      let at = 0;
      const body = () => ({ name: 'A parcel', weight: '1.5', cart: carts[at++ % carts.length]! });
      const path = `/api/records/${kind}_parcel`;
      return { url: api.url, token: api.token, next: () => ({ method: 'POST', path, body: body() }) };
    };
    return await compare(
      {
        yardstick: create('plain', plain),
        sides: [{ name: 'create, two roll-ups kept', load: create('counted', counted) }],
      },
      settings,
    );
  } finally {
    await server.stop();
  }
}

const ROLLUPS = [
  { name: 'parcels', function: 'count' },
  { name: 'weight', function: 'sum', field: 'weight' },
];

/** Carts and their parcels, with these roll-ups on the carts. */
function parcels(kind: string, rollups: readonly { name: string }[]) {
  const [cart, parcel] = [`${kind}_cart`, `${kind}_parcel`];
  const field = (object: string, name: string, body: object) => ({
    kind: 'field',
    key: `${object}.${name}`,
    body: { kind: 'field', object, name, label: label(name), ...body },
  });
  const object = (name: string) => ({
    kind: 'object',
    key: name,
    body: { kind: 'object', name, label: label(name), label_plural: label(name), name_field: 'name' },
  });
  return [
    object(cart),
    object(parcel),
    field(cart, 'name', { type: 'text' }),
    field(parcel, 'name', { type: 'text' }),
    field(parcel, 'weight', { type: 'decimal', scale: 1 }),
    field(parcel, 'cart', { type: 'reference', to: cart, on_delete: 'cascade' }),
    ...rollups.map(({ name, ...body }) =>
      field(cart, name, { type: 'rollup', children: parcel, via: 'cart', ...body }),
    ),
  ];
}

async function cartsOf(api: BenchApi, kind: string): Promise<readonly string[]> {
  const create = Array.from({ length: PARENTS }, (_, n) => ({ name: `Cart ${n}` }));
  const { created } = await api.call<{ created: string[] }>('POST', `/api/records/${kind}_cart/bulk`, { create });
  return created;
}

import { BenchApi, PASSWORD, startServer } from './bench-api.ts';
import { accountsTemplate } from './accounts-template.ts';
import { startBareServer } from './bare-process.ts';
import type { BenchPostgres } from './bench-postgres.ts';
import { compare } from './compare.ts';
import type { Figure } from './figure.ts';
import type { Load } from './load.ts';
import type { Settings } from './settings.ts';

const GOAL = { atLeast: 85 };
const label = (text: string) => ({ en: text, zh: text });

/** Does reading one record suffer from all that it has nothing to do with, or from what it has only more of? */
export async function benchLarge(postgres: BenchPostgres, settings: Settings): Promise<Figure[]> {
  const plainUrl = await postgres.copyOf(accountsTemplate(postgres, settings));
  const largeUrl = await postgres.copyOf(accountsTemplate(postgres, settings));
  const plain = await startServer(plainUrl);
  const large = await startServer(largeUrl);
  const bare = await startBareServer(largeUrl);
  try {
    const [inPlain, inLarge] = await Promise.all([BenchApi.signIn(plain.url), BenchApi.signIn(large.url)]);
    const published = await timed(() => inLarge.publish([...objectDocuments(settings), ...roleDocuments(settings)]));
    const wide = await timed(() => inLarge.publish(wideDocuments(settings)));
    const manyRoles = await personWithRoles(inLarge, settings);
    const accounts = await idsOf(inPlain, 'account');
    const wideIds = await fillWide(inLarge, settings);
    const get = (api: BenchApi, path: (id: string) => string, ids: readonly string[]): Load => {
      let at = 0;
      return { url: api.url, token: api.token, next: () => ({ method: 'GET', path: path(ids[at++ % ids.length]!) }) };
    };
    const account = (id: string): string => `/api/records/account/${id}`;
    const side = (name: string, load: Load) => ({ name, load, goal: GOAL });
    const figures = [
      ...(await compare(
        {
          yardstick: get(inPlain, account, accounts),
          sides: [
            side(`get by id among ${settings.objects} objects`, get(inLarge, account, accounts)),
            side(`get by id with ${settings.roles} roles`, get(manyRoles, account, accounts)),
            side(
              `get ${part(settings).length} of ${settings.fields} fields`,
              get(inLarge, (id) => `/api/records/wide/${id}?fields=${part(settings).join()}`, wideIds),
            ),
          ],
        },
        settings,
      )),
      await wholeWideRecord(get, { bare: bare.url, inLarge, account, accounts, wideIds, settings }),
    ];
    return [
      ...figures,
      seconds(`publishing ${settings.objects} objects and ${settings.roles} roles`, published),
      seconds(`publishing ${settings.fields} fields`, wide),
    ];
  } finally {
    await bare.stop();
    await plain.stop();
    await large.stop();
  }
}

type Get = (api: BenchApi, path: (id: string) => string, ids: readonly string[]) => Load;

interface WideScene {
  bare: string;
  inLarge: BenchApi;
  account: (id: string) => string;
  accounts: readonly string[];
  wideIds: readonly string[];
  settings: Settings;
}

/** A record of so many fields costs more wherever it is read; what counts is that it costs us no more than a bare server. */
async function wholeWideRecord(get: Get, scene: WideScene): Promise<Figure> {
  const { bare, inLarge, account, accounts, wideIds, settings } = scene;
  let at = 0;
  const bareGet = (path: string, ids: readonly string[]): Load => ({
    url: bare,
    next: () => ({ method: 'GET', path: `/${path}?id=${ids[at++ % ids.length]!}` }),
  });
  const shareOf = async (yardstick: Load, load: Load): Promise<Figure> =>
    (await compare({ yardstick, sides: [{ name: '', load }] }, settings))[0]!;
  const ordinary = await shareOf(bareGet('get', accounts), get(inLarge, account, accounts));
  const whole = await shareOf(
    bareGet('wide', wideIds),
    get(inLarge, (id) => `/api/records/wide/${id}`, wideIds),
  );
  return {
    name: `get all of ${settings.fields} fields, beside a bare server, against the same of an account`,
    unit: '%',
    value: (100 * whole.value) / ordinary.value,
    goal: GOAL,
    beside: { ...whole.beside, share_of_bare: whole.value, account_share_of_bare: ordinary.value },
  };
}

/** As many fields as an account has. */
const part = ({ fields }: Settings): string[] =>
  Array.from({ length: Math.min(25, fields - 1) }, (_, index) => `text_${index}`);

function objectDocuments({ objects }: Settings) {
  return Array.from({ length: objects }, (_, n) => [
    document('object', `bench_${n}`, {
      label: label(`Object ${n}`),
      label_plural: label(`Objects ${n}`),
      name_field: 'name',
    }),
    document('field', `bench_${n}.name`, { object: `bench_${n}`, type: 'text', label: label('Name') }),
    document('field', `bench_${n}.size`, { object: `bench_${n}`, type: 'integer', label: label('Size') }),
    document('field', `bench_${n}.account`, {
      object: `bench_${n}`,
      type: 'reference',
      to: 'account',
      label: label('Account'),
    }),
  ]).flat();
}

function roleDocuments({ roles }: Settings) {
  return Array.from({ length: roles }, (_, n) =>
    document('role', `bench_role_${n}`, {
      label: label(`Role ${n}`),
      grants: {
        account: { read: `record.employees >= ${n}`, update: 'record.owner == user.id', fields: { '*': 'read' } },
        contact: { read: 'record.owner == user.id' },
      },
    }),
  );
}

function wideDocuments({ fields }: Settings) {
  return [
    document('object', 'wide', { label: label('Wide'), label_plural: label('Wide'), name_field: 'name' }),
    document('field', 'wide.name', { object: 'wide', type: 'text', label: label('Name') }),
    ...Array.from({ length: fields - 1 }, (_, n) =>
      document('field', `wide.text_${n}`, { object: 'wide', type: 'text', label: label(`Text ${n}`) }),
    ),
  ];
}

function document(kind: string, key: string, body: object) {
  return { kind, key, body };
}

async function personWithRoles(api: BenchApi, { roles }: Settings): Promise<BenchApi> {
  const person = { email: 'many@example.com', password: PASSWORD };
  const names = Array.from({ length: roles }, (_, n) => `bench_role_${n}`);
  await api.call('POST', '/api/users', { ...person, name: 'Many Roles', roles: names });
  return BenchApi.signIn(api.url, person);
}

async function fillWide(api: BenchApi, { fields }: Settings): Promise<string[]> {
  const values = Object.fromEntries(Array.from({ length: fields - 1 }, (_, n) => [`text_${n}`, `Value ${n}`]));
  const create = Array.from({ length: 50 }, (_, n) => ({ name: `Wide ${n}`, ...values }));
  const { created } = await api.call<{ created: string[] }>('POST', '/api/records/wide/bulk', { create });
  return created;
}

async function idsOf(api: BenchApi, object: string): Promise<string[]> {
  const { data } = await api.call<{ data: { id: string }[] }>('GET', `/api/records/${object}?fields=id&limit=200`);
  return data.map(({ id }) => id);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

function seconds(name: string, value: number): Figure {
  return { name, unit: 's', value, beside: {} };
}

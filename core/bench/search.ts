import { BenchApi, startServer } from './bench-api.ts';
import { REPRESENTATIVE, accountsTemplate } from './accounts-template.ts';
import type { BenchPostgres } from './bench-postgres.ts';
import type { Figure } from './figure.ts';
import { LoadSource } from './load.ts';
import type { Settings } from './settings.ts';
import type { Times } from './times.ts';

/** What people type, from the rare to the very common, from whole names to typing errors. */
const SEARCHES: readonly (readonly [name: string, text: (n: number) => string])[] = [
  ['a company', (n) => `Acme Energy ${n}`],
  ['an e-mail address', (n) => `person${n}@example.com`],
  ['a name, 张伟', () => '张伟'],
  ['two characters, 晨光', () => '晨光'],
  ['letters, zhangwei', () => 'zhangwei'],
  ['initials, zw', () => 'zw'],
  ['two words, anna fischer', () => 'anna fischer'],
  ['a typo, kowalsky', () => 'kowalsky'],
  ['nothing like it, qqqxzw', () => 'qqqxzw'],
];

const GOAL = { atMost: 50 };

/** The search box over all records: the 95th percentile is what people wait for while they type. */
export async function benchSearch(postgres: BenchPostgres, settings: Settings): Promise<Figure[]> {
  const url = await postgres.copyOf(accountsTemplate(postgres, settings));
  const server = await startServer(url);
  try {
    const admin = await BenchApi.signIn(server.url);
    const representative = await BenchApi.signIn(server.url, REPRESENTATIVE);
    const figures: Figure[] = [];
    for (const [name, text] of SEARCHES) figures.push(await benchOne(admin, name, [text], settings));
    const all = SEARCHES.map(([, text]) => text);
    figures.push({ ...(await benchOne(admin, 'all of them in turn, administrator', all, settings)), goal: GOAL });
    figures.push({ ...(await benchOne(representative, 'all of them in turn, row rule', all, settings)), goal: GOAL });
    return figures;
  } finally {
    await server.stop();
  }
}

async function benchOne(
  { url, token }: BenchApi,
  name: string,
  texts: readonly ((n: number) => string)[],
  settings: Settings,
): Promise<Figure> {
  let n = 0;
  const source = await LoadSource.open({
    url,
    token,
    next: () => {
      const text = texts[n % texts.length]!((n++ * 7919) % settings.accounts);
      return { method: 'GET', path: `/api/search?q=${encodeURIComponent(text)}` };
    },
  });
  try {
    await source.warmUp({ ...settings, warmUp: settings.warmUp / 20 });
    return figureOf(`search: ${name}`, await source.run(settings.seconds * 2));
  } finally {
    source.close();
  }
}

function figureOf(name: string, { p95, p50, p99, perSecond }: Times): Figure {
  return { name, unit: 'ms', value: p95, beside: { p50_ms: p50, p99_ms: p99, per_second: perSecond } };
}

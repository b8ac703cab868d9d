import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { definePlugin, label, may } from '@stratacrm/sdk';
import { packedPlugin } from '../../core/testing/plugin-packages.ts';
import { ADMIN } from '../../core/testing/admin.ts';
import { startStory, type Story, type StoryPage } from '../../core/testing/story.ts';
import { routes } from '../src/router/routes.ts';

const { email, password } = ADMIN;

/** WCAG 2.2, levels A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

let story: Story;
type State = Awaited<ReturnType<ReturnType<StoryPage['page']['context']>['storageState']>>;
let state: State;
/** Ids of one record of each object, and `now`. */
const ids: Record<string, string> = {};

/** Addresses; `{object}` is the id of one of its records. */
const SCREENS: readonly string[] = [
  '/',
  '/o/account?view=account_all',
  '/o/account?view=account_all&filter=name.contains("nothing like it")',
  '/o/account?view=account_all&group=industry',
  '/o/account?view=account_all&as_of=2026-01-01T00:00:00Z',
  '/o/account?bin=1&type=table',
  '/o/account?view=account_all&preview={account}',
  '/o/opportunity?view=opportunity_all&type=board',
  '/o/activity?view=activity_calendar',
  '/o/nothing_like_it',
  '/dashboards/sales',
  '/dashboards/service?owner=me',
  '/notifications',
  '/form/there-is-no-such-form',
  '/studio/email-templates',
  '/studio/connections',
  '/studio/deliveries',
  '/o/account/{account}',
  '/o/account/{account}?side=history',
  '/o/account/{account}?as_of={now}',
  '/o/account/{account}?as_of=2020-01-01T00:00:00Z',
  '/o/opportunity/{opportunity}',
  '/o/activity/{activity}',
  '/o/user',
  '/o/user/{user}',
  '/o/team',
  '/p/nothing_like_it',
  '/search?q=a',
  '/profile',
  '/my-work',
  '/my-work/{task}?show=teams',
  '/my-work?show=done',
  '/decide/nothing_like_it_nothing_like_it',
  '/import',
  '/imports',
  '/studio',
  '/studio/objects',
  ...['settings', 'fields', 'layouts', 'views', 'rules', 'process', 'permissions', 'usage'].map(
    (tab) => `/studio/objects/opportunity/${tab}`,
  ),
  '/studio/objects/account/fields?field=industry',
  '/studio/option-sets',
  '/studio/option-sets/industry',
  '/studio/dashboards',
  '/studio/dashboards/sales',
  '/studio/workflows',
  '/studio/workflows/look_after',
  '/studio/actions',
  '/studio/runs',
  '/studio/runs/{run}',
  '/studio/failures',
  '/o/account/{account}?side=workflows',
  '/studio/roles',
  '/studio/roles/sales_representative',
  '/studio/users',
  '/studio/users?user={user}',
  '/studio/teams',
  '/studio/delegation',
  '/studio/screens',
  '/studio/plugins',
  '/studio/plugin?id=com.example.rooms',
  '/studio/plugin-package?digest={package}',
  '/studio/releases',
  '/studio/releases/1',
  '/studio/workspace',
  '/studio/business-hours',
  '/studio/exchange-rates',
  '/studio/privacy',
  '/studio/due',
  '/studio/audit',
  '/studio/preview?object=account',
  '/nothing/like/it',
];

beforeAll(async () => {
  story = await startStory({
    environment: { STRATA_PLUGIN_DEV: '1' },
  });
  const { page } = await story.open('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  for (const object of ['account', 'opportunity', 'activity', 'user']) {
    const answer = await page.request.get(new URL(`/api/records/${object}?limit=1`, story.server.url).href);
    ids[object] = ((await answer.json()) as { data: { id: string }[] }).data[0]!.id;
  }
  ids['run'] = await startedRun(page);
  ids['package'] = await installedPlugin(page);
  ids['task'] = await askedTask(page);
  ids['now'] = new Date().toISOString();
  state = await page.context().storageState();
});

afterAll(() => story?.close());

/** A plugin that is installed, and the digest of its next version, which is not. */
async function installedPlugin(page: StoryPage['page']): Promise<string> {
  const headers = { 'x-strata-client': 'studio' };
  const upload = async (version: string): Promise<string> => {
    const texts = { label: label('Rooms', '会议室'), description: label('Who has which.', '会议室安排。') };
    const capabilities = [may.records('account', ['read'], ['name'], label('To name them.', '用于显示名称。'))];
    const id = { id: 'com.example.rooms', prefix: 'room', version };
    const plugin = definePlugin({ ...id, ...texts, documents: [], capabilities });
    const answer = await page.request.post(new URL('/api/plugin-packages', story.server.url).href, {
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      data: packedPlugin(plugin, { files: { 'README.md': `# Rooms ${version}` } }),
    });
    return ((await answer.json()) as { data: { digest: string } }).data.digest;
  };
  const digest = await upload('1.0.0');
  const grants = ['records:account:read:name'];
  const install = new URL('/api/plugins/install', story.server.url).href;
  const answer = await page.request.post(install, { headers, data: { source: { digest }, grants } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return upload('1.1.0');
}

/** A workflow with a button, pressed once. */
async function startedRun(page: StoryPage['page']): Promise<string> {
  const send = async (method: string, path: string, data: object): Promise<{ data: { run: string } }> => {
    const headers = { 'x-strata-client': 'studio' };
    const answer = await page.request.fetch(new URL(path, story.server.url).href, { method, headers, data });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()) as { data: { run: string } };
  };
  await send('PUT', '/api/studio/layers/workspace/documents/workflow/look_after', {
    kind: 'workflow',
    name: 'look_after',
    label: { en: 'Look after', zh: '跟进' },
    format: 1,
    active: true,
    trigger: { type: 'manual', settings: { object: 'account' } },
    first: 'large',
    steps: [
      { id: 'large', type: 'condition', version: 1, settings: { when: 'record.name != ""' }, next: { yes: 'twice' } },
      { id: 'twice', type: 'compute', version: 1, settings: { value: 'record.name + "!"' }, next: { done: 'asked' } },
      {
        id: 'asked',
        type: 'approval',
        version: 1,
        settings: { people: [{ kind: 'role', value: 'administrator' }], title: 'May it be {{ twice }}', own: true },
        next: {},
      },
    ],
  });
  await send('POST', '/api/studio/publish', { message: 'Look after' });
  const { data } = await send('POST', `/api/records/account/${ids['account']!}/workflows/look_after`, {});
  return data.run;
}

/** Something that is asked of the one who looks. */
async function askedTask(page: StoryPage['page']): Promise<string> {
  for (let tries = 0; ; tries++) {
    const answer = await page.request.get(new URL('/api/my-work?show=teams', story.server.url).href);
    const { data } = (await answer.json()) as { data: { id: string }[] };
    if (data[0] !== undefined || tries > 50) return data[0]!.id;
    await page.waitForTimeout(200);
  }
}

function addressOf(screen: string): string {
  return screen.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name]!);
}

/** Who looks: every other screen in the one language, the rest in the other; each is loaded once, and made narrow then. */
const LANGUAGES = ['en', 'zh-CN'] as const;
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Once what is to come is there. The line on which changes are told stays open, so the network is never idle. */
async function shown({ page }: StoryPage): Promise<void> {
  await page.locator('main, form').first().waitFor();
  await page.waitForTimeout(400);
  await page.waitForFunction(() => document.querySelector('.skeleton, [aria-busy=true]') === null, null, {
    timeout: 8_000,
  });
}

async function barriers({ page }: StoryPage, runOnly: axe.RunOnly): Promise<string[]> {
  const found = await page.evaluate(
    (only) => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: only }),
    runOnly,
  );
  return found.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map((node) => node.target.join(' '))
        .join(' | ')}`,
  );
}

/** What stands beyond the right edge of the screen, where nobody can scroll to. */
async function overflow({ page }: StoryPage): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test('every address of the application is among the screens looked at', () => {
  const paths = routes.flatMap((route) =>
    (route.children ?? [null]).map((child) => [route.path, child?.path].filter(Boolean).join('/')),
  );
  const missing = paths.filter((path) => {
    const pattern = new RegExp(
      `^${path
        .replace('/:rest(.*)*', '/nothing/like/it')
        .replaceAll(/\/:\w+\?/g, '(/[^/?]+)?')
        .replaceAll(/:\w+/g, '[^/?]+')}(\\?.*)?$`,
    );
    return !['/sign-in', '/second-factor', '/import/:id'].includes(path) && !SCREENS.some((each) => pattern.test(each));
  });
  expect(missing).toEqual([]);
});

/** What is wrong with a screen: wide and on a phone, and wide in the dark, where other colours stand against each other. */
interface Findings {
  wide: string[];
  dark: string[];
  phone: string[];
  beyond: number;
  problems: string[];
}

const FLAWLESS: Findings = { wide: [], dark: [], phone: [], beyond: 0, problems: [] };
const EVERY_RULE: axe.RunOnly = { type: 'tag', values: RULES };

async function look(person: StoryPage, screen: string): Promise<Findings> {
  const { page, problems } = person;
  problems.length = 0;
  await page.setViewportSize(WIDE);
  await page.goto(new URL(addressOf(screen), story.server.url).href);
  await shown(person);
  const file = `every-screen-${screen.replaceAll(/\W+/g, '-')}`.slice(0, 110);
  const picture = async (look: string): Promise<void> => {
    if (process.env['STRATA_PICTURES'] === '1') await person.picture(`${file}-${look}`);
  };
  await picture('wide');
  await page.evaluate(axe.source);
  const wide = await barriers(person, EVERY_RULE);
  const wideBeyond = await overflow(person);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await barriers(person, { type: 'rule', values: ['color-contrast'] });
  await picture('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(PHONE);
  await shown(person);
  await picture('phone');
  const phone = await barriers(person, EVERY_RULE);
  // A record or object that is not there is what such an address asks for.
  const asked = /nothing|no-such|as_of=2020|com\.example/.test(screen);
  return {
    wide,
    dark,
    phone,
    beyond: Math.max(wideBeyond, await overflow(person)),
    problems: asked ? [] : problems.filter((each) => !each.includes('ERR_ABORTED')),
  };
}

describe('every screen', () => {
  /** They look side by side, each at a screen of his own. */
  let people: StoryPage[];

  beforeAll(async () => {
    people = await Promise.all(
      LANGUAGES.map(async (locale) => {
        const person = await story.open('/sign-in', { locale });
        await person.page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
        await person.page.context().addCookies(state.cookies);
        // What was refused before signing in is told before the first screen is looked at.
        await person.page.goto(new URL('/', story.server.url).href);
        await shown(person);
        return person;
      }),
    );
  });

  const pairs = SCREENS.flatMap((screen, at) => (at % 2 === 0 ? [[screen, SCREENS[at + 1] ?? '/']] : []));

  test.each(pairs)('%s, %s', async (...screens) => {
    const found = await Promise.all(screens.map((screen, index) => look(people[index]!, screen)));
    expect(found).toEqual([FLAWLESS, FLAWLESS]);
  });
});

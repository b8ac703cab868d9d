import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStory, type Story, type StoryPage } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

const password = 'a-long-enough-password-6';

let story: Story;
let person: StoryPage;
let page: Page;
let headers: Record<string, string>;
let leaver: string;
let heir: string;

beforeAll(async () => {
  story = await startStory();
  const { token } = await send('POST', '/api/auth/login', ADMIN);
  headers = { authorization: `Bearer ${token}` };
  leaver = await user('Lena Leaver');
  heir = await user('Henry Heir');
  const of = { owner: leaver };
  await send('POST', '/api/records/account/bulk', {
    create: Array.from({ length: 1_200 }, (_, n) => ({ name: `Zzz ${n}`, ...of })),
  });
  await send('POST', '/api/records/opportunity', { name: 'Zzz open', stage: 'prospecting', ...of });
  person = await story.open('/', { as: ADMIN });
  page = person.page;
  await page.getByRole('navigation').first().waitFor();
});

afterAll(() => story?.close());

async function send(method: string, path: string, body?: object) {
  const response = await fetch(new URL(path, story.server.url), {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

async function user(name: string): Promise<string> {
  const mail = `${name.split(' ')[0]!.toLowerCase()}@example.com`;
  const { data } = await send('POST', '/api/users', { email: mail, name, roles: ['sales_representative'], password });
  return data.id;
}

async function owned(object: string, owner: string): Promise<number> {
  const answer = await send('POST', `/api/records/${object}/query`, {
    filter: `owner == "${owner}"`,
    aggregates: { n: 'count()' },
  });
  return Number(answer.data[0].n);
}

const dialog = () => page.getByRole('dialog').filter({ hasText: 'Hand over what Lena Leaver owns' });

test('who is deactivated is asked who takes over; all of it changes hands in one go, and back', async () => {
  await page.goto(new URL(`/studio/users?user=${leaver}`, story.server.url).href);
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await expect.poll(() => dialog().innerText()).toContain('1,200');
  await dialog().getByLabel('Opportunities').uncheck();
  await dialog().getByRole('button', { name: 'Hand over 1,200 records' }).click();
  await dialog().getByText('Choose the new owner.').waitFor();
  await dialog().getByLabel('New owner').first().click();
  await page.keyboard.type('Henry');
  await page.getByRole('option', { name: /Henry Heir/ }).click();
  await person.picture('hand-over');
  await dialog().getByRole('button', { name: 'Hand over 1,200 records' }).click();
  const toast = page.getByText('1,200 records have a new owner');
  await toast.waitFor();
  await expect.poll(() => owned('account', heir)).toBe(1_200);
  expect(await owned('opportunity', leaver)).toBeGreaterThan(0);
  // He is deactivated once what he owns has gone.
  const active = async (): Promise<boolean> => {
    const { data } = await send('GET', '/api/users');
    return data.find((each: { id: string }) => each.id === leaver).active;
  };
  await expect.poll(active).toBe(false);
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(() => owned('account', leaver)).toBe(1_200);
});

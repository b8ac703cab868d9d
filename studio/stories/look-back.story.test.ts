import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStory, type Story, type StoryPage } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

let story: Story;
let person: StoryPage;
let page: Page;
let headers: Record<string, string>;
/** A moment between the first and the second state of the records. */
let before: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  story = await startStory();
  const { token } = await send('POST', '/api/auth/login', ADMIN);
  headers = { authorization: `Bearer ${token}` };
  for (const name of ['Zzz kept', 'Zzz gone']) {
    const { data } = await send('POST', '/api/records/account', { name, city: 'Hangzhou' });
    ids[name] = data.id;
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  before = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await send('PATCH', `/api/records/account/${ids['Zzz kept']}`, { city: 'Ningbo' });
  await send('PATCH', `/api/records/account/${ids['Zzz kept']}`, { name: 'Zzz renamed' });
  await send('DELETE', `/api/records/account/${ids['Zzz gone']}`);
  await send('POST', '/api/records/account', { name: 'Zzz later' });
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
  return response.status === 204 ? null : response.json();
}

async function visit(path: string): Promise<void> {
  await page.goto(new URL(path, story.server.url).href);
}

const names = (): Promise<string[]> => page.getByRole('main').locator('[data-line] a.title').allInnerTexts();
const LIST = '/o/account?view=account_all&filter=name.contains("Zzz")&sort=name';

test('the list shows the records as they were, deleted ones too, and lets nothing be changed', async () => {
  await visit(LIST);
  await expect.poll(names).toEqual(['Zzz later', 'Zzz renamed']);
  await page.getByRole('button', { name: 'More for this view' }).click();
  await page.getByRole('menuitem', { name: 'As it was on …' }).click();
  await page.getByTestId('past').waitFor();
  // A day ago none of them was there.
  await expect.poll(names).toEqual([]);
  await visit(`${LIST}&as_of=${before}`);
  await expect.poll(names).toEqual(['Zzz gone', 'Zzz kept']);
  await expect.poll(() => page.getByRole('main').innerText()).toContain('Hangzhou');
  expect(await page.getByRole('button', { name: 'Preview' }).count()).toBe(0);
  const cell = page.getByRole('gridcell').filter({ hasText: 'Hangzhou' }).first();
  await cell.dblclick();
  expect(await page.getByRole('main').getByRole('textbox').filter({ hasText: 'Hangzhou' }).count()).toBe(0);
  await person.picture('look-back-list');
});

test('a record opened from there is the one of then; each change is a step through its life', async () => {
  await page.getByRole('link', { name: 'Zzz kept' }).click();
  await page.getByTestId('past').waitFor();
  await page.getByRole('heading', { name: 'Zzz kept' }).waitFor();
  await expect.poll(() => page.getByRole('main').innerText()).toContain('Hangzhou');
  await page.getByRole('button', { name: 'The change after' }).click();
  await expect.poll(() => page.locator('form, .form').first().innerText()).toContain('Ningbo');
  await page.getByRole('heading', { name: 'Zzz kept' }).waitFor();
  await page.getByRole('button', { name: 'The change after' }).click();
  await page.getByRole('heading', { name: 'Zzz renamed' }).waitFor();
  await person.picture('look-back-record');
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect.poll(() => page.getByTestId('past').count()).toBe(0);
  await page.getByRole('heading', { name: 'Zzz renamed' }).waitFor();
});

test('a deleted record is seen as it was, and a moment before it was made says so', async () => {
  await visit(`/o/account/${ids['Zzz gone']}?as_of=${before}`);
  await page.getByRole('heading', { name: 'Zzz gone' }).waitFor();
  await visit(`/o/account/${ids['Zzz gone']}?as_of=2020-01-01T00:00:00Z`);
  await page.getByText('At that moment there was no such record').waitFor();
});

test('each entry of the history leads to the record at that moment', async () => {
  await visit(`/o/account/${ids['Zzz kept']}?side=history`);
  await page.getByRole('button', { name: 'See the record at this moment' }).last().click();
  await page.getByTestId('past').waitFor();
  await page.getByRole('heading', { name: 'Zzz kept' }).waitFor();
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStory, type Story, type StoryPage } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

const documents = '/api/studio/layers/workspace/documents';

let story: Story;
let admin: StoryPage;
let page: Page;

beforeAll(async () => {
  story = await startStory();
  admin = await story.open('/', { as: ADMIN });
  page = admin.page;
  await ask(`${documents}/field/account.seats`, 'PUT', {
    kind: 'field',
    object: 'account',
    name: 'seats',
    type: 'text',
    label: { en: 'Seats', zh: '座位数' },
  });
  await ask('/api/studio/publish', 'POST', { message: 'Seats' });
  for (const seats of ['120', '1,500', 'about 30']) {
    await ask('/api/records/account', 'POST', { name: `With ${seats}`, seats });
  }
});

afterAll(async () => {
  await story?.close();
});

interface Answer {
  data?: { id: string; seats: unknown }[];
  releases?: unknown;
}

/** As a program asks, with the session of the browser. */
async function ask(path: string, method = 'GET', data?: object): Promise<Answer> {
  const response = await page.request.fetch(new URL(path, story.server.url).href, {
    method,
    headers: { 'x-strata-client': 'studio' },
    ...(data === undefined ? {} : { data }),
  });
  expect({ path, status: response.status(), text: await response.text() }).toMatchObject({
    status: expect.toSatisfy((status: number) => status < 300) as number,
  });
  return (await response.json()) as Answer;
}

async function seats(): Promise<unknown[]> {
  const { data = [] } = await ask('/api/records/account?fields=name,seats&filter=name.startsWith("With")&sort=name');
  return data.map((each) => each.seats);
}

test('a type is changed from a card; the values that do not convert stand beside it, and in a file', async () => {
  await page.goto(new URL('/studio/objects/account/fields?field=seats', story.server.url).href);
  await page.getByTestId('change-type').click();
  const panel = page.getByRole('dialog');
  await panel.locator('[data-type="integer"]').click();
  await panel.getByTestId('use-type').click();
  const change = page.getByTestId('type-change');
  await change.getByText('2 of 3 values convert.').waitFor();
  await change.getByText('1 value does not').waitFor();
  await change.getByText('about 30', { exact: true }).waitFor();
  await change.getByText('"about 30" is not a whole number.').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    change.getByRole('link', { name: 'All of them as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('account-seats.csv');
  await admin.picture('change-a-type');
});

test('the publish says it too, converts, and keeps what does not convert', async () => {
  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByTestId('publish-dialog');
  await dialog.getByTestId('conversion').getByText('about 30', { exact: true }).waitFor();
  await dialog.getByTestId('publish-message').fill('Seats are counted');
  await admin.picture('change-a-type-plan');
  await page.getByTestId('publish-go').click();
  await page.getByTestId('publish-done').click();
  expect(await seats()).toEqual([1500, 120, null]);
  const kept = page.getByTestId('kept-values');
  await kept.getByText('about 30', { exact: true }).waitFor();
  await admin.picture('kept-values');
});

test('a change is taken back before it is published', async () => {
  await page.goto(new URL('/studio/objects/account/fields?field=seats', story.server.url).href);
  await page.getByTestId('change-type').click();
  await page.getByRole('dialog').locator('[data-type="text"]').click();
  await page.getByTestId('use-type').click();
  await page.getByTestId('type-change').getByText('All 2 values convert.').waitFor();
  await page.getByRole('button', { name: 'Back to Whole number' }).click();
  await page.getByTestId('type-change').waitFor({ state: 'detached' });
  await page.getByTestId('save-sign').filter({ hasText: 'Saved' }).waitFor();
});

test('rolled back, the values are as they were', async () => {
  const { data: releases = [] } = (await ask('/api/studio/releases')) as { data?: { number: number }[] } & Answer;
  await ask(
    `/api/studio/releases/${String((releases[1] as unknown as { number: number }).number)}/rollback`,
    'POST',
    {},
  );
  expect(await seats()).toEqual(['1,500', '120', 'about 30']);
});

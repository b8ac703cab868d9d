import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStory, type Story, type StoryPage } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

const documents = '/api/studio/layers/workspace/documents';

let story: Story;
let admin: StoryPage;
let page: Page;

beforeAll(async () => {
  story = await startStory({ environment: { STRATA_DEMO: '0' } });
  admin = await story.open('/', { as: ADMIN });
  page = admin.page;
  const label = { en: 'Seat', zh: '所在地' };
  await ask(`${documents}/field/account.seat`, 'PUT', {
    kind: 'field',
    object: 'account',
    name: 'seat',
    type: 'address',
    label,
  });
  await ask('/api/studio/publish', 'POST', { message: 'Seats' });
  for (const [name, city] of Object.entries({ Aurora: 'Wuhan', Borealis: 'Shenzhen', Corona: 'Shenzhen' })) {
    await ask('/api/records/account', 'POST', { name, seat: { city, country: 'CN' } });
  }
});

afterAll(async () => {
  await story?.close();
});

async function ask(path: string, method: string, data: object): Promise<void> {
  const url = new URL(path, story.server.url).href;
  const response = await page.request.fetch(url, { method, headers: { 'x-strata-client': 'studio' }, data });
  expect(response.status()).toBeLessThan(300);
}

test('the city of an address is a column, sorts and groups', async () => {
  await page.goto(new URL('/o/account', story.server.url).href);
  await page.getByText('Aurora', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page
    .getByPlaceholder(/column|field/i)
    .last()
    .fill('city');
  await page
    .getByRole('button', { name: /Seat.*City/ })
    .first()
    .click();
  await page.keyboard.press('Escape');
  await page.getByText('Wuhan', { exact: true }).waitFor();
  await admin.picture('parts-as-columns');
  await page.goto(new URL(`${page.url()}${page.url().includes('?') ? '&' : '?'}group=seat.city`).href);
  await page.getByText('Shenzhen').first().waitFor();
  await page.getByText('Corona', { exact: true }).waitFor();
  await admin.picture('parts-grouped');
});

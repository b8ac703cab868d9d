import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN } from '../../core/testing/admin.ts';
import { startStory, type Story } from '../../core/testing/story.ts';

let story: Story;
let page: Page;

beforeAll(async () => {
  story = await startStory();
  ({ page } = await story.open('/o/campaign', { as: ADMIN, width: 390, height: 844 }));
});

afterAll(async () => {
  await story?.close();
});

async function visit(path: string): Promise<void> {
  await page.goto(new URL(path, story.server.url).href);
}

/** All of it stands on the screen, from left to right. */
async function isWhole(part: ReturnType<Page['locator']>): Promise<boolean> {
  const box = await part.boundingBox();
  return box !== null && box.x >= 0 && box.x + box.width <= 390;
}

test('every sum of a list is whole on a phone, and what is selected is one line', async () => {
  await page.getByText('Sum of Budget').waitFor();
  for (const sum of await page.locator('.foot > span').all()) expect(await isWhole(sum)).toBe(true);
  await page.getByLabel('Select the records shown').check();
  const told = page.getByRole('toolbar').getByText(/selected$/);
  const lines = await told.evaluate(
    (element) => element.getBoundingClientRect().height / parseFloat(getComputedStyle(element).lineHeight),
  );
  expect(lines).toBeLessThan(2);
});

test('the bin says that the filter hides what is in it, not that it is empty', async () => {
  await visit(`/o/campaign?bin=1&filter=${encodeURIComponent('name == "nothing like it"')}`);
  await page.getByText('Nothing matches these filters').waitFor();
});

test('a calendar finds a date by itself and tells what is on its days', async () => {
  const query = { fields: 'name,close_date', filter: 'close_date > today()', sort: 'close_date', limit: '1' };
  const address = `/api/records/opportunity?${new URLSearchParams(query).toString()}`;
  const answer = await page.request.get(new URL(address, story.server.url).href);
  const [first] = ((await answer.json()) as { data: { name: string; close_date: string }[] }).data;
  await visit(`/o/opportunity?view=opportunity_all&type=calendar&month=${first!.close_date.slice(0, 7)}`);
  const line = page.locator('.agenda').getByRole('link', { name: first!.name });
  await line.waitFor();
  expect(await isWhole(line)).toBe(true);
});

test('the field a column goes to stands beside its name, and each problem can be mended', async () => {
  await visit('/import');
  const rows = ['Name,Company,E-mail', 'Ann,One,ann@one.example.com', 'Bea,Two,no address'];
  const file = { name: 'leads.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) };
  await page.getByLabel('What are these?').selectOption({ label: 'Leads' });
  await page.locator('input[type=file]').setInputFiles(file);
  const chosen = page.getByRole('combobox', { name: 'Field: E-mail' });
  await chosen.waitFor();
  expect(await isWhole(chosen)).toBe(true);
  await page.getByTestId('check-import').click();
  const mend = page.getByTestId('import-problems').getByRole('button', { name: 'Leave empty' });
  await mend.click();
  await page.getByTestId('check-again').click();
  await page.getByRole('button', { name: 'Import 2 rows' }).waitFor();
  await visit('/imports');
  await page.getByText('2 to create, 0 to update').waitFor();
});

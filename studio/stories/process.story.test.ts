import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStory, type Story } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

let story: Story;
let page: Page;

beforeAll(async () => {
  story = await startStory();
  ({ page } = await story.open('/', { as: ADMIN }));
});

afterAll(async () => {
  await story?.close();
});

async function visit(path: string): Promise<void> {
  await page.goto(new URL(path, story.server.url).href);
}

async function ask<Body>(path: string, method = 'GET', data?: object): Promise<Body> {
  const response = await page.request.fetch(new URL(path, story.server.url).href, {
    method,
    headers: { 'x-strata-client': 'studio' },
    ...(data === undefined ? {} : { data }),
  });
  expect(response.ok(), `${method} ${path} ${await response.text()}`).toBe(true);
  return (await response.json()) as Body;
}

test('a deal at a discount is asked for where it cannot simply be won', async () => {
  const { data } = await ask<{ data: { id: string }[] }>(
    `/api/records/opportunity?limit=1&fields=id&filter=${encodeURIComponent('stage == "negotiation"')}`,
  );
  const { id } = data[0]!;
  await ask(`/api/records/opportunity/${id}`, 'PATCH', { discount: '25' });
  await visit(`/o/opportunity/${id}`);
  await page.getByText('in stage today').waitFor();
  await page.getByRole('button', { name: 'Move to…' }).click();
  await page.getByRole('menuitem', { name: 'Won at a discount (needs approval)' }).click();
  await page.getByText('The move to Won awaits approval').waitFor();
  const answer = await ask<{ data: { stage: string; pending: { to: string } } }>(
    `/api/records/opportunity/${id}/transitions`,
  );
  expect(answer.data).toMatchObject({ stage: 'negotiation', pending: { to: 'won' } });
});

test('an administrator draws a process; what is doubtful is told, and every change is taken back', async () => {
  await visit('/studio/objects/case/process');
  await page.locator('[data-stage="waiting"]').waitFor();
  await page.getByText('Every stage is reached and leads on.').waitFor();
  await page.getByRole('button', { name: 'Remove the transition' }).last().click();
  await page.getByText('Nothing leads to “Closed”, and no record begins there.').waitFor();
  await page.getByTestId('undo').click();
  await page.getByText('Every stage is reached and leads on.').waitFor();
  await page.getByRole('button', { name: 'Add transition' }).click();
  await page.getByTestId('approval').waitFor();
});

test('holidays of a country are taken into the business hours', async () => {
  await visit('/studio/business-hours');
  await page.getByRole('combobox', { name: 'Country' }).selectOption('de');
  await page.getByTestId('take-in').click();
  await page.getByRole('cell', { name: 'Day of German Unity' }).waitFor();
  const monday = page.getByLabel('Monday');
  await monday.fill('9:00-12:00, 13:30-18:00');
  await monday.press('Enter');
  interface Kept {
    data: { calendars: { week: object[][] }[] };
  }
  await expect
    .poll(async () => (await ask<Kept>('/api/studio/workspace')).data.calendars[0]!.week[0])
    .toEqual([
      { from: '09:00', to: '12:00' },
      { from: '13:30', to: '18:00' },
    ]);
});

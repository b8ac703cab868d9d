import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStory, type Story, type StoryPage } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

let story: Story;
let admin: StoryPage;
let page: Page;

beforeAll(async () => {
  story = await startStory();
  admin = await story.open('/', { as: ADMIN });
  page = admin.page;
});

afterAll(async () => {
  await story?.close();
});

test('settings of the workspace are changed in place, and hold at once', async () => {
  await page.goto(new URL('/studio/workspace', story.server.url).href);
  await page.getByLabel('Name', { exact: true }).fill('Morning Light');
  await page.getByLabel('Name', { exact: true }).blur();
  await page.getByText('Saved', { exact: true }).first().waitFor();
  // Gone before it was sent, it would not have been saved.
  await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok()),
    page.getByLabel('Country of phone numbers').selectOption('DE'),
  ]);
  await page.reload();
  await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Morning Light');
  await expect.poll(() => page.getByLabel('Country of phone numbers').inputValue()).toBe('DE');
  await admin.picture('workspace-settings');
});

test('rates are pasted from a spreadsheet, changed in their cell, and taken out', async () => {
  await page.goto(new URL('/studio/exchange-rates', story.server.url).href);
  const paste = page.getByTestId('paste-rates');
  await paste.fill('currency\tfrom\trate\nUSD\t2026-01-01\t7.05\nUSD\tsoon\t7');
  await page.getByText('This line is no rate').waitFor();
  await paste.fill('currency\tfrom\trate\nUSD\t2026-01-01\t7.05\nUSD\t2026-07-01\t7.2');
  await page.getByTestId('take-in-rates').filter({ hasText: 'Add 2 rates' }).click();
  const cell = page.getByLabel('USD 2026-01-01', { exact: true });
  await expect.poll(() => cell.inputValue()).toBe('7.05');
  await cell.fill('0');
  await cell.blur();
  await page.getByText('"0" is not a rate above zero').waitFor();
  await cell.fill('7.06');
  await cell.blur();
  await page.reload();
  await expect.poll(() => cell.inputValue()).toBe('7.06');
  await admin.picture('exchange-rates');
  await page.getByRole('button', { name: 'Take out: USD 2026-07-01' }).click();
  await page.locator('[data-rate="USD 2026-07-01"]').waitFor({ state: 'detached' });
});

import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStory, type Story } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

let story: Story;
let page: Page;

beforeAll(async () => {
  story = await startStory();
  ({ page } = await story.open('/o/lead', { as: ADMIN }));
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByRole('grid').waitFor();
});

afterAll(async () => {
  await story?.close();
});

const field = (name: string) => page.getByRole('main').locator(`[data-field="${name}"]`);

async function accessible(): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.target.join(' ') ?? ''}`);
}

test('a name that is already there is shown while it is typed, with its owner', async () => {
  await page.goto(new URL('/o/account', story.server.url).href);
  await page.getByRole('grid').waitFor();
  await page.keyboard.press('c');
  const panel = page.getByRole('dialog', { name: 'New Account' });
  await panel.getByLabel('Name').fill('Fabrikam-9');
  await panel.getByLabel('Name').fill('contoso ltd');
  await panel.getByRole('link', { name: /Contoso/ }).waitFor();
  await panel.getByText(/^owned by /).waitFor();
  expect(await accessible()).toEqual([]);
  await panel.getByLabel('Name').fill('Something else');
  await expect.poll(() => panel.getByRole('link').count()).toBe(0);
});

test('what a rule warns of is saved, said once, and stands beside its field until it is mended', async () => {
  await page.goto(new URL('/o/lead', story.server.url).href);
  await page.getByRole('grid').waitFor();
  await page.keyboard.press('c');
  const panel = page.getByRole('dialog', { name: 'New Lead' });
  await panel.getByLabel('Name').fill('Wang Fang');
  await panel.getByLabel('Company').fill('Warned Ltd');
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved, with a warning').waitFor();
  await field('mobile').getByText('Give an e-mail address').waitFor();
  expect(await accessible()).toEqual([]);

  await field('email').getByRole('button', { name: 'Edit E-mail' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).fill('wang@example.com');
  await page.keyboard.press('Enter');
  await expect.poll(() => field('mobile').getByText('Give an e-mail address').count()).toBe(0);
});

test('typing that was not saved is asked about on leaving, kept, and offered again', async () => {
  await field('email').getByRole('button', { name: 'Edit E-mail' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).fill('not an address');
  await page.getByRole('link', { name: 'Back to the list' }).click();
  const leave = page.getByRole('dialog', { name: 'Leave without saving?' });
  await leave.getByRole('button', { name: 'Leave without saving' }).click();
  await page.waitForURL(/\/o\/lead(\?|$)/);
  await page.goBack();
  await page.getByText('Typed here earlier and not saved: E-mail').waitFor();
  expect(await accessible()).toEqual([]);
  await page.getByRole('button', { name: 'Take it up again' }).click();
  await page.getByText('1 change not saved').waitFor();
  await field('email').getByRole('button', { name: 'Edit E-mail' }).click();
  expect(await page.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe('not an address');

  await page.getByRole('textbox', { name: 'E-mail' }).fill('fang@example.com');
  await page.keyboard.press('Enter');
  await field('email').getByText('fang@example.com').waitFor();
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await page.waitForURL(/\/o\/lead(\?|$)/);
  await page.goBack();
  await field('email').getByText('fang@example.com').waitFor();
  expect(await page.getByText('Typed here earlier').count()).toBe(0);
});

test('what is typed without a connection is saved by itself when there is one again; a list comes back by itself too', async () => {
  await page.context().setOffline(true);
  await field('email').getByRole('button', { name: 'Edit E-mail' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).fill('far@example.com');
  await page.keyboard.press('Enter');
  const band = page.getByText('No connection. What you typed is kept');
  await band.waitFor();
  await page.getByText('1 change not saved').waitFor();
  expect(await accessible()).toEqual([]);

  await page.context().setOffline(false);
  await band.waitFor({ state: 'detached' });
  await page.getByText('1 change not saved').waitFor({ state: 'detached' });
  await page.reload();
  await field('email').getByText('far@example.com').waitFor();

  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('grid').getByText('Wang Fang').waitFor();
  await page.goBack();
  await field('email').waitFor();
});

test('a field says who gave it its value, when, and where the field comes from', async () => {
  await field('email').hover();
  await field('email').getByRole('button', { name: 'About E-mail' }).click();
  const about = page.getByRole('dialog', { name: 'About E-mail' });
  await about.getByText(/^Last changed by/).waitFor();
  await about.getByText('wang@example.com').waitFor();
  expect(await accessible()).toEqual([]);
  await about.getByRole('link', { name: 'Open in the Studio' }).click();
  await page.waitForURL(/\/studio\/objects\/lead\/fields\?field=email/);
});

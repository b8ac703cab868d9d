import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStory, type Story } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

const { email } = ADMIN;

let story: Story;
let ann: Page;
let ben: Page;

beforeAll(async () => {
  story = await startStory();
  ann = await signedIn();
  ben = await signedIn();
});

afterAll(async () => {
  await story?.close();
});

async function signedIn(): Promise<Page> {
  const { page } = await story.open('/', { as: ADMIN });
  return page;
}

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, story.server.url).href);
}

async function saved(page: Page): Promise<void> {
  await page.getByTestId('save-sign').filter({ hasText: 'Saved' }).waitFor();
}

/** The day in the reader's time zone so many days from now. */
function day(ahead: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now() + ahead * 86_400_000);
}

test('a field gets an owner, a purpose and a date, and is due when the date comes near', async () => {
  await visit(ann, '/studio/objects/account/fields?field=industry');
  const about = ann.getByTestId('about');
  await about.getByText('About', { exact: true }).click();
  for (const [name, value] of [
    ['Owner', email],
    ['Purpose', 'The board report groups by it.'],
    ['Look at it again by', day(7)],
  ] as const) {
    await about.getByLabel(name).fill(value);
    // Slower than a save: its answer must not put the old text back into the next box.
    if (name === 'Purpose') await about.getByLabel(name).pressSequentially(' Ask sales.', { delay: 120 });
  }
  await ann.getByTestId('unpublished').filter({ hasText: '1 change' }).waitFor();
  await saved(ann);
  await ann.getByRole('link', { name: 'Due for review' }).click();
  const line = ann.locator('[data-due="account.industry"]');
  expect(await line.innerText()).toContain('The board report groups by it. Ask sales.');
  await line.getByRole('link', { name: 'Industry' }).click();
  await ann.getByTestId('field-panel').waitFor();
});

test('two administrators who change one field are shown both changes and lose neither', async () => {
  const address = '/studio/objects/account/fields?field=industry';
  await Promise.all([visit(ann, address), visit(ben, address)]);
  const english = (page: Page) => page.getByTestId('field-panel').getByRole('textbox', { name: 'Label, English' });
  const chinese = (page: Page) => page.getByTestId('field-panel').getByRole('textbox', { name: 'Label, Chinese' });
  await chinese(ben).waitFor();
  await english(ann).fill('Sector');
  await ann.getByTestId('save-sign').filter({ hasText: 'Saving' }).waitFor();
  await saved(ann);
  await chinese(ben).fill('行业类别');
  const conflict = ben.getByTestId('conflict');
  await conflict.waitFor();
  expect(await conflict.innerText()).toContain('Sector');
  await conflict.getByRole('button', { name: 'Lay mine over it' }).click();
  await conflict.waitFor({ state: 'detached' });
  await saved(ben);
  await visit(ann, address);
  expect([await english(ann).inputValue(), await chinese(ann).inputValue()]).toEqual(['Sector', '行业类别']);
});

test('fill rates are counted when asked for', async () => {
  await visit(ann, '/studio/objects/account/fields');
  await ann.getByTestId('fill-rates').click();
  await ann.getByRole('columnheader', { name: 'Filled' }).waitFor();
  expect(await ann.locator('[data-field="name"]').innerText()).toContain('100%');
});

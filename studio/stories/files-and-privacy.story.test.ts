import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { png } from '../../core/test/files/file-client.ts';
import { ApiClient } from '../../core/testing/api-client.ts';
import { startStory, type Story } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

/** A picture is put into a contact and seen; the list goes out as a file; the person asks to be forgotten. */

const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-story-'));

let story: Story;
let page: Page;
let admin: ApiClient;
let contact: { id: string; name: string; email: string };

beforeAll(async () => {
  story = await startStory();
  ({ page } = await story.open('/', { as: ADMIN }));
  const nobody = new ApiClient(story.server.url);
  const { token } = await nobody.ok<{ token: string }>('POST', '/api/auth/login', { body: ADMIN });
  admin = new ApiClient(story.server.url, token);
  await addPicture();
  const query = { filter: 'email != null', fields: 'name,email', limit: 1 };
  contact = (await admin.ok('GET', '/api/records/contact', { query })).data[0];
});

afterAll(async () => {
  await story?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function addPicture(): Promise<void> {
  const label = { en: 'Photo', zh: '照片' };
  const at = '/api/studio/layers/workspace/documents';
  const field = { kind: 'field', object: 'contact', name: 'photo', type: 'image', label };
  await admin.ok('PUT', `${at}/field/contact.photo`, { body: field });
  const { objects } = await admin.ok('GET', '/api/model');
  const { origin: _, id: __, ...layout } = objects.contact.layouts[0];
  layout.sections[0].items.push({ id: 'photo', field: 'photo' });
  await admin.ok('PUT', `${at}/layout/${layout.name}`, { body: { ...layout, kind: 'layout' } });
  await admin.ok('POST', '/api/studio/publish', { body: { message: 'Photos' } });
  admin.forget();
}

function fileCalled(name: string, content: Buffer | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

const visit = (where: string) => page.goto(new URL(where, story.server.url).href);

test('a page that calls itself a picture is refused beside its field; a picture is seen at once, and in the list', async () => {
  await visit(`/o/contact/${contact.id}`);
  const field = page.locator('[data-field=photo]');
  await field.locator('.reading').click();
  await field.locator('input[type=file]').setInputFiles(fileCalled('fake.png', '<html><script>1</script></html>'));
  await field.getByRole('alert').filter({ hasText: 'text/html' }).first().waitFor();
  await field.locator('input[type=file]').setInputFiles(fileCalled('肖像 portrait.png', png(640, 480)));
  await field.locator('img').waitFor();
  const loaded = () => field.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth);
  await expect.poll(loaded).toBe(640);
  await visit('/o/contact?filter=photo+!%3D+null&columns=name,photo');
  await expect.poll(() => page.locator('.row img').count()).toBe(1);
});

test('what the list shows goes out as a file', async () => {
  await visit('/o/contact');
  await page.locator('.row').first().waitFor();
  await page.getByRole('button', { name: 'View menu' }).or(page.locator('header.head .button').last()).first().click();
  await page.getByText('Export…').click();
  const saving = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe('Contacts.csv');
  const lines = readFileSync(await download.path(), 'utf8').split('\r\n');
  expect(lines[0]?.startsWith('\ufeffName,')).toBe(true);
  expect(lines.length).toBeGreaterThan(2);
});

test('a person is found and made anonymous after its consequences were shown', async () => {
  await visit('/studio/privacy');
  await page.getByPlaceholder('E-mail, telephone or name').fill(contact.email);
  await page.keyboard.press('Enter');
  await page.locator('.found li').filter({ hasText: contact.name }).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Anonymise…' }).click();
  await page.getByTestId('touched').filter({ hasText: 'E-mail: 1' }).waitFor();
  await page.getByLabel('Type ANONYMISE to go on').fill('anonymise');
  await page.getByRole('dialog').getByRole('button', { name: 'Anonymise', exact: true }).click();
  await page.getByRole('cell', { name: 'Personal data anonymised' }).waitFor();
  await visit(`/o/contact/${contact.id}`);
  await page.getByRole('heading', { name: /^Anonymised / }).waitFor();
  expect(await page.locator('main, body').first().textContent()).not.toContain(contact.email);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient } from '../../core/testing/api-client.ts';
import { ADMIN } from '../../core/testing/admin.ts';
import { startStory, type Story } from '../../core/testing/story.ts';

/** An administrator lets a customer in; the customer finds a plain workspace with his own things. */

let story: Story;
let api: ApiClient;

const label = (en: string, zh: string) => ({ en, zh });

beforeAll(async () => {
  story = await startStory();
  const { token } = await new ApiClient(story.server.url).ok<{ token: string }>('POST', '/api/auth/login', {
    body: ADMIN,
  });
  api = new ApiClient(story.server.url, token);
  await api.ok('PUT', '/api/studio/layers/workspace/documents/role/customer', {
    body: {
      kind: 'role',
      name: 'customer',
      label: label('Customer', '客户门户'),
      portal: true,
      grants: {
        case: { create: true, read: 'record.contact == user.record', fields: { '*': 'read', subject: 'edit' } },
        contact: { read: 'record.id == user.record', fields: { '*': 'read' } },
      },
    },
  });
  await api.ok('POST', '/api/studio/publish', { body: { message: 'Customers' } });
  api.forget();
  const { data: contact } = await api.ok('POST', '/api/records/contact', { body: { name: 'Zoe Zimmer' } });
  await api.ok('POST', '/api/records/case', { body: { subject: 'The printer is on fire', contact: contact.id } });
});

afterAll(() => story.close());

test('a contact becomes a portal user and sees nothing but his own', async () => {
  const admin = await story.open('/sign-in');
  const { page } = admin;
  await page.request.post(`${story.server.url}/api/auth/login`, {
    data: ADMIN,
    headers: { origin: new URL(story.server.url).origin },
  });
  await page.goto(`${story.server.url}/studio/users?user=new`);
  const panel = page.getByRole('dialog', { name: 'New user' });
  await panel.getByLabel('Name', { exact: true }).fill('Zoe Zimmer');
  await panel.getByLabel('E-mail').fill('zoe@customer.example');
  await panel.getByLabel(/Portal user/).check();
  await panel.getByLabel('Kind of record').selectOption({ label: 'Contact' });
  await panel.getByRole('combobox', { name: 'The record that is his own' }).click();
  await page.getByPlaceholder('Find Contact…').fill('Zoe');
  await page.getByRole('option', { name: 'Zoe Zimmer' }).click();
  expect(await panel.getByLabel('Administrator').count()).toBe(0);
  await panel.getByLabel('Customer', { exact: true }).check();
  await admin.picture('portal-user-new');
  await panel.getByRole('button', { name: 'Create' }).click();
  const password = await page.getByTestId('password-told').locator('code').innerText();

  const zoe = await story.open('/sign-in');
  await zoe.page.getByLabel('E-mail').fill('zoe@customer.example');
  await zoe.page.getByLabel('Password', { exact: true }).fill(password);
  await zoe.page.keyboard.press('Enter');
  await zoe.page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  zoe.problems.length = 0;
  const rail = zoe.page.getByRole('navigation').first();
  await rail.getByText('Cases').waitFor();
  expect(await rail.getByText('Studio').count()).toBe(0);
  expect(await rail.getByText('Accounts').count()).toBe(0);
  await rail.getByText('Cases').click();
  await zoe.page.getByText('The printer is on fire').click();
  await zoe.page.getByRole('heading', { name: 'The printer is on fire' }).waitFor();
  await zoe.picture('portal-record');
  expect(zoe.problems.filter((problem) => !problem.includes('ERR_ABORTED'))).toEqual([]);
});

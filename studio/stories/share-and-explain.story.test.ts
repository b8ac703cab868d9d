import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient } from '../../core/testing/api-client.ts';
import { startStory, type Story } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

/** A colleague helps with one account for two weeks; both sides see why. */

const PASSWORD = 'a good password';
let story: Story;
let api: ApiClient;
let account: string;

beforeAll(async () => {
  story = await startStory();
  const { token } = await new ApiClient(story.server.url).ok<{ token: string }>('POST', '/api/auth/login', {
    body: ADMIN,
  });
  api = new ApiClient(story.server.url, token);
  const make = async (name: string, mail: string) =>
    (
      await api.ok('POST', '/api/users', {
        body: { name, email: mail, roles: ['sales_representative'], password: PASSWORD },
      })
    ).data.id as string;
  const owner = await make('Olga Owner', 'olga@example.com');
  await make('Henry Helper', 'henry@example.com');
  account = (await api.ok('POST', '/api/records/account', { body: { name: '晨光文具 M&G', owner } })).data.id;
});

afterAll(() => story.close());

function signedIn(who: { email: string; password: string }, path: string, locale: 'en' | 'zh-CN' = 'en') {
  return story.open(path, { as: who, locale });
}

const henryIs = { email: 'henry@example.com', password: PASSWORD };
const olgaIs = { email: 'olga@example.com', password: PASSWORD };

test('an owner shares a record, the helper finds it, and the share is taken back', async () => {
  const henry = await signedIn(henryIs, `/o/account/${account}`);
  await henry.page.getByText('There is no such record, or you may not see it.').waitFor();

  const olga = await signedIn(olgaIs, `/o/account/${account}`);
  const { page } = olga;
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Share…' }).click();
  const dialog = page.getByRole('dialog', { name: /Share “晨光文具/ });
  await dialog.getByRole('combobox', { name: 'Share with' }).click();
  await page.getByPlaceholder(/Find/).fill('Henry');
  await page.getByRole('option', { name: 'Henry Helper' }).click();
  await dialog.getByPlaceholder('Why (they read this too)').fill('Helps with the quote');
  await dialog.getByRole('button', { name: 'Share', exact: true }).click();
  await dialog.getByTestId('share').getByText('Henry Helper').waitFor();
  await dialog.getByRole('button', { name: 'Show everybody who can see it' }).click();
  const readers = dialog.getByTestId('readers');
  await readers.getByText('shared with them').waitFor();
  expect(await readers.getByText('Sales representative').count()).toBe(1);
  await olga.picture('share-dialog');

  await henry.page.reload();
  await henry.page.getByRole('heading', { name: '晨光文具 M&G' }).waitFor();
  await henry.page.getByRole('button', { name: 'More' }).click();
  await henry.page.getByRole('menuitem', { name: 'Who can see this, and why…' }).click();
  const answer = henry.page.getByTestId('explanation');
  await answer.getByText('Henry Helper may.').waitFor();
  await answer.getByText('record.owner == user.id').first().waitFor();
  await henry.picture('explain-own');

  await dialog.getByRole('button', { name: 'End the share with Henry Helper' }).click();
  await dialog.getByText('Not shared by hand with anybody.').waitFor();
  await henry.page.reload();
  await henry.page.getByText('There is no such record, or you may not see it.').waitFor();
  // Typing on ends the question before.
  expect(olga.problems.filter((problem) => !problem.includes('ERR_ABORTED'))).toEqual([]);
});

test('an administrator asks why somebody cannot see a record, and is told what would help', async () => {
  await api.ok('PATCH', '/api/me', { body: { locale: 'zh' } });
  const opened = await signedIn(ADMIN, `/o/account/${account}`, 'zh-CN');
  const { page } = opened;
  await page.getByRole('button', { name: '更多' }).click();
  await page.getByRole('menuitem', { name: '谁能看到，为什么…' }).click();
  await page.getByRole('combobox', { name: '人员' }).click();
  await page.getByPlaceholder(/查找/).fill('Henry');
  await page.getByRole('option', { name: 'Henry Helper' }).click();
  const answer = page.getByTestId('explanation');
  await answer.getByText('Henry Helper不可以。').waitFor();
  await answer.getByText('授予角色“只读用户”').waitFor();
  await answer.getByText('由Olga Owner共享此记录').waitFor();
  await opened.picture('explain-zh');
  expect(opened.problems.filter((problem) => !problem.includes('ERR_ABORTED'))).toEqual([]);
});

test('before a role is published it is said who gains and who loses what', async () => {
  await api.ok('PATCH', '/api/me', { body: { locale: 'en' } });
  const opened = await signedIn(ADMIN, '/studio/roles/sales_representative');
  const { page } = opened;
  await page.getByTestId('grants').waitFor();
  await page.getByLabel('Accounts: Read').selectOption('own');
  await page.getByRole('button', { name: 'Who gains and loses what' }).click();
  const changes = page.getByTestId('access-changes');
  const line = changes.getByText(/can no longer read up to \d+ accounts/);
  await line.click();
  await changes
    .getByText(/\d+ records?/)
    .first()
    .waitFor();
  await opened.picture('permission-diff');
});

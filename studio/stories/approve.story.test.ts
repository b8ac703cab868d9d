import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStory, type Story } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

let story: Story;
let page: Page;
let account: string;

beforeAll(async () => {
  story = await startStory();
  page = (await story.open('/', { as: ADMIN })).page;
  await ask('/api/studio/layers/workspace/documents/workflow/terms', 'PUT', WORKFLOW);
  await ask('/api/studio/publish', 'POST', { message: 'Terms are approved' });
  account = (await ask<{ data: { id: string }[] }>('/api/records/account?limit=1')).data[0]!.id;
});

afterAll(async () => {
  await story?.close();
});

const people = [{ kind: 'role', value: 'administrator' }];

const WORKFLOW = {
  kind: 'workflow',
  name: 'terms',
  label: { en: 'Better terms', zh: '优惠条件' },
  format: 1,
  active: true,
  trigger: { type: 'manual', settings: { object: 'account' } },
  first: 'may',
  steps: [
    {
      id: 'may',
      type: 'approval',
      version: 1,
      settings: { people, title: 'Better terms for {{ record.name }}?', lock: 'locked', own: true },
      next: { approved: 'tell', rejected: 'tell' },
    },
    {
      id: 'tell',
      type: 'task',
      version: 1,
      settings: {
        people,
        title: 'Tell the customer: {{ may_comment }}',
        form: [{ name: 'said_on', type: 'date', label: { en: 'Told on', zh: '告知日期' }, required: true }],
      },
      next: {},
    },
  ],
};

async function ask<Body>(path: string, method = 'GET', data?: object): Promise<Body> {
  const response = await page.request.fetch(new URL(path, story.server.url).href, {
    method,
    headers: { 'x-strata-client': 'studio' },
    ...(data === undefined ? {} : { data }),
  });
  expect(response.ok(), `${method} ${path} ${await response.text()}`).toBe(true);
  return (await response.json()) as Body;
}

test('what a workflow asks comes up by itself, is decided by keys, and its answers are asked for', async () => {
  await page.goto(new URL(`/o/account/${account}`, story.server.url).href);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await ask(`/api/records/account/${account}/workflows/terms`, 'POST', {});
  // Nobody loads the page anew: the record's head and the mark beside "My work" hear of it.
  const asked = page.getByTestId('record-work').locator('[data-work]');
  await asked.getByText('Better terms for').waitFor();
  await page.getByTestId('work-link').getByText('1', { exact: true }).waitFor();
  const locked = await page.request.fetch(new URL(`/api/records/account/${account}`, story.server.url).href, {
    method: 'PATCH',
    headers: { 'x-strata-client': 'studio' },
    data: { name: 'Other' },
  });
  expect(((await locked.json()) as { code: string }).code).toBe('record_locked');

  await page.getByTestId('work-link').click();
  await page.getByTestId('work').locator('[data-work]').first().waitFor();
  await page.keyboard.press('j');
  const detail = page.getByTestId('work-detail');
  await detail.getByRole('heading', { name: 'Better terms for' }).waitFor();
  await page.keyboard.press('r');
  await page.keyboard.press('Control+Enter');
  expect(await detail.getByTestId('outcome').count()).toBe(0);
  await detail.getByRole('textbox', { name: 'Comment (needed)' }).fill('not this year');
  await page.keyboard.press('Control+Enter');

  const task = page.locator('[data-work]').getByText('Tell the customer: not this year');
  await task.click();
  await detail.getByText('Told on *').waitFor();
  await detail.getByTestId('complete').click();
  await detail.getByRole('alert').waitFor();
  const [item] = (await ask<{ data: { id: string }[] }>('/api/my-work?show=teams')).data;
  await ask(`/api/my-work/${item!.id}/complete`, 'POST', { answers: { said_on: '2026-11-20' } });
  await page.getByText('Nothing waits for your teams').waitFor();
  const { data } = await ask<{ data: { status: string }[] }>(`/api/records/account/${account}/runs`);
  expect(data[0]!.status).toBe('done');
});

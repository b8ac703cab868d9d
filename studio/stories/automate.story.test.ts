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

async function type(setting: string, source: string): Promise<void> {
  const editor = page.locator(`[data-setting="${setting}"] .cm-content`).first();
  await editor.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(source);
}

async function publish(message: string): Promise<void> {
  await page.getByTestId('save-sign').filter({ hasText: 'Saved' }).waitFor();
  await ask('/api/studio/publish', 'POST', { message });
}

test('an administrator draws a workflow: a button, a question, a condition, a step', async () => {
  await visit('/studio/workflows');
  await page.getByRole('button', { name: 'New workflow' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByRole('textbox', { name: 'Label, English' }).fill('Ask for a call');
  await panel.getByRole('textbox', { name: 'Label, Chinese' }).fill('安排回电');
  await panel.getByText('Button', { exact: true }).click();
  await panel.getByRole('combobox', { name: 'Object' }).selectOption('account');
  await panel.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL('**/studio/workflows/ask_for_a_call');

  await page.getByRole('button', { name: 'Another question' }).click();
  await page.locator('[data-setting="form"]').getByRole('textbox', { name: 'Name' }).fill('topic');
  await page.keyboard.press('Tab');
  await page.locator('[data-setting="form"]').getByRole('textbox', { name: 'topic, English' }).fill('Topic');
  await page.locator('[data-setting="form"]').getByLabel('Required').check();

  await page.locator('[data-step="~trigger"] [data-add="first"]').click();
  await page.locator('[data-kind="condition"]').click();
  await type('when', 'record.nmae != ""');
  await page.getByTestId('problems').getByText('nmae').waitFor();
  await type('when', 'record.name != ""');
  await page.getByTestId('problems').getByText('Nothing stands against publishing it.').waitFor();

  await page.locator('[data-step="condition"] [data-add="yes"]').click();
  await page.locator('[data-kind="create_record"]').click();
  await page.locator('[data-setting="object"] select').selectOption('activity');
  await page.getByTestId('add-value').selectOption('subject');
  await page.locator('[data-value="subject"] .cm-content').click();
  await page.keyboard.insertText('input_topic + ": " + record.name');
  await page.getByTestId('problems').getByText('Nothing stands against publishing it.').waitFor();
  await page.getByRole('switch').check();
  await admin.picture('workflow-designer');
});

test('what was drawn can be taken back and done again', async () => {
  await page.locator('[data-step="create_record"]').click();
  await page.getByRole('button', { name: 'Take the step out' }).click();
  await expect.poll(() => page.locator('[data-step="create_record"]').count()).toBe(0);
  // By the keyboard: it stays in the drawing when what it stood at is gone.
  await page.keyboard.press('Control+z');
  await page.locator('[data-step="create_record"]').waitFor();
  await publish('Calls on request');
});

test('somebody presses the button, is asked, and the run tells what each step did', async () => {
  const { data } = await ask<{ data: { id: string } }>('/api/records/account', 'POST', { name: 'Calling GmbH' });
  await visit(`/o/account/${data.id}?side=workflows`);
  await page.locator('[data-start="ask_for_a_call"]').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Start' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByRole('textbox').fill('Renewal');
  await dialog.getByRole('button', { name: 'Start' }).click();
  await page.getByTestId('record-workflows').locator('[data-status="done"], [data-status="failed"]').waitFor();
  await page.getByTestId('record-workflows').getByRole('link', { name: 'Ask for a call' }).click();
  await page.getByTestId('run').locator('[data-step="create_record"]').first().waitFor();
  await admin.picture('workflow-run');
});

test('a run that failed says why, and goes on once the reason is mended', async () => {
  const workflow = {
    kind: 'workflow',
    name: 'stamp',
    label: { en: 'Stamp', zh: '盖章' },
    format: 1,
    active: true,
    trigger: { type: 'record_created', settings: { object: 'account', when: 'record.name == "Broken"' } },
    first: 'write',
    steps: [
      {
        id: 'write',
        type: 'update_record',
        version: 1,
        settings: { values: { website: '"not an address"' } },
        next: {},
      },
    ],
  };
  await ask('/api/studio/layers/workspace/documents/workflow/stamp', 'PUT', workflow);
  await ask('/api/studio/publish', 'POST', { message: 'Stamp' });
  await ask('/api/records/account', 'POST', { name: 'Broken' });
  await visit('/studio/runs?workflow=stamp&status=failed');
  await expect
    .poll(
      async () => {
        await page.getByRole('button', { name: 'Look again' }).click();
        return page.locator('[data-run]').count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  await page.locator('[data-run] a').first().click();
  await page.getByTestId('run-problem').getByText('website').first().waitFor();

  const mended = {
    ...workflow,
    steps: [{ ...workflow.steps[0], settings: { values: { website: '"https://example.com"' } } }],
  };
  await ask('/api/studio/layers/workspace/documents/workflow/stamp', 'PUT', mended);
  await ask('/api/studio/publish', 'POST', { message: 'Stamp mended' });
  await page.reload();
  await page.getByRole('button', { name: 'Resume with the present version' }).click();
  await page.getByTestId('run').locator('header [data-status="done"]').waitFor();
  // What was refused on the way was refused on purpose; nothing may have been thrown.
  expect(admin.problems.filter((each) => !/^(GET|Failed to load)/.test(each))).toEqual([]);
});

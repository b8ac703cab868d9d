import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startStory, type Story } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

const list = '/o/opportunity?view=opportunity_all&columns=name,next_step,probability,stage,account&sort=name';

let story: Story;
let page: Page;

beforeAll(async () => {
  story = await startStory();
  ({ page } = await story.open(list, { as: ADMIN }));
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await cell(0, 1).waitFor();
});

afterAll(async () => {
  await story?.close();
});

beforeEach(async () => {
  await page.goto(new URL(list, story.server.url).href);
  await cell(3, 0).getByRole('link').waitFor();
});

const cell = (line: number, column: number) => page.locator(`[data-line="${line}"] [data-column="${column}"]`);

/** What stands in lines from the first on, one column. */
async function column(at: number, lines: number): Promise<string[]> {
  const texts = Array.from({ length: lines }, (_, line) => cell(line, at).innerText());
  return (await Promise.all(texts)).map((text) => text.trim());
}

async function clipboard(text: string): Promise<void> {
  await page.evaluate((written) => navigator.clipboard.writeText(written), text);
}

async function accessible(): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.target.join(' ') ?? ''}`);
}

test('a letter begins to edit, also one that is a command elsewhere; Enter saves and goes down', async () => {
  await cell(0, 1).click();
  await page.keyboard.type('ckx first');
  await page.keyboard.press('Enter');
  await page.keyboard.type('second');
  await page.keyboard.press('Enter');
  await expect.poll(() => column(1, 2)).toEqual(['ckx first', 'second']);
  await page.reload();
  await expect.poll(() => column(1, 2)).toEqual(['ckx first', 'second']);
});

test('a range is copied as a spreadsheet takes it, names and options by their words', async () => {
  await cell(0, 2).click();
  await cell(1, 4).click({ modifiers: ['Shift'], position: { x: 170, y: 10 } });
  await page.keyboard.press('Control+c');
  const rows = (await page.evaluate(() => navigator.clipboard.readText())).split('\n').map((row) => row.split('\t'));
  expect(rows.map((row) => row.slice(1))).toEqual(
    await Promise.all([0, 1].map(async (line) => [await cell(line, 3).innerText(), await cell(line, 4).innerText()])),
  );
  expect(rows.map((row) => `${Number(row[0])}%`)).toEqual(await column(2, 2));
});

test('a paste writes what is right, marks each wrong cell, and is undone as one', async () => {
  const before = [await column(1, 3), await column(2, 3), await column(4, 3)];
  await clipboard('Alpha\t30\nBeta\t400\nGamma\t50\n');
  await cell(0, 1).click();
  await page.keyboard.press('Control+v');
  await page.getByText('3 records changed').waitFor();
  await page.getByText('1 cell was not taken').waitFor();
  expect(await column(1, 3)).toEqual(['Alpha', 'Beta', 'Gamma']);
  await cell(1, 2).click();
  await page.getByRole('alert').filter({ hasText: '100' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => [await column(1, 3), await column(2, 3), await column(4, 3)]).toEqual(before);
});

test('a reference is pasted by name; an unknown name is said beside its cell', async () => {
  await clipboard('Contoso Health\nNobody Ltd\n');
  await cell(0, 4).click({ position: { x: 170, y: 10 } });
  await page.keyboard.press('Control+v');
  await page.getByText('1 cell was not taken').waitFor();
  expect((await column(4, 1))[0]).toBe('Contoso Health');
  expect(await accessible()).toEqual([]);
  expect(await cell(1, 4).getAttribute('title')).toBe('There is no “Nobody Ltd”.');
});

test('a cell is filled down by its handle, and a range is emptied', async () => {
  const before = await column(1, 4);
  await cell(0, 1).click();
  await page.keyboard.type('All the same');
  await page.keyboard.press('Enter');
  await cell(0, 1).click();
  const handle = (await page.locator('[data-fill]').boundingBox())!;
  await page.mouse.move(handle.x + 4, handle.y + 4);
  await page.mouse.down();
  await cell(2, 1).hover({ position: { x: 20, y: 10 } });
  await page.mouse.up();
  await expect.poll(() => column(1, 4)).toEqual(['All the same', 'All the same', 'All the same', before[3]]);
  await page.keyboard.press('Delete');
  await expect.poll(() => column(1, 4)).toEqual(['', '', '', before[3]]);
});

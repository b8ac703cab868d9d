import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStory, type Story, type StoryPage } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

let story: Story;
let admin: StoryPage;
let page: Page;

beforeAll(async () => {
  story = await startStory({ environment: { STRATA_DEMO: '0' } });
  admin = await story.open('/', { as: ADMIN });
  page = admin.page;
});

afterAll(async () => {
  await story?.close();
});

const ROWS = 10_000;

/** One row in nine has a misspelt industry, one in five hundred no number of employees. */
function tenThousand(): Buffer {
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const industry = at % 9 === 0 ? 'Reatil' : 'Retail';
    return `Import ${at},${industry},Shanghai,${at % 500 === 7 ? 'many' : at % 900}`;
  });
  return Buffer.from(`\uFEFFName,Industry,City,Employees\n${rows.join('\n')}\n`);
}

/** GB18030 for 名称,城市 / 晨光文具,上海 / 远洋航运,青岛. */
const CHINESE = Buffer.from('c3fbb3c62cb3c7cad00ab3bfb9e2cec4bedf2cc9cfbaa30ad4b6d1f3babdd4cb2cc7e0b5ba0a', 'hex');

async function begin(name: string, content: Buffer): Promise<void> {
  await page.goto(new URL('/import?object=account', story.server.url).href);
  await page.getByTestId('import-object').waitFor();
  expect(await page.getByTestId('import-object').inputValue()).toBe('account');
  await page.getByTestId('import-file').setInputFiles({ name, mimeType: 'text/csv', buffer: content });
  await page.getByTestId('mapping').waitFor();
}

async function accounts(filter = ''): Promise<{ count: number; names: string[] }> {
  const query = new URLSearchParams({
    fields: 'name',
    limit: '5',
    count: 'exact',
    sort: 'name',
    ...(filter && { filter }),
  });
  const response = await page.request.get(new URL(`/api/records/account?${query.toString()}`, story.server.url).href);
  const body = (await response.json()) as { count: number; data: { name: string }[] };
  return { count: body.count, names: body.data.map((record) => record.name) };
}

const countOf = async (action: string): Promise<string> =>
  (await page.locator(`[data-count="${action}"] strong`).textContent()) ?? '';

test('ten thousand rows: columns guessed, every row previewed, each error in its cell', async () => {
  await begin('accounts.csv', tenThousand());
  expect(await page.getByTestId('file-format').textContent()).toContain('UTF-8');
  const mapped = page.locator('tr[data-column="Employees"] select').first();
  expect(await mapped.inputValue()).toBe('employees');
  await page.getByTestId('check-import').click();
  await page.getByTestId('run-import').waitFor({ timeout: 60_000 });
  expect(await countOf('error')).toBe('1,130');
  expect(await countOf('create')).toBe('8,870');
  await page.locator('[data-count="error"]').click();
  await page.getByTestId('import-rows').locator('.cell.error:not(.action)').first().waitFor();
  expect(await page.getByTestId('import-rows').locator('.cell.error:not(.action)').first().textContent()).toMatch(
    /Reatil/,
  );
  await admin.picture('import-check');
});

test('a misspelt value is mapped once for all rows', async () => {
  await page
    .getByTestId('import-problems')
    .getByRole('button', { name: /Take as “/ })
    .click();
  await page.getByTestId('check-again').click();
  await page.getByTestId('run-import').waitFor({ timeout: 60_000 });
  await expect.poll(() => countOf('error')).toBe('20');
});

test('it runs with a bar; one can leave and come back; what was left out is a file', async () => {
  const address = page.url();
  await page.getByTestId('run-import').click();
  await page.getByTestId('import-run').waitFor();
  await page.goto(new URL('/o/account', story.server.url).href);
  await page.goto(address);
  await page.locator('[data-testid="import-run"][data-state="done"]').waitFor({ timeout: 120_000 });
  expect((await accounts()).count).toBe(ROWS - 20);
  expect((await accounts('industry == "retail"')).count).toBe(ROWS - 20);
  const file = await page.request.get(
    new URL((await page.getByRole('link', { name: /Rows left out/ }).getAttribute('href')) ?? '', story.server.url)
      .href,
  );
  expect((await file.text()).trim().split('\n')).toHaveLength(21);
});

test('the whole import is undone', async () => {
  await page.getByTestId('undo-import').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo this import' }).click();
  await page.locator('[data-testid="import-run"][data-state="undone"]').waitFor({ timeout: 120_000 });
  expect((await accounts()).count).toBe(0);
});

test('a GB18030 file is read as Chinese, and its headings find their fields', async () => {
  await begin('客户.csv', CHINESE);
  expect(await page.getByTestId('file-format').textContent()).toContain('GB18030');
  expect(await page.locator('tr[data-column="名称"] select').first().inputValue()).toBe('name');
  expect(await page.locator('tr[data-column="城市"] select').first().inputValue()).toBe('city');
  await page.getByTestId('check-import').click();
  await page.getByTestId('run-import').click();
  await page.locator('[data-testid="import-run"][data-state="done"]').waitFor({ timeout: 60_000 });
  expect((await accounts('city == "上海"')).names).toEqual(['晨光文具']);
});

test('a key finds existing records: a second time nothing is new', async () => {
  await begin('客户.csv', CHINESE);
  await page.getByTestId('key-field').selectOption('name');
  await page.getByTestId('check-import').click();
  await page.locator('[data-count="unchanged"] strong').filter({ hasText: '2' }).waitFor();
  expect(await countOf('create')).toBe('0');
  expect(await page.getByTestId('run-import').isDisabled()).toBe(true);
});

test('a column without a field gets one on the spot', async () => {
  await begin('tiers.csv', Buffer.from('Name,Loyalty card\nHarbour Lines,L-1\n'));
  await page.locator('tr[data-column="Loyalty card"] select').first().selectOption('+');
  const panel = page.getByTestId('new-field');
  await expect.poll(() => panel.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('loyalty_card');
  await panel.locator('[data-type="text"]').click();
  await page.getByTestId('add-field').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Add and publish' }).click();
  await expect
    .poll(() => page.locator('tr[data-column="Loyalty card"] select').first().inputValue())
    .toBe('loyalty_card');
  await page.getByTestId('check-import').click();
  await page.getByTestId('run-import').click();
  await page.locator('[data-testid="import-run"][data-state="done"]').waitFor({ timeout: 60_000 });
  expect((await accounts('loyalty_card == "L-1"')).names).toEqual(['Harbour Lines']);
});

test('the list of imports tells what each did', async () => {
  await page.goto(new URL('/imports', story.server.url).href);
  await page.getByTestId('imports').getByText('accounts.csv').waitFor();
  expect(await page.getByTestId('imports').getByText('undone').count()).toBe(1);
});

test('nothing went wrong on the way that nobody saw', () => {
  // A page that is left calls off what it was fetching, and the first question of a browser is answered 401.
  const unseen = admin.problems.filter((problem) => !/ERR_ABORTED|status of 401/.test(problem));
  expect(unseen).toEqual([]);
});

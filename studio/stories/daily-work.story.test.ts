import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADMIN } from '../../core/testing/admin.ts';
import { startStory, type Story, type StoryPage } from '../../core/testing/story.ts';

const { email, password } = ADMIN;

let story: Story;
let person: StoryPage;
let page: Page;

beforeAll(async () => {
  story = await startStory();
});

afterAll(async () => {
  await story?.close();
});

interface Answer {
  data: { id: string; version: number; [field: string]: unknown }[];
}

/** As a program asks, with the session of the browser. */
async function query(object: string, question: object): Promise<Answer['data']> {
  const response = await page.request.post(new URL(`/api/records/${object}/query`, story.server.url).href, {
    headers: { 'x-strata-client': 'studio' },
    data: question,
  });
  return ((await response.json()) as Answer).data;
}

async function change(object: string, id: string, patch: object): Promise<void> {
  const response = await page.request.patch(new URL(`/api/records/${object}/${id}`, story.server.url).href, {
    headers: { 'x-strata-client': 'studio' },
    data: patch,
  });
  expect(response.status(), await response.text()).toBe(200);
}

async function visit(path: string): Promise<void> {
  await page.goto(new URL(path, story.server.url).href);
}

const main = () => page.getByRole('main');
/** Those whose records are there: a line that is still to come has nothing to tick. */
const rows = () =>
  page
    .getByRole('grid')
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') })
    .filter({ has: page.getByRole('checkbox') });

async function accessible(): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.target.join(' ') ?? ''}`);
}

describe('signing in', () => {
  test('says what is wrong beside the field, in the language of the reader', async () => {
    person = await story.open('/o/opportunity?view=opportunity_all');
    page = person.page;
    // Colours on their way from one to the other have no contrast that could be judged.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.waitForURL(/sign-in/);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect.poll(() => page.getByRole('alert').allTextContents()).toContain('Enter your e-mail address.');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('email');

    await page.getByRole('button', { name: '中文' }).click();
    await expect.poll(() => page.getByRole('alert').allTextContents()).toContain('请输入邮箱。');
    await page.getByRole('button', { name: 'English' }).click();

    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('wrong-password-9');
    await page.keyboard.press('Enter');
    await page.getByText('E-mail or password is wrong').waitFor();
    expect(await accessible()).toEqual([]);
  });

  test('leads to the page one wanted', async () => {
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/o\/opportunity\?view=opportunity_all/);
    await rows().first().waitFor();
    await page.getByText(/^64 records/).waitFor();
  });
});

describe('a list', () => {
  beforeEach(async () => {
    await visit('/o/opportunity?view=opportunity_all');
    await rows().first().waitFor();
  });

  test('is filtered by a sentence, sorted by a click, and kept as a view of one’s own', async () => {
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByPlaceholder('Find a field…').fill('Stage');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'Proposal' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('filter')).toBe('stage == "proposal"');
    const wanted = await query('opportunity', {
      filter: 'stage == "proposal"',
      sort: 'amount',
      fields: ['name'],
      limit: 200,
    });
    await page.getByText(`${wanted.length} records`).waitFor();

    await page.getByRole('columnheader', { name: 'Amount', exact: true }).getByRole('button').click();
    await expect
      .poll(() => rows().first().getByRole('link').first().textContent())
      .toContain(String(wanted[0]?.['name']));

    await page.getByRole('button', { name: 'Save as a new view…' }).click();
    await page.getByLabel('Name of the view').fill('Offers by size');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Offers by size' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Offers by size' }).waitFor();
    await page.getByText(`${wanted.length} records`).waitFor();

    await page.getByRole('button', { name: 'More for this view' }).click();
    await page.getByRole('menuitem', { name: 'Delete the view' }).click();
    await page.getByText('View “Offers by size” was deleted').waitFor();
  });

  test('is filtered by conditions of which one or another may hold, said in words', async () => {
    await visit(
      `/o/opportunity?view=opportunity_all&filter=${encodeURIComponent('stage == "won" && owner == user.id')}`,
    );
    const filter = page.getByRole('group', { name: 'Filter' });
    await filter.getByRole('button', { name: 'Stage is Won' }).click();
    await page.getByRole('button', { name: 'Or another condition' }).click();
    const group = page.getByRole('group', { name: 'Conditions of the group' });
    const another = group.getByRole('button', { name: 'Or another condition' });
    // The panel around it became wider in that moment, and what opens below the button stays below it.
    const whole = page.getByRole('dialog', { name: 'Filter' });
    await expect.poll(async () => (await whole.boundingBox())?.width).toBe(340);
    await another.click();
    const fields = page.getByRole('dialog', { name: 'Or another condition' });
    const left = async (of: typeof fields) => Math.round((await of.boundingBox())!.x);
    expect(await left(fields)).toBe(await left(another));
    await fields.getByText('Next step', { exact: true }).click();
    await page.getByLabel('How it is compared').selectOption({ label: 'is not empty' });
    await page.getByRole('button', { name: 'Apply' }).click();
    await filter.getByRole('button', { name: 'Stage is Won or Next step is not empty' }).waitFor();
    await expect
      .poll(() => new URL(page.url()).searchParams.get('filter'))
      .toBe('(stage == "won" || next_step != null) && owner == user.id');
    await group.getByRole('button', { name: 'Remove this filter' }).first().click();
    await filter.getByRole('button', { name: 'Next step is not empty' }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('is edited in its cells; what the server refuses stands beside the cell', async () => {
    const [target] = await query('opportunity', {
      filter: 'stage == "prospecting"',
      sort: 'name',
      fields: ['name', 'next_step'],
      limit: 1,
    });
    await visit(
      `/o/opportunity?view=opportunity_all&filter=${encodeURIComponent(`id == "${target!.id}"`)}&columns=name,next_step,probability`,
    );
    await rows().first().waitFor();

    await rows().first().getByRole('gridcell').nth(2).dblclick();
    await page.locator('[role=grid] input:focus').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Send the offer on Monday');
    await page.keyboard.press('Enter');
    await expect
      .poll(
        async () =>
          (await query('opportunity', { filter: `id == "${target!.id}"`, fields: ['next_step'] }))[0]?.['next_step'],
      )
      .toBe('Send the offer on Monday');

    await rows().first().getByRole('gridcell').nth(3).dblclick();
    await page.locator('[role=grid] input:focus').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('140');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '100' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('alert').filter({ hasText: '100' }).count()).toBe(0);
  });

  test('tells in the cell what somebody else wrote there meanwhile, and writes over it only when asked again', async () => {
    const [target] = await query('opportunity', {
      filter: 'stage == "prospecting"',
      sort: 'name',
      fields: [],
      limit: 1,
    });
    const nextStep = async () =>
      (await query('opportunity', { filter: `id == "${target!.id}"`, fields: ['next_step'] }))[0]?.['next_step'];
    await visit(
      `/o/opportunity?view=opportunity_all&filter=${encodeURIComponent(`id == "${target!.id}"`)}&columns=name,next_step,competitor`,
    );
    await rows().first().getByRole('link').first().waitFor();
    await rows().first().getByRole('gridcell').nth(2).dblclick();
    await page.locator('[role=grid] input:focus').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Mine');
    await change('opportunity', target!.id, { next_step: 'Theirs', competitor: 'Umbrella' });
    await rows().first().getByText('Umbrella').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Theirs' }).waitFor();
    expect(await nextStep()).toBe('Theirs');
    await page.keyboard.press('Enter');
    await expect.poll(nextStep).toBe('Mine');
  });

  test('changes many at once, and takes it back', async () => {
    const filter = 'stage == "prospecting" && next_step != null';
    const before = await query('opportunity', { filter, fields: ['next_step'], sort: 'name', limit: 200 });
    await visit(`/o/opportunity?view=opportunity_all&filter=${encodeURIComponent(filter)}`);
    await rows().first().waitFor();
    await page.getByLabel('Select the records shown').check();
    await page.getByRole('toolbar').getByText(`${before.length} selected`).waitFor();
    await page.getByRole('button', { name: 'Edit…' }).click();
    await page.getByLabel('Field', { exact: true }).selectOption('next_step');
    await page.locator('#bulk-value').fill('Call them');
    await page.getByRole('button', { name: `Change ${before.length} records` }).click();
    await page.getByText(`${before.length} records changed`).waitFor();
    const now = await query('opportunity', { filter: 'next_step == "Call them"', fields: ['id'], limit: 200 });
    expect(now.length).toBe(before.length);
    // What passed away unread can still be taken back, from the bell.
    await page.getByRole('status').getByRole('button', { name: 'Close' }).click();
    await page.getByTestId('bell').click();
    const recent = page.getByTestId('recent-changes').getByRole('listitem');
    await recent
      .filter({ hasText: `${before.length} records changed` })
      .getByRole('button', { name: 'Undo' })
      .click();
    await expect
      .poll(async () =>
        (await query('opportunity', { filter, fields: ['next_step'], sort: 'name', limit: 200 })).map(
          (each) => each['next_step'],
        ),
      )
      .toEqual(before.map((each) => each['next_step']));
  });

  test('deletes into the recycle bin, from where a record comes back', async () => {
    await visit('/o/product');
    await rows().first().waitFor();
    const name = (await rows().first().getByRole('link').first().textContent())!.trim();
    await rows().first().getByRole('checkbox').check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('1 record deleted').waitFor();

    await page.getByRole('button', { name: 'More for this view' }).click();
    await page.getByRole('menuitem', { name: 'Recycle bin' }).click();
    await rows().filter({ hasText: name }).getByRole('checkbox').check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Restore' }).click();
    await page.getByText('1 record restored').waitFor();
    await visit('/o/product');
    await rows().filter({ hasText: name }).first().waitFor();
  });

  test('groups with counts and sums, each group opened where it stands', async () => {
    await visit('/o/opportunity?view=opportunity_won');
    const groups = page.getByRole('grid').getByRole('gridcell').filter({ hasText: '¥' });
    await expect.poll(() => groups.count()).toBeGreaterThan(2);
    await page.getByRole('grid').locator('[aria-expanded="false"]').first().click();
    await page.getByRole('grid').getByRole('link').first().waitFor();
    expect(await accessible()).toEqual([]);
  });

  test('groups by a date found by typing, by the stretch one wants', async () => {
    await visit('/o/opportunity?view=opportunity_all');
    await rows().first().waitFor();
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    await page.getByRole('combobox', { name: 'Group by' }).fill('close da');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Close date · Month' }).click();
    await page.getByRole('group', { name: 'Each group is a' }).getByRole('button', { name: 'Quarter' }).click();
    await page
      .getByRole('gridcell', { name: /^Q\d \d{4}/ })
      .first()
      .waitFor();
    expect(new URL(page.url()).searchParams.get('group')).toBe('close_date:quarter');
    await page
      .getByRole('gridcell', { name: /^Q\d \d{4}/ })
      .first()
      .click();
    await page.getByRole('grid').getByRole('link').first().waitFor();
  });
});

describe('a new record', () => {
  test('is asked for in a side panel, what is wrong beside its field', async () => {
    await visit('/o/opportunity?view=opportunity_all');
    await rows().first().waitFor();
    await page.keyboard.press('c');
    const panel = page.getByRole('dialog', { name: 'New Opportunity' });
    await panel.getByRole('button', { name: 'Save', exact: true }).click();
    await panel.getByRole('alert').filter({ hasText: 'Name must not be empty.' }).waitFor();
    expect(await panel.getByLabel('Name').getAttribute('aria-invalid')).toBe('true');

    await panel.getByLabel('Name').fill('Harbour lights, phase 2');
    await panel.getByRole('combobox', { name: 'Account' }).click();
    await page.getByRole('combobox', { name: /Find Account/ }).fill('harbour');
    await page
      .getByRole('option', { name: /Harbour/ })
      .first()
      .click();
    await panel.getByRole('textbox', { name: 'Amount' }).fill('-5');
    await panel.getByRole('button', { name: 'Save', exact: true }).click();
    await panel.locator('[data-field="amount"]').getByRole('alert').waitFor();
    await panel.getByRole('textbox', { name: 'Amount' }).fill('125000');
    expect(await accessible()).toEqual([]);
    await panel.getByRole('button', { name: 'Save', exact: true }).click();

    await page.getByRole('heading', { level: 1, name: 'Harbour lights, phase 2' }).waitFor();
    const [made] = await query('opportunity', {
      filter: 'name == "Harbour lights, phase 2"',
      fields: ['amount', 'account.name'],
    });
    expect(made).toMatchObject({ amount: { amount: '125000.00', currency: 'CNY' } });
  });
});

describe('a record', () => {
  let id: string;

  beforeEach(async () => {
    const [found] = await query('opportunity', {
      filter: 'stage == "proposal"',
      sort: 'name',
      fields: ['id'],
      limit: 1,
    });
    id = found!.id;
    await visit(`/o/opportunity/${id}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  });

  test('is edited in place and keeps what somebody else changed meanwhile', async () => {
    await page.locator('[data-field="next_step"] .reading').click();
    await change('opportunity', id, { competitor: 'Initech' });
    await page.getByRole('textbox', { name: 'Next step' }).fill('Meet the board');
    await page.keyboard.press('Enter');
    await page.locator('[data-field="competitor"]').getByText('Initech').waitFor();
    await page.locator('[data-field="next_step"]').getByText('Meet the board').waitFor();

    await page.locator('[data-field="next_step"] .reading').click();
    await page.getByRole('textbox', { name: 'Next step' }).fill('Mine');
    await change('opportunity', id, { next_step: 'Theirs' });
    await page.keyboard.press('Enter');
    const conflict = page.getByRole('dialog', { name: 'Somebody else saved meanwhile' });
    await conflict.getByText('Theirs', { exact: true }).click();
    await conflict.getByRole('button', { name: 'Save the choice' }).click();
    await page.locator('[data-field="next_step"]').getByText('Theirs').waitFor();
  });

  test('asks also where the live line told of the other change before one saved', async () => {
    await page.locator('[data-field="next_step"] .reading').click();
    await page.getByRole('textbox', { name: 'Next step' }).fill('Call them');
    await change('opportunity', id, { next_step: 'They call us', competitor: 'Globex' });
    await page.locator('[data-field="competitor"]').getByText('Globex').waitFor();
    await page.keyboard.press('Enter');
    const conflict = page.getByRole('dialog', { name: 'Somebody else saved meanwhile' });
    await conflict.getByText('They call us', { exact: true }).waitFor();
    await conflict.getByRole('button', { name: 'Save the choice' }).click();
    await expect.poll(nextStep).toBe('Call them');
  });

  test('keeps what is typed into a field while its last change is being saved', async () => {
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route(`**/opportunity/${id}**`, async (route) => {
      if (route.request().method() === 'PATCH') await held;
      await route.continue();
    });
    await page.locator('[data-field="next_step"] .reading').click();
    await page.getByRole('textbox', { name: 'Next step' }).fill('First thought');
    const asked = page.waitForRequest((request) => request.method() === 'PATCH');
    await page.keyboard.press('Enter');
    await asked;
    await page.locator('[data-field="next_step"] .reading').click();
    await page.getByRole('textbox', { name: 'Next step' }).fill('Second thought');
    const saved = page.waitForResponse((response) => response.request().method() === 'PATCH');
    answer();
    await saved;
    await expect.poll(nextStep).toBe('First thought');
    await page.keyboard.press('Enter');
    await expect.poll(nextStep).toBe('Second thought');
    await page.unrouteAll();
  });

  async function nextStep(): Promise<unknown> {
    return (await query('opportunity', { filter: `id == "${id}"`, fields: ['next_step'] }))[0]?.['next_step'];
  }

  test('goes through its process, asked for what a stage needs', async () => {
    await page.getByRole('button', { name: 'Move to…' }).click();
    await page.getByRole('menuitem', { name: 'Lost' }).click();
    const form = page.getByRole('dialog', { name: 'Before Lost' });
    await form.getByRole('button', { name: 'Move', exact: true }).click();
    await form.getByRole('alert').first().waitFor();
    await form.getByRole('combobox', { name: 'Reason lost' }).click();
    await page.getByRole('option', { name: 'Price' }).click();
    await form.getByRole('button', { name: 'Move', exact: true }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect
      .poll(async () => (await query('opportunity', { filter: `id == "${id}"`, fields: ['stage'] }))[0]?.['stage'])
      .toBe('proposal');
  });

  test('has a timeline one writes to, and a history', async () => {
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await page.getByRole('textbox', { name: 'Subject' }).fill('They want a quote');
    await main().getByRole('button', { name: 'Save', exact: true }).click();
    await main().getByRole('link', { name: 'They want a quote' }).waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await main().getByText('created the record').waitFor();
    expect(await accessible()).toEqual([]);
  });
});

describe('a board', () => {
  test('moves a card by drag; the process asks before the drop, and a refusal puts it back', async () => {
    await visit('/o/opportunity?view=opportunity_board');
    const column = (name: string) => page.getByRole('region', { name });
    const card = column('Qualification').getByRole('article').first();
    await card.waitFor();
    const name = (await card.getAttribute('aria-label'))!;
    await card.dragTo(column('Proposal'), { targetPosition: { x: 60, y: 60 } });
    await column('Proposal').getByRole('article', { name }).waitFor();
    await page.getByText(`“${name}” moved to Proposal`).waitFor();

    const moved = column('Proposal').getByRole('article', { name });
    await moved.dragTo(column('Lost'), { targetPosition: { x: 60, y: 60 } });
    const form = page.getByRole('dialog', { name: 'Before Lost' });
    await form.getByRole('button', { name: 'Cancel' }).click();
    await moved.waitFor();

    await moved.focus();
    await page.keyboard.press('Alt+ArrowRight');
    await column('Negotiation').getByRole('article', { name }).waitFor();
    expect(await accessible()).toEqual([]);
  });
});

describe('finding', () => {
  test('reaches records, pages and actions from one box, Chinese by initials', async () => {
    await visit('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox', { name: 'Search records, pages, actions…' });
    await box.fill('contoso');
    await page
      .getByRole('option', { name: /Contoso/ })
      .first()
      .waitFor();
    expect(await accessible()).toEqual([]);
    await box.fill('pipeline');
    await page.keyboard.press('Enter');
    await page.waitForURL(/view=opportunity_board/);

    await page.getByRole('button', { name: /切换到中文/ }).click();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: '搜索记录、页面、操作…' }).fill('lxr');
    await page.getByRole('option', { name: '联系人' }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /Switch to English/ }).click();
  });

  test('shows all hits on a page of their own', async () => {
    await visit('/search?q=contoso');
    await main()
      .getByRole('link', { name: /Contoso/ })
      .first()
      .click();
    await page.waitForURL(/\/o\/\w+\/[0-9a-f-]{36}/);
  });
});

describe('a dashboard', () => {
  const tile = (name: string) => main().getByRole('region', { name, exact: true });

  test('stands on the home page, tells its figures as a table, and leads to exactly those records', async () => {
    await visit('/');
    await main().getByRole('link', { name: 'Sales', exact: true }).click();
    await page.waitForURL(/\/dashboards\/sales/);
    await tile('Leads by status').locator('canvas').waitFor();
    await tile('Leads by status').getByRole('button', { name: 'Actions of Leads by status' }).click();
    await page.getByRole('menuitem', { name: 'Show as a table' }).click();
    const cell = tile('Leads by status')
      .getByRole('row', { name: /^Contacted/ })
      .getByRole('link');
    const number = Number(await cell.textContent());
    expect(number).toBe((await query('lead', { filter: 'status == "contacted"', fields: ['id'], limit: 200 })).length);
    await cell.click();
    await page.waitForURL(/\/o\/lead\?/);
    await page.getByText(`${number} records`).waitFor();
    await page.goBack();
    await page.locator('[data-filter="Period"]').click();
    await page.getByRole('menuitemradio', { name: 'Last 12 months' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('period')).toBe('last_12_months');
    await tile('Won')
      .getByText(/Dec 2025|2026/)
      .first()
      .waitFor();
  });

  test('is made of tiles that are put on it, moved by keys, and taken back', async () => {
    await visit('/studio/dashboards/service');
    await page.locator('[data-offer="number"]').click();
    const placed = page.locator('[data-place="number"]');
    await placed.getByText('10').or(placed.getByText(/^\d+$/)).first().waitFor();
    await placed.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => placed.getAttribute('aria-label')).toMatch(/column 2, row \d+, 4 wide/);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect.poll(() => placed.count()).toBe(0);
  });
});

describe('language and appearance', () => {
  test('change at once, without loading anything again, and stay', async () => {
    await visit('/o/opportunity?view=opportunity_all');
    await rows().first().waitFor();
    await page.evaluate(() => ((globalThis as { stayed?: boolean }).stayed = true));
    await page.getByRole('button', { name: /切换到中文/ }).click();
    await page.getByRole('columnheader', { name: '预计成交日期' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
    await page.getByTestId('conditions').getByRole('button', { name: '筛选', exact: true }).waitFor();
    await page
      .getByRole('button', { name: '深色外观' })
      .or(page.getByRole('button', { name: '切换到深色' }))
      .click();
    expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(true);
    expect(await page.evaluate(() => (globalThis as { stayed?: boolean }).stayed)).toBe(true);
    expect(await accessible()).toEqual([]);
    await page.reload();
    await page.getByRole('columnheader', { name: '预计成交日期' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(true);
  });

  test('nothing went wrong unseen', () => {
    const expected = /401|422|412|Unprocessable|Unauthorized|Precondition|net::ERR_ABORTED/;
    expect(person.problems.filter((problem) => !expected.test(problem))).toEqual([]);
  });
});

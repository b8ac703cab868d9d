import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStory, type Story, type StoryPage } from '../../core/testing/story.ts';
import { ADMIN } from '../../core/testing/admin.ts';

let story: Story;
let person: StoryPage;
/** Somebody else's program, with a session of its own. */
let headers: Record<string, string>;

beforeAll(async () => {
  story = await startStory();
  person = await story.open('/', { as: ADMIN });
  const { page } = person;
  await page.getByRole('navigation').first().waitFor();
  const answer = await send('POST', '/api/auth/login', ADMIN);
  headers = { authorization: `Bearer ${answer.token}` };
});

afterAll(() => story?.close());

async function send(method: string, path: string, body: object) {
  const response = await fetch(new URL(path, story.server.url), {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return response.json();
}

test('what somebody else saves appears in the list and on the record', async () => {
  const { page } = person;
  const { data } = await send('POST', '/api/records/account', { name: 'Zzz first', city: 'Hangzhou' });
  await page.goto(new URL(`/o/account/${data.id}`, story.server.url).href);
  const main = page.getByRole('main');
  await expect.poll(() => main.textContent()).toContain('CityHangzhou');

  // Time for the line to open.
  await page.waitForTimeout(1_000);
  await send('PATCH', `/api/records/account/${data.id}`, { city: 'Ningbo' });
  await expect.poll(() => main.textContent(), { timeout: 5_000 }).toContain('CityNingbo');

  await page.goto(new URL('/o/account?view=account_mine&sort=-created_at', story.server.url).href);
  const row = () => main.getByRole('row').filter({ hasText: 'Zzz' });
  await expect.poll(() => row().count()).toBe(1);
  await page.waitForTimeout(1_000);
  await send('PATCH', `/api/records/account/${data.id}`, { name: 'Zzz second' });
  await expect.poll(() => row().textContent(), { timeout: 5_000 }).toContain('Zzz second');
});

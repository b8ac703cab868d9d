import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN } from '../../core/testing/admin.ts';
import { startStory, type Story, type StoryPage } from '../../core/testing/story.ts';

const { email, password } = ADMIN;

let story: Story;
/** A recovery code for the last story. */
let spare = '';

beforeAll(async () => {
  story = await startStory();
});

afterAll(async () => {
  await story?.close();
});

/**
 * The browser itself reports each 401: before the sign-in, and the one that asks for the code; and the line on which
 * changes are told, when a page is loaded anew.
 */
const unexpected = (text: string): boolean => !text.includes('401') && !/\/api\/live.*ERR_ABORTED/.test(text);

async function enterPassword({ page }: StoryPage): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

async function signedIn(where: string): Promise<StoryPage> {
  const opened = await story.open(`/sign-in?then=${encodeURIComponent(where)}`);
  await enterPassword(opened);
  await opened.page.waitForURL(`**${where}`);
  return opened;
}

/** What an authenticator app shows so many half minutes from now (RFC 6238). */
function codeOf(setupKey: string, steps: number): string {
  const bits = [...setupKey].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = (bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac('sha1', Buffer.from(bytes)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('a device one does not know is signed out from the profile', async () => {
  const laptop = await signedIn('/profile');
  const stranger = await signedIn('/profile');
  await laptop.page.reload();
  const devices = laptop.page.getByTestId('sessions').getByRole('listitem');
  await expect.poll(() => devices.count()).toBe(2);
  expect(await devices.first().textContent()).toContain('this device');
  await laptop.picture('devices');
  await devices.nth(1).getByRole('button', { name: 'Sign out' }).click();
  await expect.poll(() => devices.count()).toBe(1);
  await stranger.page.reload();
  await stranger.page.waitForURL('**/sign-in**');
  expect(laptop.problems.filter(unexpected)).toEqual([]);
});

test('a key is made for a program, shown once, and taken away', async () => {
  const { page, picture, problems } = await signedIn('/profile');
  const part = page.getByTestId('api-keys');
  await part.getByRole('button', { name: 'New key…' }).click();
  await page.keyboard.press('Enter');
  await part.getByRole('alert').filter({ hasText: 'Say what it is for' }).waitFor();
  await part.getByLabel('What it is for').fill('Nightly export');
  await part.getByLabel('only what some of my roles allow').check();
  await part.getByLabel('Administrator').check();
  await page.keyboard.press('Enter');
  const key = (await part.getByTestId('api-key-told').locator('code').first().textContent()) ?? '';
  await picture('api-key');
  const asks = () => fetch(new URL('/api/me', story.server.url), { headers: { authorization: `Bearer ${key}` } });
  expect(await (await asks()).json()).toMatchObject({ data: { email, roles: ['administrator'] } });
  await page.reload();
  expect(await part.getByRole('listitem').textContent()).toMatch(/Nightly export.*Administrator · last used/s);
  expect(await part.textContent()).not.toContain(key);
  await part.getByRole('button', { name: 'Take the key “Nightly export” away' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await part.getByText('There is no key.').waitFor();
  expect((await asks()).status).toBe(401);
  expect(problems.filter(unexpected)).toEqual([]);
});

test('signing in takes a code once an authenticator app is set up, and a recovery code when it is lost', async () => {
  const owner = await signedIn('/profile');
  const part = owner.page.getByTestId('second-factor');
  await part.getByTestId('set-up').click();
  await part.getByLabel('Your password').fill('not the password');
  await owner.page.keyboard.press('Enter');
  await part.getByRole('alert').filter({ hasText: 'not your present password' }).waitFor();
  await part.getByLabel('Your password').fill(password);
  await owner.page.keyboard.press('Enter');
  await part.getByRole('img', { name: 'QR code' }).waitFor();
  await owner.picture('second-factor-setup');
  const setupKey = (await part.getByTestId('secret').textContent()) ?? '';
  await part.getByLabel('Code', { exact: true }).fill(codeOf(setupKey, 0));
  await owner.page.keyboard.press('Enter');
  const codes = part.getByTestId('recovery-codes').locator('code');
  await expect.poll(() => codes.count()).toBe(10);
  const recovery = (await codes.first().textContent()) ?? '';
  spare = (await codes.nth(1).textContent()) ?? '';
  await owner.picture('recovery-codes');

  const phone = await story.open('/sign-in?then=/profile', { width: 390, height: 800 });
  await enterPassword(phone);
  await phone.page.getByLabel('Code', { exact: true }).fill('000000');
  await phone.picture('sign-in-code');
  await phone.page.keyboard.press('Enter');
  await phone.page.getByText('not the code of the moment').waitFor();
  await phone.page.getByLabel('Code', { exact: true }).fill(codeOf(setupKey, 1));
  await phone.page.keyboard.press('Enter');
  await phone.page.waitForURL('**/profile');

  const lost = await story.open('/sign-in?then=/profile');
  await enterPassword(lost);
  await lost.page.getByLabel('Code', { exact: true }).fill(recovery.toUpperCase());
  await lost.page.keyboard.press('Enter');
  await lost.page.waitForURL('**/profile');
  await lost.page.getByText('9 recovery codes are left').waitFor();
});

test('the audit log tells of it in the reader’s language, and proves that it is as it was written', async () => {
  const auditor = await story.open('/sign-in?then=/studio/audit', { locale: 'zh-CN' });
  const { page } = auditor;
  await page.getByLabel('邮箱').fill(email);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByLabel('验证码', { exact: true }).fill(spare);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/studio/audit');
  const rows = page.getByTestId('audit').locator('tbody tr');
  await rows.filter({ hasText: '启用两步验证' }).waitFor();
  await page.getByLabel('操作', { exact: true }).selectOption('plugins');
  await expect.poll(() => rows.filter({ hasText: '启用两步验证' }).count()).toBe(0);
  await rows.filter({ hasText: '安装插件' }).first().waitFor();
  await page.getByTestId('verify').click();
  await page.getByTestId('check').filter({ hasText: '完好' }).waitFor();
  await auditor.picture('audit-zh');
  expect(auditor.problems.filter(unexpected)).toEqual([]);
});

test('a problem at the provider of single sign-on is told on the sign-in page', async () => {
  const { page } = await story.open('/sign-in?problem=sign_on_no_account');
  await page.getByTestId('sign-on-problem').filter({ hasText: 'There is no account for you here' }).waitFor();
  await expect.poll(() => page.getByTestId('single-sign-on').count()).toBe(0);
});

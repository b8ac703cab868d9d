import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSignOnProvider, type SignOnProvider } from '../../core/testing/sign-on-provider.ts';
import { startStory, type Story } from '../../core/testing/story.ts';

/** Somebody signs in with the button of the company's own login, and is where he wanted to be. */

let provider: SignOnProvider;
let story: Story;

beforeAll(async () => {
  provider = await startSignOnProvider({
    zoe: { email: 'zoe@example.com', email_verified: true, name: 'Zoe Zimmer', groups: ['sales'] },
    noah: { email: 'noah@example.com', email_verified: true, name: 'Noah Neu', groups: [] },
  });
  story = await startStory({
    environment: {
      ...provider.environment,
      STRATA_OIDC_LABEL: 'Example Login',
      STRATA_OIDC_ROLES: 'sales=sales_representative',
      STRATA_OIDC_CREATE_USERS: '1',
    },
  });
  provider.serve(story.server.url);
});

afterAll(async () => {
  await story.close();
  provider.close();
});

test('the button leads to the provider and back to the page one wanted', async () => {
  const { page, picture } = await story.open('/sign-in');
  // The provider's own pages ask for a font elsewhere.
  await page.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  await page.goto(new URL('/o/account', story.server.url).href);
  const button = page.getByTestId('single-sign-on');
  await button.waitFor();
  expect(await button.innerText()).toContain('Example Login');
  await picture('sign-in-with');
  await button.click();
  await page.locator('input[name=login]').fill('zoe');
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL((url) => url.pathname === '/o/account');
  await page.getByRole('navigation').first().getByText('Accounts').waitFor();
  await page
    .getByRole('button', { name: /Zoe Zimmer/ })
    .first()
    .waitFor();
});

test('who comes without a role is told what is missing', async () => {
  const { page } = await story.open('/sign-in');
  await page.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  await page.getByTestId('single-sign-on').click();
  await page.locator('input[name=login]').fill('noah');
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'You have no role yet' }).waitFor();
});

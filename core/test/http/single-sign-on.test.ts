import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSignOnProvider, type ProviderPerson, type SignOnProvider } from '../../testing/sign-on-provider.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** People at the provider, by the name they sign in with there. */
const PEOPLE: Record<string, ProviderPerson> = {
  zoe: { email: 'Zoe@example.com', email_verified: true, name: 'Zoe', groups: ['sales'] },
  new: { email: 'new@example.com', email_verified: true, name: 'New Comer', groups: ['sales', 'unknown'] },
  thief: { email: 'admin@example.com', email_verified: false, name: 'Thief', groups: ['admins'] },
  gone: { email: 'gone@example.com', email_verified: true, name: 'Gone', groups: [] },
};

let api: TestApi;
let provider: SignOnProvider;

beforeAll(async () => {
  provider = await startSignOnProvider(PEOPLE);
  api = await testApi({
    environment: {
      ...provider.environment,
      STRATA_OIDC_LABEL: 'Example Login',
      STRATA_OIDC_ROLES: 'sales=sales_representative, admins=administrator, none=no_such_role',
      STRATA_OIDC_CREATE_USERS: '1',
    },
  });
  provider.serve(api.url);
});
afterAll(() => provider.close());

/** A browser as far as this needs one: cookies by host and path, and redirects one at a time. */
class Browser {
  #cookies = new Map<string, { value: string; path: string }>();

  async go(address: string, form?: Record<string, string>): Promise<Response> {
    const url = new URL(address);
    const cookie = [...this.#cookies]
      .filter(([key, { path }]) => key.startsWith(`${url.host} `) && url.pathname.startsWith(path))
      .map(([key, { value }]) => `${key.split(' ')[1]}=${value}`)
      .join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/';
      if (value === '') this.#cookies.delete(`${url.host} ${name}`);
      else this.#cookies.set(`${url.host} ${name}`, { value, path });
    }
    return response;
  }

  /** Follows redirects until a page, or an address that `stop` wants to see. */
  async follow(
    address: string,
    stop: (url: string) => boolean = () => false,
  ): Promise<{ url: string; page: Response }> {
    let url = address;
    for (let hops = 0; hops < 20; hops++) {
      const page = await this.go(url);
      const to = page.headers.get('location');
      if (to === null) return { url, page };
      url = new URL(to, url).href;
      if (stop(url)) return { url, page };
    }
    throw new Error(`No end of redirects at ${url}`);
  }
}

const isBack = (url: string): boolean => url.startsWith(`${api.url}/api/auth/oidc/callback`);

/** Signs in at the provider; answers with the address it sends the browser back to. */
async function atProvider(browser: Browser, login: string, then = '/o/account'): Promise<string> {
  let { url } = await browser.follow(`${api.url}/api/auth/oidc?then=${encodeURIComponent(then)}`, isBack);
  for (const form of [{ prompt: 'login', login, password: 'any' }, { prompt: 'consent' }]) {
    if (isBack(url)) break;
    const answer = await browser.go(url, form as Record<string, string>);
    const next = new URL(answer.headers.get('location') ?? '', url).href;
    url = isBack(next) ? next : (await browser.follow(next, isBack)).url;
  }
  return url;
}

async function signedIn(login: string, then?: string): Promise<{ browser: Browser; to: string | null }> {
  const browser = new Browser();
  const back = await browser.go(await atProvider(browser, login, then));
  return { browser, to: back.headers.get('location') };
}

const me = async (browser: Browser) => {
  const response = await browser.go(`${api.url}/api/me`);
  return { status: response.status, ...((await response.json()) as { data: { email: string; roles: string[] } }) };
};

describe('single sign-on', () => {
  it('is offered where it is set', async () => {
    const { data } = await api.nobody.ok('GET', '/api/auth/methods');
    expect(data).toEqual({ single_sign_on: { label: 'Example Login' } });
  });

  it('asks the provider with state, nonce and PKCE', async () => {
    const answer = await new Browser().go(`${api.url}/api/auth/oidc`);
    const query = new URL(answer.headers.get('location') ?? '').searchParams;
    expect([...query.keys()].sort()).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'nonce',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
    ]);
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(answer.headers.get('set-cookie')).toMatch(/Path=\/api\/auth\/oidc;.*HttpOnly; SameSite=Lax/);
  });

  it('finds the account with the same verified address, and its groups give roles', async () => {
    const zoe = await api.person('Zoe', ['marketer', 'administrator']);
    const { browser, to } = await signedIn('zoe');
    expect(to).toBe('/o/account');
    expect(await me(browser)).toMatchObject({
      status: 200,
      data: { email: 'zoe@example.com', roles: ['marketer', 'sales_representative'] },
    });
    const { data } = await api.admin.ok('GET', '/api/audit', { query: { actor: zoe.id, limit: 1 } });
    expect(data[0]).toMatchObject({ action: 'signed_in', detail: { with: 'single_sign_on' } });
    // The second time by who he is there, whatever his address.
    PEOPLE['zoe']!.email = 'another@example.com';
    expect((await me((await signedIn('zoe')).browser)).data.email).toBe('zoe@example.com');
  });

  it('makes an account for a newcomer, with the roles of his groups', async () => {
    const { browser } = await signedIn('new');
    expect(await me(browser)).toMatchObject({
      data: { email: 'new@example.com', name: 'New Comer', roles: ['sales_representative'] },
    });
  });

  it('does not believe an address that the provider has not verified', async () => {
    const { browser, to } = await signedIn('thief');
    expect(to).toBe('/sign-in?problem=sign_on_no_account');
    expect((await me(browser)).status).toBe(401);
    const { data } = await api.admin.ok('GET', '/api/audit', { query: { action: 'sign_in_refused', limit: 1 } });
    expect(data[0].subject.name).toBe('admin@example.com');
  });

  it('does not let in who is no longer active here', async () => {
    await api.admin.ok('POST', '/api/users', { body: { email: 'gone@example.com', name: 'Gone', active: false } });
    expect((await signedIn('gone')).to).toBe('/sign-in?problem=sign_on_no_account');
  });

  it('leads only to pages of its own', async () => {
    for (const then of ['https://evil.example', '//evil.example', '/\\evil.example', '/a b'])
      expect((await signedIn('new', then)).to).toBe('/');
  });
});

describe('an answer of the provider', () => {
  const failed = '/sign-in?problem=sign_on_failed';

  it('is good only in the browser that asked, and once', async () => {
    const browser = new Browser();
    const back = await atProvider(browser, 'new');
    expect((await new Browser().go(back)).headers.get('location')).toBe(failed);
    const other = new Browser();
    await other.go(`${api.url}/api/auth/oidc`);
    expect((await other.go(back)).headers.get('location')).toBe(failed);
    expect((await me(other)).status).toBe(401);
    expect((await browser.go(back)).headers.get('location')).toBe('/o/account');
    expect((await browser.go(back)).headers.get('location')).toBe(failed);
  });

  it('is nothing when it was tampered with or says no', async () => {
    for (const change of [
      (url: URL) => url.searchParams.set('state', 'another'),
      (url: URL) => url.searchParams.set('code', 'another'),
      (url: URL) => url.searchParams.set('iss', 'https://evil.example'),
      (url: URL) => {
        url.searchParams.delete('code');
        url.searchParams.set('error', 'access_denied');
      },
    ]) {
      const browser = new Browser();
      const back = new URL(await atProvider(browser, 'new'));
      change(back);
      expect((await browser.go(back.href)).headers.get('location')).toBe(failed);
      expect((await me(browser)).status).toBe(401);
    }
  });
});

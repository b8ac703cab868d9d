import type { Document, DocumentInfo, FieldDocument } from '@stratacrm/sdk';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DraftDocuments, type DraftPort } from './draft-documents.ts';

function field(name: string, changes: Partial<FieldDocument> = {}): FieldDocument {
  return {
    kind: 'field',
    id: `id-${name}`,
    name,
    object: 'account',
    type: 'text',
    label: { en: name, zh: name },
    ...changes,
  };
}

function info(document: Document): DocumentInfo {
  return {
    document,
    key: `account.${document.name}`,
    origin: 'workspace',
    patched_by: [],
    provenance: {},
    state: 'draft_changed',
    version: `v-${document.label.en}`,
    changed: { at: '2026-11-21T09:00:00.000Z', by: 'Ann', release: null },
  };
}

/** A server whose answers come when the test says so. */
class SlowServer implements DraftPort {
  readonly received: Document[] = [];
  readonly versions: (string | null)[] = [];
  /** What somebody else has saved. */
  theirs: DocumentInfo | null = null;
  readonly waiting: { answer: () => void; refuse: (error: unknown) => void }[] = [];

  put(_key: string, document: Document, version: string | null): Promise<DocumentInfo> {
    this.received.push(document);
    this.versions.push(version);
    return new Promise((resolve, reject) => {
      this.waiting.push({ answer: () => resolve(info(document)), refuse: reject });
    });
  }

  remove(): Promise<void> {
    return Promise.resolve();
  }

  newer(): Promise<DocumentInfo | null> {
    return Promise.resolve(this.theirs);
  }

  explain(error: unknown): ReturnType<DraftPort['explain']> {
    return { message: String(error), problems: [{ path: 'label.en', code: 'required', message: 'needed' }] };
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function started(): { server: SlowServer; draft: DraftDocuments } {
  const server = new SlowServer();
  const draft = new DraftDocuments(server);
  draft.load([info(field('tier'))]);
  return { server, draft };
}

const tier = (draft: DraftDocuments): FieldDocument =>
  draft.find('field', 'account.tier')?.document ?? field('missing');

test('an edit shows at once and is saved after a pause, several keys as one save', async () => {
  const { server, draft } = started();
  draft.edit({ ...tier(draft), label: { en: 'T', zh: '' } });
  draft.edit({ ...tier(draft), label: { en: 'Ti', zh: '' } });
  expect(tier(draft).label.en).toBe('Ti');
  expect(draft.status.value).toBe('waiting');
  expect(server.received).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(600);
  expect(server.received).toHaveLength(1);
  expect(draft.status.value).toBe('saving');
  server.waiting[0]?.answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(draft.status.value).toBe('saved');
});

test('an edit made while a save is under way is kept and saved afterwards', async () => {
  const { server, draft } = started();
  draft.edit({ ...tier(draft), label: { en: 'First', zh: '' } });
  await vi.advanceTimersByTimeAsync(600);
  draft.edit({ ...tier(draft), label: { en: 'Second', zh: '' } });
  await vi.advanceTimersByTimeAsync(600);
  expect(server.received).toHaveLength(1);
  server.waiting[0]?.answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(tier(draft).label.en).toBe('Second');
  await vi.advanceTimersByTimeAsync(600);
  server.waiting[1]?.answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(server.received.map((document) => document.label.en)).toEqual(['First', 'Second']);
  expect(draft.status.value).toBe('saved');
});

test('a refusal keeps the edit, says why and where, and the next edit tries again', async () => {
  const { server, draft } = started();
  draft.edit({ ...tier(draft), label: { en: '', zh: '' } });
  await vi.advanceTimersByTimeAsync(600);
  server.waiting[0]?.refuse('no');
  await vi.advanceTimersByTimeAsync(0);
  const entry = draft.find('field', 'account.tier');
  expect(entry?.status).toBe('failed');
  expect(entry?.problems[0]?.path).toBe('label.en');
  expect(entry?.document.label.en).toBe('');
  draft.edit({ ...tier(draft), label: { en: 'Tier', zh: '' } });
  await vi.advanceTimersByTimeAsync(600);
  server.waiting[1]?.answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(draft.find('field', 'account.tier')?.problems).toEqual([]);
  expect(draft.status.value).toBe('saved');
});

test('a reload does not overwrite what is not saved yet', () => {
  const { draft } = started();
  draft.edit({ ...tier(draft), label: { en: 'Mine', zh: '' } });
  draft.replace([info(field('tier', { label: { en: 'Theirs', zh: '' } })), info(field('size'))]);
  expect(tier(draft).label.en).toBe('Mine');
  expect(draft.find('field', 'account.size')).toBeDefined();
});

test('a reload forgets what the server no longer has', () => {
  const { draft } = started();
  draft.replace([info(field('size'))]);
  expect(draft.find('field', 'account.tier')).toBeUndefined();
});

test('flush saves what waits without the pause', async () => {
  const { server, draft } = started();
  draft.edit({ ...tier(draft), required: true });
  const flushed = draft.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(server.received).toHaveLength(1);
  server.waiting[0]?.answer();
  expect(await flushed).toBe(true);
});

test('flush says when the server refused', async () => {
  const { server, draft } = started();
  draft.edit({ ...tier(draft), required: true });
  const flushed = draft.flush();
  await vi.advanceTimersByTimeAsync(0);
  server.waiting[0]?.refuse('no');
  expect(await flushed).toBe(false);
});

/** An edit here, and another of the same document that came first. */
async function collided(): Promise<{ server: SlowServer; draft: DraftDocuments }> {
  const { server, draft } = started();
  draft.edit({ ...tier(draft), required: true });
  await vi.advanceTimersByTimeAsync(600);
  server.theirs = info(field('tier', { label: { en: 'Theirs', zh: '' } }));
  server.waiting[0]?.refuse('changed');
  await vi.advanceTimersByTimeAsync(0);
  return { server, draft };
}

test('a save tells which version it was made on, and the next one the version it made', async () => {
  const { server, draft } = started();
  draft.edit({ ...tier(draft), label: { en: 'Second', zh: '' } });
  await vi.advanceTimersByTimeAsync(600);
  server.waiting[0]?.answer();
  await vi.advanceTimersByTimeAsync(0);
  draft.edit({ ...tier(draft), label: { en: 'Third', zh: '' } });
  await vi.advanceTimersByTimeAsync(600);
  expect(server.versions).toEqual(['v-tier', 'v-Second']);
});

test('when somebody else saved first, both are kept and nothing is sent until one is chosen', async () => {
  const { server, draft } = await collided();
  expect(draft.find('field', 'account.tier')).toMatchObject({ status: 'failed', theirs: { version: 'v-Theirs' } });
  draft.edit({ ...tier(draft), unique: true });
  expect(await draft.flush()).toBe(false);
  expect(server.received).toHaveLength(1);
  expect(tier(draft)).toMatchObject({ required: true, unique: true });
});

test('taking theirs gives up the edit made here', async () => {
  const { server, draft } = await collided();
  draft.takeTheirs('id-tier');
  await vi.advanceTimersByTimeAsync(600);
  expect(tier(draft)).toEqual(field('tier', { label: { en: 'Theirs', zh: '' } }));
  expect(draft.status.value).toBe('saved');
  expect(server.received).toHaveLength(1);
});

test('keeping mine lays only what changed here over theirs', async () => {
  const { server, draft } = await collided();
  draft.keepMine('id-tier');
  await vi.advanceTimersByTimeAsync(600);
  expect(server.versions).toEqual(['v-tier', 'v-Theirs']);
  expect(server.received[1]).toEqual(field('tier', { label: { en: 'Theirs', zh: '' }, required: true }));
  server.waiting[1]?.answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(draft.find('field', 'account.tier')).toMatchObject({ status: 'saved', theirs: null });
});

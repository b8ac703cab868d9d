import {
  StrataError,
  describeError,
  type BulkError,
  type BulkRequest,
  type BulkResult,
  type Issue,
} from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { matchByKey } from './match-by-key.ts';
import { writeRecords, type WriteOutcome, type WriteRequest } from './write-records.ts';
import type { RecordInput } from './written-record.ts';

const MOST_RECORDS = 10_000;

type Listed = { list: BulkError['list']; index: number; request: WriteRequest | Issue[] };
type Sound = Listed & { request: WriteRequest };

/**
 * Creates, updates, upserts, deletes and restores many records of one object. In mode `all` (the default) one error leaves
 * everything as it was; every error is listed with its list, index and path, its message in the caller's language.
 */
export async function bulkRecords(ctx: AccessContext, object: string, request: BulkRequest): Promise<BulkResult> {
  const mode = request.mode ?? 'all';
  if (size(request) > MOST_RECORDS) throw new StrataError('too_many_records', { max: MOST_RECORDS });
  const listed = [...listRequests(request), ...(await listUpserts(ctx, object, request.upsert))];
  const malformed = listed.filter((each) => Array.isArray(each.request));
  const sound = listed.filter((each): each is Sound => !Array.isArray(each.request));
  const dryRun = mode === 'all' && malformed.length > 0;
  const outcomes = await writeListed(ctx, object, sound, { mode, dryRun }, request.upsert);
  const errors = [
    ...malformed.flatMap((each) => bulkErrors(ctx, each, each.request as Issue[])),
    ...outcomes.flatMap((outcome, index) => bulkErrors(ctx, sound[index]!, outcome.issues)),
  ];
  if (mode === 'all' && errors.length > 0)
    return { created: [], updated: [], deleted: [], restored: [], errors: inOrder(errors) };
  return {
    created: idsOf(outcomes, 'create'),
    updated: idsOf(outcomes, 'update'),
    deleted: idsOf(outcomes, 'delete'),
    restored: idsOf(outcomes, 'restore'),
    errors: inOrder(errors),
  };
}

/** What became of one row of an upsert. */
export interface UpsertOutcome {
  /** left: its record was to be left as it is. */
  action: 'create' | 'update' | 'left';
  id: string | null;
  issues: Issue[];
  changed: boolean;
}

/** Writes what is right of these rows, and says of each what became of it; records that are to be left are not touched. */
export async function upsertRecords(
  ctx: AccessContext,
  object: string,
  upsert: NonNullable<BulkRequest['upsert']>,
  leave: ReadonlySet<string>,
): Promise<UpsertOutcome[]> {
  const listed = await listUpserts(ctx, object, upsert);
  const isLeft = ({ request }: Listed): boolean =>
    !Array.isArray(request) && request.action === 'update' && leave.has(request.id);
  const sound = listed.filter((each): each is Sound => !Array.isArray(each.request) && !isLeft(each));
  const written = await writeListed(ctx, object, sound, { mode: 'partial' }, upsert);
  const outcomes = new Map(sound.map(({ index }, place) => [index, written[place]!]));
  return listed.map((each): UpsertOutcome => {
    if (Array.isArray(each.request)) return { action: 'create', id: null, issues: each.request, changed: false };
    const outcome = outcomes.get(each.index);
    if (outcome === undefined) return { action: 'left', id: null, issues: [], changed: false };
    const { action, id, issues, changes } = outcome;
    const changed = action === 'create' || Object.keys(changes).length > 0;
    return { action: action === 'create' ? 'create' : 'update', id, issues, changed };
  });
}

function size({ create = [], update = [], upsert, delete: remove = [], restore = [] }: BulkRequest): number {
  return create.length + update.length + (upsert?.rows.length ?? 0) + remove.length + restore.length;
}

/** A key that others keep taking and giving up is left to them after so many tries. */
const MOST_TRIES = 4;

/** Writes all; an upsert that found its key free and then taken is looked at again: by now the record may be there. */
async function writeListed(
  ctx: AccessContext,
  object: string,
  sound: Sound[],
  options: Parameters<typeof writeRecords>[3],
  upsert: BulkRequest['upsert'],
): Promise<WriteOutcome[]> {
  const outcomes = await writeAll(ctx, object, sound, options);
  if (upsert === undefined) return outcomes;
  for (let tried = 1; tried < MOST_TRIES; tried++) {
    const overtaken = await takeOver(ctx, object, sound, outcomes, upsert.key);
    if (overtaken.length === 0) break;
    const again = options.mode === 'all' ? [...sound.keys()] : overtaken;
    const written = await writeAll(
      ctx,
      object,
      again.map((index) => sound[index]!),
      options,
    );
    again.forEach((index, place) => (outcomes[index] = written[place]!));
  }
  return outcomes;
}

function writeAll(
  ctx: AccessContext,
  object: string,
  sound: readonly Sound[],
  options: Parameters<typeof writeRecords>[3],
) {
  return writeRecords(
    ctx,
    object,
    sound.map((each) => each.request),
    options,
  );
}

/** Turns creates whose key was taken meanwhile into updates; answers with their places. */
async function takeOver(
  ctx: AccessContext,
  object: string,
  sound: Sound[],
  outcomes: readonly WriteOutcome[],
  key: string,
): Promise<number[]> {
  const places = [...sound.keys()].filter(
    (index) =>
      sound[index]!.list === 'upsert' &&
      sound[index]!.request.action === 'create' &&
      outcomes[index]!.issues.some((issue) => issue.code === 'not_unique'),
  );
  if (places.length === 0) return [];
  const inputs = places.map((index) => (sound[index]!.request as { input: RecordInput }).input);
  const matched = await matchByKey(ctx, object, key, inputs);
  return places.filter((index, place) => {
    const request = matched[place]!;
    if (Array.isArray(request) || request.action !== 'update') return false;
    sound[index] = { ...sound[index]!, request };
    return true;
  });
}

function listRequests({ create = [], update = [], delete: remove = [], restore = [] }: BulkRequest): Listed[] {
  return [
    ...create.map((input, index): Listed => ({ list: 'create', index, request: createRequest(input) })),
    ...update.map((input, index): Listed => ({ list: 'update', index, request: updateRequest(input) })),
    ...remove.map((id, index): Listed => ({ list: 'delete', index, request: byId('delete', id) })),
    ...restore.map((id, index): Listed => ({ list: 'restore', index, request: byId('restore', id) })),
  ];
}

async function listUpserts(ctx: AccessContext, object: string, upsert: BulkRequest['upsert']): Promise<Listed[]> {
  if (upsert === undefined) return [];
  const rows = upsert.rows.map((input) => (isObject(input) ? input : null));
  const sound = rows.filter((input) => input !== null);
  const matched = (await matchByKey(ctx, object, upsert.key, sound)).values();
  return rows.map((input, index): Listed => {
    const request = input === null ? [wrongType('', 'a record', upsert.rows[index])] : matched.next().value!;
    return { list: 'upsert', index, request };
  });
}

function createRequest(input: unknown): WriteRequest | Issue[] {
  return isObject(input) ? { action: 'create', input } : [wrongType('', 'a record', input)];
}

function updateRequest(input: unknown): WriteRequest | Issue[] {
  if (!isObject(input)) return [wrongType('', 'a record', input)];
  const { id, version, ...patch } = input;
  if (typeof id !== 'string') return [{ path: 'id', code: 'required', params: { label: 'id' } }];
  if (version === undefined || version === null) return { action: 'update', id, input: patch };
  if (typeof version !== 'number') return [wrongType('version', 'a number', version)];
  return { action: 'update', id, input: patch, version };
}

function byId(action: 'delete' | 'restore', id: unknown): WriteRequest | Issue[] {
  return typeof id === 'string' ? { action, id } : [wrongType('', 'the id of a record', id)];
}

function isObject(input: unknown): input is RecordInput {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function wrongType(path: string, expected: string, got: unknown): Issue {
  return { path, code: 'wrong_type', params: { expected, got: got === null ? 'null' : typeof got } };
}

function bulkErrors(ctx: AccessContext, { list, index }: Listed, issues: readonly Issue[]): BulkError[] {
  return issues.map(({ path, code, params }) => {
    return { list, index, path, code, message: describeError(ctx.locale, code, params) };
  });
}

const LISTS: readonly BulkError['list'][] = ['create', 'update', 'upsert', 'delete', 'restore'];

function inOrder(errors: BulkError[]): BulkError[] {
  return errors.sort((a, b) => LISTS.indexOf(a.list) - LISTS.indexOf(b.list) || a.index - b.index);
}

function idsOf(outcomes: readonly WriteOutcome[], action: WriteOutcome['action']): string[] {
  return outcomes.flatMap(({ action: done, issues, id }) =>
    done === action && issues.length === 0 && id !== null ? [id] : [],
  );
}

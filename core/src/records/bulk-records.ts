import {
  StrataError,
  describeError,
  type BulkError,
  type BulkRequest,
  type BulkResult,
  type Issue,
} from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { writeRecords, type WriteOutcome, type WriteRequest } from './write-records.ts';
import type { RecordInput } from './written-record.ts';

const MOST_RECORDS = 10_000;

type Listed = { list: BulkError['list']; index: number; request: WriteRequest | Issue[] };

/**
 * Creates, updates and deletes many records of one object. In mode `all` (the default) one error leaves everything as it
 * was; every error is listed with its list, index and path, its message in the caller's language.
 */
export async function bulkRecords(ctx: AccessContext, object: string, request: BulkRequest): Promise<BulkResult> {
  const mode = request.mode ?? 'all';
  const listed = listRequests(request);
  if (listed.length > MOST_RECORDS) throw new StrataError('too_many_records', { max: MOST_RECORDS });
  const malformed = listed.filter((each) => Array.isArray(each.request));
  const sound = listed.filter((each): each is Listed & { request: WriteRequest } => !Array.isArray(each.request));
  const dryRun = mode === 'all' && malformed.length > 0;
  const requests = sound.map((each) => each.request);
  const outcomes = await writeRecords(ctx, object, requests, { mode, dryRun });
  const errors = [
    ...malformed.flatMap((each) => bulkErrors(ctx, each, each.request as Issue[])),
    ...outcomes.flatMap((outcome, index) => bulkErrors(ctx, sound[index]!, outcome.issues)),
  ];
  if (mode === 'all' && errors.length > 0) return { created: [], updated: [], deleted: [], errors: inOrder(errors) };
  return {
    created: idsOf(outcomes, 'create'),
    updated: idsOf(outcomes, 'update'),
    deleted: idsOf(outcomes, 'delete'),
    errors: inOrder(errors),
  };
}

function listRequests({ create = [], update = [], delete: remove = [] }: BulkRequest): Listed[] {
  return [
    ...create.map((input, index): Listed => ({ list: 'create', index, request: createRequest(input) })),
    ...update.map((input, index): Listed => ({ list: 'update', index, request: updateRequest(input) })),
    ...remove.map((id, index): Listed => ({ list: 'delete', index, request: deleteRequest(id) })),
  ];
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

function deleteRequest(id: unknown): WriteRequest | Issue[] {
  return typeof id === 'string' ? { action: 'delete', id } : [wrongType('', 'the id of a record', id)];
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

const LISTS: readonly BulkError['list'][] = ['create', 'update', 'delete'];

function inOrder(errors: BulkError[]): BulkError[] {
  return errors.sort((a, b) => LISTS.indexOf(a.list) - LISTS.indexOf(b.list) || a.index - b.index);
}

function idsOf(outcomes: readonly WriteOutcome[], action: WriteOutcome['action']): string[] {
  return outcomes.flatMap(({ action: done, issues, id }) =>
    done === action && issues.length === 0 && id !== null ? [id] : [],
  );
}

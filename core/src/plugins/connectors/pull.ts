import { StrataError, handlerKey, type JsonObject, type JsonValue, type Label, type OutsideRow } from '@stratacrm/sdk';
import type { JobHandlers, JobRun } from '../../kernel/jobs.ts';
import { callPlugin } from '../running/call-plugin.ts';
import { isObject } from '../running/host-api/host-call.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import {
  PULL_JOB,
  contextsOf,
  enqueuePull,
  later,
  minuteOver,
  plainSettings,
  requireLink,
  type Link,
} from './connector-link.ts';
import { Stopped, addProgress, beginRun, endRun, failRun, sumOf, type RunRow } from './connector-runs.ts';
import { keepCursor } from './connector-setup.ts';
import { mappingOf } from './field-mapping.ts';
import { takeDeleted } from './take-deleted.ts';
import { takePage } from './take-page.ts';
import { waitingRecords } from './waiting-changes.ts';

/** After so many pages others have their turn. */
const PAGES = 20;
const MOST_ROWS = 1_000;
const LONGEST_CURSOR = 65_536;
/** So often a page is tried before the run has failed; the next one begins from the same place. */
const TRIES = 6;

/** Trying again helps nothing until somebody has done something about it. */
const FINAL: ReadonlySet<string> = new Set([
  'plugin_switched_off',
  'run_actor_gone',
  'connector_not_set_up',
  'unknown_object',
  'invalid_input',
  'forbidden',
  'plugin_handler_missing',
  'plugin_not_granted',
  'plugin_setting_missing',
  'plugin_refused',
]);

/** Reads what is new outside. */
export function pullJobs(runtime: PluginRuntime): JobHandlers {
  return { [PULL_JOB]: (payload, job) => carryOut(runtime, String((payload as JsonObject)['run']), job) };
}

async function carryOut(runtime: PluginRuntime, id: string, job: JobRun): Promise<void> {
  const run = await beginRun(runtime.database, id);
  if (run === null) return;
  try {
    await readPages(runtime, run, job);
  } catch (error) {
    if (!(error instanceof Stopped)) await fail(runtime, run, error);
  }
}

async function fail({ database, log }: PluginRuntime, run: RunRow, error: unknown): Promise<void> {
  const told = error instanceof StrataError ? error : new StrataError('internal');
  if (told !== error) log.error('A connector broke', { plugin: run.plugin, connector: run.connector, error });
  const pause = minuteOver(told);
  const again = pause ?? (run.attempt >= TRIES || FINAL.has(told.code) ? null : later(run.attempt));
  await database.transaction(async (tx) => {
    await failRun(tx, run.id, { code: told.code, params: told.params }, again, pause === null);
    if (again !== null) await enqueuePull(tx, run, again);
  });
}

async function readPages(runtime: PluginRuntime, run: RunRow, { signal }: JobRun): Promise<void> {
  for (let pages = 0; pages < PAGES && !signal.aborted; pages++) if (!(await readOne(runtime, run))) return;
  // With its place on the list the process may end, or others may have their turn.
  await enqueuePull(runtime.database, run);
}

/** Whether there is more. How it is set up is looked at anew for each page. */
async function readOne(runtime: PluginRuntime, run: RunRow): Promise<boolean> {
  const link = await requireLink(runtime, run.plugin, run.connector);
  const { person } = await contextsOf(runtime, link, run);
  const mapping = mappingOf(person.catalog, link, link.setup);
  const before = link.setup.cursor;
  runtime.sandbox.requireRows(link.plugin.sandboxed);
  const answer = await callPlugin(runtime, link.plugin, person, {
    kind: 'pull',
    handler: handlerKey('connector', run.connector),
    input: { cursor: before, settings: plainSettings(link.plugin) },
    run: run.id,
    depth: run.depth,
    mark: `${run.id} ${JSON.stringify(before)}`,
  });
  const page = readPage(link, answer, before);
  runtime.sandbox.countRows(link.plugin.sandboxed, page.rows.length + page.deleted.length);
  const { narrowed } = await contextsOf(runtime, link, run);
  await runtime.database.transaction(async (tx) => {
    const leave = await waitingRecords(tx, run);
    const ctx = { ...narrowed, db: tx };
    const { object } = link.declared;
    const taken = await takePage(ctx, object, mapping, { rows: page.rows, leave });
    const gone = { keys: page.deleted, leave, deletes: link.setup.deletes };
    await addProgress(tx, run, sumOf(taken, await takeDeleted(ctx, object, mapping, gone)));
    if (page.cursor !== undefined) await keepCursor(tx, run.plugin, run.connector, page.cursor);
    if (!page.more) await endRun(tx, run.id);
  });
  return page.more;
}

interface Page {
  rows: OutsideRow[];
  deleted: JsonValue[];
  cursor: JsonValue | undefined;
  more: boolean;
}

function readPage(link: Link, answer: JsonValue, before: JsonValue): Page {
  if (!isObject(answer) || !isRows(answer['rows']))
    throw badAnswer(link, {
      en: `{ rows, cursor, more } with at most ${MOST_ROWS} rows`,
      zh: `{ rows, cursor, more }，每页最多 ${MOST_ROWS} 行`,
    });
  const { rows, cursor, more = false } = answer;
  const deleted = readDeleted(link, answer['deleted'] ?? [], MOST_ROWS - rows.length);
  if (JSON.stringify(cursor ?? null).length > LONGEST_CURSOR)
    throw badAnswer(link, {
      en: `a cursor of at most ${LONGEST_CURSOR} characters`,
      zh: `不超过 ${LONGEST_CURSOR} 个字符的 cursor`,
    });
  const isSame = cursor === undefined || JSON.stringify(cursor) === JSON.stringify(before);
  if (more === true && isSame)
    throw badAnswer(link, { en: 'another cursor where there is more', zh: '仍有后续数据时应返回新的 cursor' });
  return { rows, deleted, cursor, more: more === true };
}

/** Keys of what is gone outside. */
function readDeleted(link: Link, deleted: JsonValue, most: number): JsonValue[] {
  if (!Array.isArray(deleted) || deleted.length > most)
    throw badAnswer(link, {
      en: `"deleted", a list that has at most ${MOST_ROWS} keys together with the rows`,
      zh: `“deleted” 须为列表，与行合计不超过 ${MOST_ROWS} 个`,
    });
  if (deleted.length > 0 && link.declared.pull?.deletes !== true)
    throw badAnswer(link, {
      en: '"deleted" only where its pull says that it deletes',
      zh: '声明 pull.deletes 后才能返回 “deleted”',
    });
  return deleted;
}

function isRows(rows: JsonValue | undefined): rows is OutsideRow[] {
  return Array.isArray(rows) && rows.length <= MOST_ROWS && rows.every(isObject);
}

function badAnswer({ plugin, declared }: Link, expected: Label): StrataError {
  const handler = handlerKey('connector', declared.name);
  return new StrataError('plugin_bad_answer', { plugin: plugin.manifest.label, handler, expected });
}

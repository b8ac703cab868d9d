import { StrataError, handlerKey, type JsonObject, type JsonValue, type Label, type PushVerdict } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Transaction } from '../../kernel/database.ts';
import type { JobHandlers, JobRun } from '../../kernel/jobs.ts';
import { writeRecords } from '../../records/write-records.ts';
import { isOwnFailure } from '../running/breaker.ts';
import { callPlugin } from '../running/call-plugin.ts';
import { isObject } from '../running/host-api/host-call.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import { readLabel, readText } from '../running/read-answer.ts';
import {
  PUSH_JOB,
  contextsOf,
  enqueuePush,
  findLink,
  later,
  minuteOver,
  plainSettings,
  type Link,
} from './connector-link.ts';
import {
  NO_PROGRESS,
  Stopped,
  addProgress,
  beginRun,
  endRun,
  failRun,
  insertRun,
  liveRun,
  noteError,
  type KeptError,
  type Progress,
  type RunRow,
} from './connector-runs.ts';
import { mappingOf, type FieldMapping } from './field-mapping.ts';
import { toldRecords, type ToldChange as Told } from './told-records.ts';
import { forgetWaiting, noteRefused, takeOff, takeWaiting, type WaitingChange } from './waiting-changes.ts';

/** Records that are told in one call. */
const TOGETHER = 200;
const CALLS = 20;
/** From the third failure in a row on each record is told by itself, so that one alone does not hold up all. */
const TOGETHER_TRIES = 2;

/** Tells what has changed here. */
export function pushJobs(runtime: PluginRuntime): JobHandlers {
  return {
    async [PUSH_JOB](payload, job) {
      const { plugin, connector, actor } = payload as JsonObject;
      await carryOut(runtime, { plugin: String(plugin), connector: String(connector), actor: textOrNull(actor) }, job);
    },
  };
}

function textOrNull(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

type Wish = Pick<RunRow, 'plugin' | 'connector' | 'actor'>;

async function carryOut(runtime: PluginRuntime, wish: Wish, job: JobRun): Promise<void> {
  const { database } = runtime;
  const link = await findLink(runtime, wish.plugin, wish.connector);
  // While its plugin is switched off all waits.
  if (link === null) return;
  if (!link.setup.push) return forgetWaiting(database, wish);
  const [first] = await takeWaiting(database, wish, 1);
  if (first === undefined) return;
  const id =
    (await liveRun(database, wish)) ?? (await insertRun(database, { ...wish, direction: 'push', depth: first.depth }));
  const run = id === null ? null : await beginRun(database, id);
  if (run !== null) await tellAll(runtime, run, job);
}

async function tellAll(runtime: PluginRuntime, run: RunRow, { signal }: JobRun): Promise<void> {
  let lot: readonly WaitingChange[] = [];
  try {
    for (let calls = 0; calls < CALLS && !signal.aborted; calls++) {
      const link = await findLink(runtime, run.plugin, run.connector);
      lot = link?.setup.push
        ? await takeWaiting(runtime.database, run, run.attempt > TOGETHER_TRIES ? 1 : TOGETHER)
        : [];
      if (link === null || lot.length === 0) return await endRun(runtime.database, run.id);
      await tell(runtime, link, run, lot);
    }
    await enqueuePush(runtime.database, run.plugin, run.connector, { now: true });
  } catch (error) {
    if (!(error instanceof Stopped)) await fail(runtime, run, lot, error);
  }
}

/** It is tried again for as long as it takes. A record that was tried often enough by itself lets the others go first. */
async function fail(
  { database, log }: PluginRuntime,
  run: RunRow,
  lot: readonly WaitingChange[],
  error: unknown,
): Promise<void> {
  const told = error instanceof StrataError ? error : new StrataError('internal');
  if (told !== error) log.error('A connector broke', { plugin: run.plugin, connector: run.connector, error });
  const pause = minuteOver(told);
  const again = pause ?? later(run.attempt);
  const [sole, ...others] = lot;
  await database.transaction(async (tx) => {
    await failRun(tx, run.id, { code: told.code, params: told.params }, again, pause === null);
    // Where nobody answers outside, no record is at fault.
    const blamed = sole !== undefined && others.length === 0 && isOwnFailure(told.code);
    if (blamed && (await noteRefused(tx, run, sole)))
      await noteError(tx, run.id, {
        key: null,
        record: sole.record,
        field: null,
        code: told.code,
        params: told.params,
      });
    await enqueuePush(tx, run.plugin, run.connector, { runAt: again });
  });
}

async function tell(runtime: PluginRuntime, link: Link, run: RunRow, lot: readonly WaitingChange[]): Promise<void> {
  const { database, sandbox } = runtime;
  sandbox.requireRows(link.plugin.sandboxed);
  // Whoever changed a record, the outside is told the same: what the plugin may read.
  const { person, narrowed } = await contextsOf(runtime, link, { id: run.id, actor: null });
  const mapping = mappingOf(person.catalog, link, link.setup);
  const told = await toldRecords(narrowed, link.declared.object, mapping, lot);
  sandbox.countRows(link.plugin.sandboxed, told.length);
  const verdicts = told.length === 0 ? [] : await ask(runtime, link, run, person, told);
  await database.transaction(async (tx) => {
    const progress = progressOf(told, verdicts);
    await keepKeys({ ...narrowed, now: new Date(), db: tx }, link, mapping, { told, verdicts, progress });
    await addProgress(tx, run, progress);
    await takeOff(tx, run, lot);
  });
}

async function ask(
  runtime: PluginRuntime,
  link: Link,
  run: RunRow,
  ctx: AccessContext,
  told: readonly Told[],
): Promise<(PushVerdict | null)[]> {
  const handler = handlerKey('connector', run.connector);
  const changes = told.map((each) => each.told) as unknown as JsonValue;
  const answer = await callPlugin(runtime, link.plugin, ctx, {
    kind: 'push',
    handler,
    input: { changes, settings: plainSettings(link.plugin) },
    records: told.length,
    run: run.id,
    depth: Math.max(...told.map(({ change }) => change.depth)),
    // The same changes draw the same numbers however often they are told: so a key of a request can be made of them.
    mark: told.map(({ change }) => change.mark).join(' '),
  });
  const verdicts = answer ?? [];
  if (!Array.isArray(verdicts) || verdicts.length > told.length)
    throw badAnswer(link, { en: 'a list with a verdict for each change', zh: '与各变更一一对应的结果列表' });
  return told.map((_, at) => readVerdict(link, verdicts[at] ?? null));
}

function readVerdict(link: Link, verdict: JsonValue): PushVerdict | null {
  if (verdict === null) return null;
  if (!isObject(verdict)) throw badAnswer(link, { en: 'an object for each change', zh: '为每条变更给出对象' });
  const { key = null, error = null } = verdict;
  if (error === null) return { key };
  const message = readLabel(error) ?? readText(error, 500);
  if (message === null) throw badAnswer(link, { en: 'a text as "error"', zh: '“error”须为文字' });
  return { error: message };
}

const COUNTS = { create: 'created', update: 'updated', delete: 'deleted' } as const;

function progressOf(told: readonly Told[], verdicts: readonly (PushVerdict | null)[]): Progress {
  const progress: Progress = { ...NO_PROGRESS, read: told.length, errors: [] };
  told.forEach((each, at) => {
    const error = verdicts[at]?.error;
    if (error === undefined) progress[COUNTS[each.told.event]]++;
    else refuse(progress, each, { path: null, code: 'plugin_refused', params: { message: error } });
  });
  return progress;
}

function refuse(
  progress: Progress,
  { told }: Told,
  { path, code, params }: { path: string | null } & Pick<KeptError, 'code' | 'params'>,
): void {
  progress.failed++;
  progress.errors.push({ key: told.key, record: told.id, field: path, code, params });
}

/** What new records are known by outside is kept in them; being this run's own, it is not told again. */
async function keepKeys(
  ctx: AccessContext & { db: Transaction },
  { declared }: Link,
  { key }: FieldMapping,
  {
    told,
    verdicts,
    progress,
  }: { told: readonly Told[]; verdicts: readonly (PushVerdict | null)[]; progress: Progress },
): Promise<void> {
  const keyed = told.flatMap((each, at) => {
    const given = verdicts[at]?.key ?? null;
    return given === null || each.told.row === null || given === each.told.key ? [] : [{ each, given }];
  });
  if (keyed.length === 0) return;
  const requests = keyed.map(({ each, given }) => {
    return { action: 'update' as const, id: each.told.id, input: { [key.field.name]: given } };
  });
  const outcomes = await writeRecords(ctx, declared.object, requests, { mode: 'partial' });
  outcomes.forEach(({ issues: [issue] }, at) => {
    const { each } = keyed[at]!;
    if (issue === undefined) return;
    progress[COUNTS[each.told.event]]--;
    refuse(progress, each, { path: issue.path, code: issue.code, params: issue.params ?? {} });
  });
}

function badAnswer({ plugin, declared }: Link, expected: Label): StrataError {
  const handler = handlerKey('connector', declared.name);
  return new StrataError('plugin_bad_answer', { plugin: plugin.manifest.label, handler, expected });
}

import { StrataError, type DdlStep } from '@stratacrm/sdk';
import type { Database, Transaction } from '../../kernel/database.ts';
import { problemsError } from '../model-problem.ts';
import type { Author, DerivedFields, IndexProvider, PhaseListener, ReleaseSwitch, SwitchHook } from '../model.ts';
import { abandonConversions } from '../conversion/abandon-conversions.ts';
import { describeConversion } from '../conversion/describe-conversion.ts';
import { completeConversion, prepareSwitch, runConversion, type ConversionRun } from '../conversion/run-conversion.ts';
import { finishSteps } from '../physical/finish-steps.ts';
import { firstIndexes, firstIndexSql, makeFirstIndexes, type FirstIndex } from '../physical/first-indexes.ts';
import { runStep, withoutBlocking } from '../physical/run-ddl.ts';
import { publishDrafts, replacePublished } from '../store/draft-store.ts';
import { putPluginLayer, removeLayers } from '../store/layer-store.ts';
import { insertRelease } from '../store/release-store.ts';
import { duplicateProblems } from './duplicate-problems.ts';
import { circleProblems, convertedCircles, lastCircles } from './circle-problems.ts';
import { candidateOf, layersOf, recordProblems, type Candidate, type Live, type Source } from './candidate.ts';
import { conversionDoubles } from './conversion-doubles.ts';
import { forgetIntent, noteIntent } from './publish-intent.ts';
import { announce } from './release-channel.ts';

/** A publish as it is asked for. */
export interface PublishRequest {
  source: Source;
  message: string;
  author: Author;
  way: ReleaseSwitch['way'];
  /** Number of the release whose documents these are. */
  rolledBackTo?: number | undefined;
  /** In the transaction that makes it live. */
  onSwitch: readonly SwitchHook[];
  /** In it as well, before any table is locked. */
  beforeTables: readonly SwitchHook[];
  indexProviders: readonly IndexProvider[];
  derived?: DerivedFields;
  /** Told just before it is live, for whoever hears of it may be told before the publisher is; null where it did not come to it. */
  onLive(candidate: Candidate | null): void;
}

/**
 * Makes the drafts of the layers live. It runs under the publish lock. Before the switch nothing that is live is
 * touched; the switch is one transaction; what is left to do after it can be done again from the start.
 */
export async function publish(
  database: Database,
  live: Live,
  request: PublishRequest,
  onPhase: PhaseListener,
): Promise<Candidate> {
  const since = new Date();
  const candidate = await candidateOf(database, live, request.source);
  const runs = conversionRuns(candidate);
  await abandonConversions(database, runs);
  if (candidate.problems.length > 0) throw problemsError(candidate.problems);
  if (candidate.diff.length === 0 && !changesPlugins(candidate)) throw new StrataError('nothing_to_publish');
  const found = [
    ...(await recordProblems(database, candidate)),
    ...(await duplicateProblems(database, candidate, live, request.indexProviders)),
    ...(await circleProblems(database, candidate, live)),
  ];
  if (found.length > 0) throw problemsError(found);
  try {
    await onPhase('expand');
    await expand(database, candidate);
    await convert(database, candidate, runs, request, onPhase);
    await onPhase('switch');
    const before = async (): Promise<void> => {
      for (const run of runs) await prepareSwitch(database, run);
    };
    await withoutBlocking(
      database,
      async (transaction) => {
        await switchTo(transaction, { candidate, runs, live, request, since });
        request.onLive(candidate);
      },
      before,
    );
    await onPhase('switched');
  } catch (error) {
    request.onLive(null);
    // Best effort: it is done before the next publish anyway.
    await abandonConversions(database, []).catch(() => {});
    await forgetIntent(database).catch(() => {});
    throw error instanceof StrataError ? error : failed(error);
  }
  return candidate;
}

/** Another version of a plugin may differ in its code alone. */
function changesPlugins({ source, state }: Candidate): boolean {
  if (source.kind === 'drafts') return false;
  const digests = new Map(state.layers.map(({ name, digest }) => [name, digest]));
  const others = source.content.some(
    ({ layer, plugin }) => plugin !== undefined && plugin.digest !== digests.get(layer),
  );
  return others || (source.removed ?? []).length > 0;
}

function conversionRuns({ tables, catalog }: Candidate): ConversionRun[] {
  const { workspace } = catalog.model;
  return tables.conversions.map((conversion) => ({ conversion, workspace, release: catalog.release }));
}

/** It may take minutes: what was asked for is noted, so that the next start completes what dies on the way. */
async function convert(
  database: Database,
  candidate: Candidate,
  runs: readonly ConversionRun[],
  request: PublishRequest,
  onPhase: PhaseListener,
): Promise<void> {
  if (runs.length === 0) return;
  await noteIntent(database, request, candidate.state.layers);
  for (const run of runs) await runConversion(database, run, () => onPhase('converting'));
  const found = [...(await conversionDoubles(database, runs)), ...(await convertedCircles(database, runs))];
  if (found.length > 0) throw problemsError(found);
}

function failed(error: unknown): StrataError {
  const reason = error instanceof Error ? error.message : String(error);
  return Object.assign(new StrataError('publish_failed', { reason }), { cause: error });
}

async function expand(database: Database, { tables }: Candidate): Promise<void> {
  for (const step of tables.steps) {
    if (step.phase !== 'expand') continue;
    await withoutBlocking(database, (transaction) => runStep(transaction, step));
  }
}

interface Switch {
  candidate: Candidate;
  runs: readonly ConversionRun[];
  live: Live;
  request: PublishRequest;
  /** When the records were begun to be looked at. */
  since: Date;
}

/** What takes its time and concerns no record comes first: from the first change of a table on its readers and writers wait. */
async function switchTo(transaction: Transaction, work: Switch): Promise<void> {
  const { candidate, request } = work;
  await refuseChangedDrafts(transaction, candidate);
  await writeRelease(transaction, work);
  await announce(transaction);
  await callHooks(transaction, work, request.beforeTables);
  await changeTables(transaction, work);
  await callHooks(transaction, work, request.onSwitch);
}

async function callHooks(
  transaction: Transaction,
  { candidate, request }: Switch,
  hooks: readonly SwitchHook[],
): Promise<void> {
  const { author, message, way, rolledBackTo } = request;
  const { catalog, tables } = candidate;
  const release = { release: catalog.release, catalog, emptyFields: tables.empty, message, author, way, rolledBackTo };
  for (const hook of hooks) await hook(transaction, candidate.diff, release);
}

async function changeTables(transaction: Transaction, work: Switch): Promise<void> {
  const { candidate, runs, live, request } = work;
  const isInstalled = (await request.derived?.isInstalled(transaction, candidate.catalog)) === true;
  for (const run of runs) await completeConversion(transaction, run);
  const circles = await lastCircles(transaction, work);
  if (circles.length > 0) throw problemsError(circles);
  for (const step of candidate.tables.steps) {
    if (step.phase === 'switch') await runStep(transaction, step);
  }
  await makeFirstIndexes(transaction, firstIndexes(candidate.catalog, live.catalog, request.indexProviders));
  if (!isInstalled) await request.derived?.install(transaction, candidate.catalog);
}

async function writeRelease(transaction: Transaction, { candidate, live, request }: Switch): Promise<void> {
  await writePublished(transaction, request.source);
  const { author, message } = request;
  await insertRelease(transaction, {
    number: candidate.catalog.release,
    message,
    author: author.actor.userId,
    authorName: author.actor.name,
    documents: candidate.documents,
    layers: candidate.content,
    diff: candidate.diff,
    ddl: ddlOf(candidate, live, request.indexProviders),
  });
  await forgetIntent(transaction);
}

async function writePublished(transaction: Transaction, source: Source): Promise<void> {
  if (source.kind === 'drafts') return publishDrafts(transaction, source.layers);
  for (const content of source.content) {
    if (content.plugin !== undefined) await putPluginLayer(transaction, content.layer, content.plugin);
    await replacePublished(transaction, content);
  }
  await removeLayers(transaction, source.removed ?? []);
}

/** What was checked is what is published: an edit that came in between stops it. */
async function refuseChangedDrafts(transaction: Transaction, { state, source }: Candidate): Promise<void> {
  const { rows } = await transaction.query<{ name: string; revision: string }>(
    'select name, revision from core.layer where name = any($1) order by name for update',
    [layersOf(source)],
  );
  for (const { name, revision } of rows) {
    const known = state.layers.find((layer) => layer.name === name)?.revision;
    if (known !== revision) throw new StrataError('draft_changed', { layer: name });
  }
}

/** The steps as people see them, with those that follow beside running traffic. */
export function ddlOf({ tables, catalog }: Candidate, live: Live, providers: readonly IndexProvider[]): DdlStep[] {
  const steps = tables.steps.map(({ phase, text, sql }) => ({ phase, text, sql: sql.join(';\n') }));
  const expand = steps.filter((step) => step.phase === 'expand');
  const atSwitch = steps.filter((step) => step.phase !== 'expand');
  const conversions = tables.conversions.map(describeConversion);
  const first = firstIndexes(catalog, live.catalog, providers);
  const made = new Set(first.map(({ index }) => index.name));
  return [
    ...expand,
    ...conversions,
    ...atSwitch,
    ...first.map(describeFirst),
    ...finishSteps(catalog, live.catalog, providers, made),
  ];
}

function describeFirst(first: FirstIndex): DdlStep {
  const { name } = first.object;
  const text = { en: `Make a unique index on ${name}`, zh: `为 ${name} 建立唯一索引` };
  return { phase: 'switch', text, sql: firstIndexSql(first) };
}

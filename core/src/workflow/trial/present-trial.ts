import {
  errorCatalogue,
  type Label,
  type Locale,
  type Replay,
  type ReplayCounts,
  type ReplayDetail,
  type ReplayEntry,
  type ReplayOutcome,
  type TrialResult,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { visibleIds } from '../../records/query/visible-ids.ts';
import { presentProblem } from '../runs/present-run.ts';
import type { ReplayRow } from './replay.ts';
import type { SampleEntry, SampleOutcome, VersionTally } from './replay-tally.ts';
import { seesEverything, shownWrites } from './shown-to.ts';
import type { TryResult } from './try-one.ts';

/** A dry run as the API shows it. */
export function presentTrial(locale: Locale, result: TryResult): TrialResult {
  const { status, error, failedAt, triggered, steps, writes, deliveries } = result;
  return {
    status,
    problem: presentProblem(locale, error),
    failed_at: failedAt,
    triggered,
    steps: steps.map(({ error: problem, ...step }) => ({ ...step, problem: presentProblem(locale, problem) })),
    writes,
    deliveries,
  };
}

/** A replay as the API shows it; `changed`: different records, by version. */
export function presentReplay(
  ctx: AccessContext,
  row: ReplayRow,
  changed: { tried: number; compared: number },
): Replay {
  const { tally } = row;
  const open = seesEverything(ctx);
  const counts = (version: VersionTally, records: number): ReplayCounts => ({
    ...version,
    records,
    recipients: open ? version.recipients : null,
    failures: Object.entries(version.failures)
      .map(([reason, count]) => {
        const [code = '', step = ''] = reason.split(' ');
        return { problem: { code, message: titleOf(ctx.locale, code), errors: [] }, step, count };
      })
      .toSorted((a, b) => b.count - a.count),
  });
  const { difference } = tally;
  return {
    id: row.id,
    workflow: row.workflow,
    days: row.days,
    state: row.status,
    total: Number(row.total),
    done: Number(row.done),
    ...speedOf(row),
    problem: presentProblem(ctx.locale, row.error),
    unable: tally.unable,
    tried: counts(tally.tried, changed.tried),
    compared: tally.compared === null ? null : counts(tally.compared, changed.compared),
    difference:
      difference === null
        ? null
        : {
            same: difference.same,
            different: difference.different,
            only_tried: difference.onlyTried,
            only_compared: difference.onlyCompared,
          },
    created_at: moment(row.created_at)!,
    started_at: moment(row.started_at),
    ended_at: moment(row.ended_at),
  };
}

/** Counted together, failures have no parameters of their own: the name of the error says it. */
function titleOf(locale: Locale, code: string): string {
  const catalogue: { readonly [code: string]: { title: Label } | undefined } = errorCatalogue;
  return catalogue[code]?.title[locale] ?? code;
}

function speedOf({
  started_at,
  moved_at,
  done,
  total,
  status,
}: ReplayRow): Pick<Replay, 'per_second' | 'seconds_left'> {
  if (started_at === null || moved_at === null || Number(done) === 0) return { per_second: null, seconds_left: null };
  const seconds = Math.max((Date.parse(moved_at) - Date.parse(started_at)) / 1000, 0.1);
  const rate = Number(done) / seconds;
  const left = status === 'running' ? Math.ceil((Number(total) - Number(done)) / rate) : null;
  return { per_second: Math.round(rate * 10) / 10, seconds_left: left };
}

/** With the sample, as far as the person may read its records and their fields. */
export async function presentReplayDetail(
  ctx: AccessContext,
  row: ReplayRow,
  changed: { tried: number; compared: number },
): Promise<ReplayDetail> {
  const { changed: some = [], failed = [], different = [] } = row.sample;
  const named = row.document.trigger.settings['object'];
  const object = typeof named === 'string' && ctx.catalog.has(named) ? named : null;
  const visible = await visibleWrites(ctx, object, [...some, ...failed, ...different]);
  const open = seesEverything(ctx);
  const outcome = (one: SampleOutcome | null): ReplayOutcome | null =>
    one === null
      ? null
      : {
          status: one.status,
          problem: presentProblem(ctx.locale, one.error),
          failed_at: one.failedAt,
          // A new record stands for nobody's eyes: who reads the object at all is shown it.
          writes: shownWrites(ctx, one.writes).filter(
            (write) => write.id === null || visible.has(`${write.object} ${write.id}`),
          ),
          deliveries: open ? one.deliveries : null,
        };
  const entry = ({ at, record, actor, tried, compared }: SampleEntry): ReplayEntry => ({
    at,
    object,
    record,
    actor,
    tried: outcome(tried),
    compared: outcome(compared),
  });
  const shown = (entries: readonly SampleEntry[]): ReplayEntry[] =>
    entries.filter(({ record }) => record === null || visible.has(`${object} ${record}`)).map(entry);
  return {
    ...presentReplay(ctx, row, changed),
    document: row.document,
    sample: { changed: shown(some), failed: shown(failed), different: shown(different) },
  };
}

async function visibleWrites(
  ctx: AccessContext,
  object: string | null,
  entries: readonly SampleEntry[],
): Promise<Set<string>> {
  const ids = new Map<string, Set<string>>();
  const want = (of: string, id: string): void => {
    ids.set(of, (ids.get(of) ?? new Set()).add(id));
  };
  for (const { record, tried, compared } of entries) {
    if (object !== null && record !== null) want(object, record);
    for (const write of [...(tried?.writes ?? []), ...(compared?.writes ?? [])])
      if (write.id !== null) want(write.object, write.id);
  }
  const visible = new Set<string>();
  for (const [of, some] of ids) {
    if (!ctx.catalog.has(of)) continue;
    for (const id of await visibleIds(ctx, of, [...some], 'any')) visible.add(`${of} ${id}`);
  }
  return visible;
}

function moment(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}

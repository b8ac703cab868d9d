import { dateAt, type WorkflowDocument } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Transaction } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Engine } from '../engine.ts';
import type { RunRow } from '../run.ts';
import { keptState } from '../start/changes.ts';
import { matchTriggers } from '../start/match.ts';
import { readTrigger } from '../start/triggers.ts';
import { systemContext } from '../system-context.ts';
import type { Beginning } from './beginnings.ts';
import { pastRecords, readPastChanges, returnToPast, type PastRecord } from './past-records.ts';
import { Trial, type TrialSubject } from './trial.ts';
import type { TrialOutcome } from './trial-outcome.ts';
import { undone, undonePart } from './undone.ts';

/** The versions that are replayed side by side. */
export interface Versions {
  tried: WorkflowDocument;
  compared: WorkflowDocument | null;
}

/** What became of one beginning; `unable`: it could not be tried, its record is gone or cannot be made what it was. */
export interface Replayed {
  beginning: Beginning;
  unable: boolean;
  /** null: its trigger does not take it. */
  tried: TrialOutcome | null;
  compared: TrialOutcome | null;
}

/** Replays beginnings in transactions that are rolled back. None of them knows of another. */
export async function replayLot(
  engine: Engine,
  catalog: Catalog,
  versions: Versions,
  lot: readonly Beginning[],
): Promise<Replayed[]> {
  const replayed: Replayed[] = [];
  for (const wave of wavesOf(catalog, lot)) replayed.push(...(await replayWave(engine, catalog, versions, wave)));
  return replayed;
}

/** A record can be what it was at one moment only, and the clock stands still within a wave. */
function wavesOf(catalog: Catalog, lot: readonly Beginning[]): Beginning[][] {
  const zone = catalog.model.workspace.time_zone;
  const waves: { day: string | null; ids: Set<string>; all: Beginning[] }[] = [];
  for (const beginning of lot) {
    const day = dateAt(Date.parse(beginning.at), zone);
    const id = beginning.record_id ?? beginning.n;
    let wave = waves.find((each) => each.day === day && !each.ids.has(id));
    if (wave === undefined) {
      wave = { day, ids: new Set(), all: [] };
      waves.push(wave);
    }
    wave.ids.add(id);
    wave.all.push(beginning);
  }
  return waves.map((each) => each.all);
}

async function replayWave(
  engine: Engine,
  catalog: Catalog,
  versions: Versions,
  wave: readonly Beginning[],
): Promise<Replayed[]> {
  try {
    return await undone(engine.database, (tx) => new Wave(engine, tx, catalog, versions, wave).go());
  } catch (error) {
    if (wave.length > 1) {
      // One of them spoils it for all: each by itself, so that only the one is lost.
      const each: Replayed[] = [];
      for (const beginning of wave) each.push(...(await replayWave(engine, catalog, versions, [beginning])));
      return each;
    }
    engine.log.debug('A beginning could not be replayed', { error });
    return wave.map((beginning) => ({ beginning, unable: true, tried: null, compared: null }));
  }
}

/** Beginnings of different records that are tried in one transaction. */
class Wave {
  readonly #engine: Engine;
  readonly #tx: Transaction;
  readonly #catalog: Catalog;
  readonly #versions: Versions;
  readonly #wave: readonly Beginning[];

  constructor(engine: Engine, tx: Transaction, catalog: Catalog, versions: Versions, wave: readonly Beginning[]) {
    this.#engine = engine;
    this.#tx = tx;
    this.#catalog = catalog;
    this.#versions = versions;
    this.#wave = wave;
  }

  async go(): Promise<Replayed[]> {
    const last = new Date(this.#wave.at(-1)!.at);
    const ctx: AccessContext = { ...systemContext(this.#tx, this.#catalog), now: last, trial: true };
    const isChange = this.#wave.some((each) => each.change_id !== null);
    const past = isChange ? await this.#past(ctx) : new Map<string, PastRecord>();
    const { tried, compared } = this.#versions;
    const takenByTried = await this.#taken(ctx, tried, past, isChange);
    const takenByCompared = compared === null ? new Set<Beginning>() : await this.#taken(ctx, compared, past, isChange);
    if (isChange) {
      const object = this.#catalog.object(tried.trigger.settings['object'] as string);
      const concerned = this.#wave.filter((each) => takenByTried.has(each) || takenByCompared.has(each));
      await returnToPast(
        ctx,
        object,
        concerned.map((each) => past.get(each.change_id!)!),
      );
    }
    const outcomes = await this.#try(tried, takenByTried, past);
    const others = compared === null ? new Map() : await this.#try(compared, takenByCompared, past);
    return this.#wave.map((beginning) => ({
      beginning,
      unable: isChange && !past.has(beginning.change_id!),
      tried: outcomes.get(beginning) ?? null,
      compared: others.get(beginning) ?? null,
    }));
  }

  async #past(ctx: AccessContext): Promise<Map<string, PastRecord>> {
    const changes = await readPastChanges(
      this.#tx,
      this.#wave.flatMap((each) => each.change_id ?? []),
    );
    const object = this.#catalog.object(this.#versions.tried.trigger.settings['object'] as string);
    return new Map((await pastRecords(ctx, object, changes)).map((record) => [record.change.id, record]));
  }

  /** Those that the version's trigger takes. */
  async #taken(
    ctx: AccessContext,
    document: WorkflowDocument,
    past: ReadonlyMap<string, PastRecord>,
    isChange: boolean,
  ): Promise<ReadonlySet<Beginning>> {
    if (!isChange) return new Set(this.#wave);
    const trigger = readTrigger(this.#catalog, { ...document, active: true });
    if (trigger === null) return new Set();
    const object = this.#catalog.object(document.trigger.settings['object'] as string);
    const matches = await matchTriggers(ctx, object, [trigger], [...past.values()]);
    const ids = new Set(matches.map(({ record }) => record.change.id));
    return new Set(this.#wave.filter((each) => each.change_id !== null && ids.has(each.change_id)));
  }

  async #try(
    document: WorkflowDocument,
    taken: ReadonlySet<Beginning>,
    past: ReadonlyMap<string, PastRecord>,
  ): Promise<Map<Beginning, TrialOutcome>> {
    const beginnings = [...taken];
    if (beginnings.length === 0) return new Map();
    const subjects = beginnings.map((each) => subjectOf(document, each, past));
    const together = await undonePart(this.#tx, () => this.#trial(document, true).run(subjects));
    const outcomes = new Map<Beginning, TrialOutcome>();
    for (const [index, beginning] of beginnings.entries()) {
      const outcome =
        together[index] ??
        (await undonePart(this.#tx, async () => (await this.#trial(document, false).run([subjects[index]!]))[0]!));
      outcomes.set(beginning, outcome!);
    }
    return outcomes;
  }

  #trial(document: WorkflowDocument, apart: boolean): Trial {
    return new Trial(this.#engine, this.#tx, this.#catalog, document, { trace: false, apart });
  }
}

function subjectOf(
  document: WorkflowDocument,
  beginning: Beginning,
  past: ReadonlyMap<string, PastRecord>,
): TrialSubject {
  const { change_id: change, record_id: record, actor, roles, results, at } = beginning;
  const object = document.trigger.settings['object'];
  return {
    trigger: document.trigger.type,
    object: typeof object === 'string' ? object : null,
    record,
    change,
    actor,
    roles,
    old: keptState((change === null ? null : past.get(change)?.before) ?? null) as RunRow['old'],
    now: new Date(at),
    results: results ?? {},
  };
}

import { StrataError, WorkflowNames, stepKind, type WorkflowDocument, type WorkflowStep } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Transaction } from '../../kernel/database.ts';
import type { JobRun } from '../../kernel/jobs.ts';
import type { Catalog } from '../../model/catalog.ts';
import { planned } from '../../records/sql/catalog-memory.ts';
import { advanceToken } from '../advance/advance.ts';
import { isTransient, runError } from '../advance/failure.ts';
import { runContext } from '../advance/run-context.ts';
import { DUE_AT } from '../due-at.ts';
import type { Engine } from '../engine.ts';
import { WORKFLOW_LIMITS } from '../limits.ts';
import type { RunRow, TokenRow } from '../run.ts';
import type { StepResult } from '../steps/step-engine.ts';
import { enqueueTokens, type TogetherJob, type TokenJob } from '../token-jobs.ts';
import { doTogether, type Done, type Member } from './do-together.ts';
import { GatheredWrites } from './gathered-writes.ts';
import { ManyProgress } from './many-progress.ts';

/**
 * Carries many runs of one workflow on at once, as far as their steps may be done together; whatever comes then has a
 * job of its own. What they read is read for all of them, what they write goes through the pipeline set-wise, and all of
 * it commits with their marks. Should anything break, each is carried on by itself.
 */
export async function advanceTogether(
  engine: Engine,
  { tokens }: TogetherJob,
  attempt: Pick<JobRun, 'attempt' | 'last'>,
): Promise<void> {
  try {
    await engine.database.transaction((tx) => turnOf(engine, tx, tokens));
  } catch (error) {
    // Away is away for each of them too: the list tries again.
    if (isGone(error) && !attempt.last) throw error;
    engine.log.debug('Runs could not be carried on together', { error });
    let broken: unknown = null;
    for (const token of tokens) {
      await advanceToken(engine, { token, turn: 0 }, attempt).catch((reason: unknown) => (broken ??= reason));
    }
    if (broken !== null) throw broken;
  }
}

/**
 * A run whose wait is over takes those along that stand at the same step of the same version and are due as well; their own
 * jobs then find nothing to do. Answers whether it did: what waits for more than the clock goes on by itself.
 */
export async function resumeTogether(engine: Engine, job: TokenJob): Promise<boolean> {
  try {
    return await engine.database.transaction(async (tx) => {
      const { rows: due } = await tx.query<{ digest: string; step: string }>(
        DUE,
        [job.token, job.turn],
        'workflow_due',
      );
      if (due[0] === undefined) return false;
      const { digest, step } = due[0];
      const document = await engine.definitions.read(tx, digest);
      const waited = document.steps.find((each) => each.id === step);
      if (waited === undefined || stepKind(waited.type)?.together === undefined) return false;
      const { rows: tokens } = await tx.query<TokenRow>(
        DUE_TOGETHER,
        [digest, step, WORKFLOW_LIMITS.runsTogether, String(WORKFLOW_LIMITS.stepSeconds * 1000)],
        'workflow_due_together',
      );
      // Others have it in hand. Should they come to nothing, this was its last job: so it is asked about again.
      if (!tokens.some(({ id }) => id === job.token))
        await enqueueTokens(tx, [job], new Date(Date.now() + AGAIN_MS).toISOString());
      await carryOn(engine, tx, tokens);
      return true;
    });
  } catch (error) {
    if (isGone(error)) throw error;
    engine.log.debug('Runs could not be resumed together', { error });
    return false;
  }
}

const AGAIN_MS = 2_000;

/** One whose run nobody waits for, and that waits for nothing but the clock. */
const DUE = `
  select r.digest, t.step from core.workflow_token t join core.workflow_run r on r.id = t.run_id
  where t.id = $1 and t.turn = $2 and t.status = 'waiting' and t.parent is null and t.waits_for_record is null
    and t.waits_until <= now() and r.status = 'waiting' and r.parent_token is null`;

/** The runs are asked one by one: PostgreSQL thinks all that wait are due, and would read every run there is. */
const DUE_TOGETHER = `
  select t.*, set_config('statement_timeout', $4, true)
  from core.workflow_token t cross join lateral (
    select from core.workflow_run r
    where r.id = t.run_id and r.digest = $1 and r.status = 'waiting' and r.parent_token is null limit 1) r
  where t.status = 'waiting' and t.parent is null and t.waits_for_record is null and t.step = $2 and ${DUE_AT} <= now()
  order by ${DUE_AT} limit $3 for update of t skip locked`;

function isGone(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return isTransient(error) && !(error instanceof StrataError) && code !== '40P01' && code !== '40001';
}

async function turnOf(engine: Engine, tx: Transaction, ids: readonly string[]): Promise<void> {
  const { rows: tokens } = await tx.query<TokenRow>(
    `select *, set_config('statement_timeout', $2, true)
     from core.workflow_token where id = any($1::uuid[]) and turn = 0 and status = 'ready' order by id for update`,
    [ids, String(WORKFLOW_LIMITS.stepSeconds * 1000)],
    'workflow_tokens_lock',
  );
  await carryOn(engine, tx, tokens);
}

async function carryOn(engine: Engine, tx: Transaction, tokens: readonly TokenRow[]): Promise<void> {
  if (tokens.length === 0) return;
  const { rows: runs } = await tx.query<RunRow>(
    `select * from core.workflow_run where id = any($1::uuid[]) and status in ('running', 'waiting')`,
    [tokens.map((token) => token.run_id)],
    'workflow_runs_read',
  );
  const byId = new Map(runs.map((run) => [run.id, run]));
  const living = tokens.filter((token) => byId.has(token.run_id));
  for (const group of Map.groupBy(living, (token) => byId.get(token.run_id)!.digest).values()) {
    await new Lot(engine, tx, group, byId).go();
  }
}

interface Walker {
  token: TokenRow;
  run: RunRow;
  /** Whose step this is a branch within; it goes on here as well when all its branches have ended here. */
  parent: Walker | null;
  ctx: AccessContext | null;
  steps: number;
}

/** What it and those around it know by name. */
function valuesOf({ parent, token }: Walker): TokenRow['results'] {
  return parent === null ? token.results : { ...valuesOf(parent), ...token.results };
}

/** Runs of one version of one workflow on their way. */
class Lot {
  readonly #engine: Engine;
  readonly #tx: Transaction;
  readonly #catalog: Catalog;
  readonly #progress = new ManyProgress();
  readonly #gathered = new GatheredWrites({ dryRun: false, apart: false });
  readonly #contexts = new Map<string, Promise<AccessContext>>();
  readonly #walkers: readonly Walker[];
  /** Branches that began, and those whose branches have all ended, in the present round. */
  #joining: Walker[] = [];
  #document!: WorkflowDocument;
  #names!: WorkflowNames;

  constructor(engine: Engine, tx: Transaction, tokens: readonly TokenRow[], runs: ReadonlyMap<string, RunRow>) {
    this.#engine = engine;
    this.#tx = tx;
    this.#catalog = engine.model.catalog();
    this.#walkers = tokens.map((token) => ({
      token,
      run: runs.get(token.run_id)!,
      parent: null,
      ctx: null,
      steps: 0,
    }));
  }

  async go(): Promise<void> {
    const { digest } = this.#walkers[0]!.run;
    this.#document = await this.#engine.definitions.read(this.#tx, digest);
    const document = this.#document;
    this.#names = planned(
      this.#catalog,
      `workflow names|${digest}`,
      () => new WorkflowNames(document, this.#catalog.model),
    );
    let walking: readonly Walker[] = this.#walkers;
    while (walking.length > 0) {
      const next: Walker[] = [];
      for (const [id, group] of Map.groupBy(walking, (walker) => walker.token.step)) {
        const step = id === null ? undefined : document.steps.find((each) => each.id === id);
        if (step === undefined) group.forEach((walker) => this.#end(walker));
        else next.push(...(await this.#step(step, group)));
      }
      walking = [...next, ...this.#joining.splice(0)];
    }
    await this.#progress.write(
      this.#tx,
      this.#walkers.map((walker) => walker.token),
    );
  }

  /** Does the step for all that stand at it. Answers with those that go on. */
  async #step(step: WorkflowStep, group: readonly Walker[]): Promise<Walker[]> {
    if (
      stepKind(step.type)?.together === undefined ||
      group.some((each) => each.steps >= WORKFLOW_LIMITS.stepsAtOnce)
    ) {
      for (const { token } of group) this.#progress.carryOn({ token: token.id, turn: token.turn });
      return [];
    }
    const started = new Date();
    const ready = await this.#withContexts(step, group, started);
    const members = ready.map((walker) => memberOf(walker, started));
    const names = this.#names.at(step.id);
    const common = { ports: this.#engine.ports };
    const done = await doTogether(this.#document, step, names, members, this.#gathered.write, common);
    return ready.filter((walker, index) => this.#take(walker, step, done[index]!, started));
  }

  async #withContexts(step: WorkflowStep, group: readonly Walker[], started: Date): Promise<Walker[]> {
    const ready: Walker[] = [];
    for (const walker of group) {
      try {
        walker.ctx ??= await this.#contextOf(walker.run);
        ready.push(walker);
      } catch (error) {
        if (!(error instanceof StrataError)) throw error;
        this.#fail(walker, step, error, started);
      }
    }
    return ready;
  }

  #contextOf(run: RunRow): Promise<AccessContext> {
    const key = `${run.actor}|${run.roles?.join() ?? '*'}`;
    let found = this.#contexts.get(key);
    if (found === undefined) {
      found = runContext(this.#engine, this.#tx, this.#catalog, run, this.#document.run_as !== undefined);
      this.#contexts.set(key, found);
    }
    return found;
  }

  /** Answers whether it goes on. */
  #take(walker: Walker, step: WorkflowStep, done: Done, started: Date): boolean {
    const { token, run } = walker;
    walker.steps++;
    if ('error' in done) {
      // What is no answer of the step may have spoilt the transaction.
      if (!(done.error instanceof StrataError) || isTransient(done.error)) throw done.error;
      return this.#fail(walker, step, done.error, started);
    }
    const { result } = done;
    switch (result.kind) {
      case 'done': {
        const { outcome = 'done', results = {}, output = null, recordsChanged = 0 } = result;
        const what = { status: 'done', outcome, output, records_changed: recordsChanged } as const;
        this.#progress.note(run, token, step, started, what);
        token.results = { ...token.results, ...results };
        this.#leave(walker, step.next[outcome] ?? null);
        return true;
      }
      case 'wait':
        // By this process's clock it is a little too early: its own job, or whoever looks for lost tokens, comes again.
        if (token.status === 'waiting') {
          this.#progress.carryOn({ token: token.id, turn: token.turn }, new Date(started.getTime() + 1_000));
          return false;
        }
        this.#progress.note(run, token, step, started, {
          status: 'waiting',
          output: { until: result.until.toISOString() },
        });
        Object.assign(token, {
          status: 'waiting',
          waits_since: started.toISOString(),
          waits_until: result.until.toISOString(),
          waits_for_record: result.record ?? null,
          turn: token.turn + 1,
        });
        this.#progress.carryOn({ token: token.id, turn: token.turn }, result.until);
        if (token.parent === null) this.#progress.setStatus(run, 'waiting');
        return false;
      case 'branch':
        return this.#branch(walker, step, result, started);
      case 'end':
        if (result.failure !== null)
          return this.#fail(walker, step, new StrataError('step_stopped', { reason: result.failure }), started);
        // It ends the other branches too, which may be in other hands.
        if (token.parent !== null) throw new Error('The run is stopped from within a branch');
        this.#progress.note(run, token, step, started, { status: 'done' });
        this.#end(walker);
        return false;
      default:
        throw new Error(`The step ${step.type} cannot be done together with others`);
    }
  }

  /** Its branches go on here, beside those of the others. Answers whether it goes on itself. */
  #branch(
    walker: Walker,
    step: WorkflowStep,
    { branches, output = null, results = {} }: Extract<StepResult, { kind: 'branch' }>,
    started: Date,
  ): boolean {
    const { token, run } = walker;
    const taken = branches.filter((branch) => step.next[branch.outcome] !== undefined);
    this.#progress.note(run, token, step, started, { status: 'done', output });
    token.results = { ...token.results, ...results };
    if (taken.length === 0) {
      this.#leave(walker, step.next['done'] ?? null);
      return true;
    }
    Object.assign(token, { status: 'joining', branches: taken.length, turn: token.turn + 1 });
    for (const branch of taken) {
      const begun = branchOf(token, step.next[branch.outcome]!, branch.results);
      this.#progress.begin(begun);
      this.#joining.push({ token: begun, run, parent: walker, ctx: walker.ctx, steps: walker.steps });
    }
    return false;
  }

  #leave({ token, run }: Pick<Walker, 'token' | 'run'>, next: string | null): void {
    token.step = next;
    if (token.status === 'waiting' && token.parent === null) this.#progress.setStatus(run, 'running');
    Object.assign(token, { status: 'ready', waits_since: null, waits_until: null, waits_for_record: null });
  }

  #end({ token, run, parent }: Walker): void {
    token.status = 'done';
    if (parent === null) return this.#progress.setStatus(run, 'done');
    const outer = parent.token;
    const step = this.#document.steps.find((each) => each.id === outer.step);
    if (step !== undefined && stepKind(step.type)?.keepsInner === true)
      outer.results = { ...outer.results, ...token.results };
    if (--outer.branches > 0) return;
    Object.assign(outer, { status: 'ready', step: step?.next['done'] ?? null, turn: outer.turn + 1 });
    this.#joining.push(parent);
  }

  #fail({ token, run }: Walker, step: WorkflowStep, error: StrataError, started: Date): boolean {
    const reason = runError(error);
    this.#progress.note(run, token, step, started, { status: 'failed', error: reason });
    if (step.next['failed'] !== undefined) {
      this.#leave({ token, run }, step.next['failed']);
      return true;
    }
    token.status = 'failed';
    this.#progress.setStatus(run, 'failed', reason);
    return false;
  }
}

function memberOf(walker: Walker, started: Date): Member {
  const { token, run, ctx } = walker;
  return {
    ctx: { ...ctx!, now: started, cause: { kind: 'workflow', id: run.id } as const },
    run,
    token,
    values: { ...(run.record_id !== null && { record: run.record_id }), ...valuesOf(walker) },
    old: run.old,
    waitingSince: token.waits_since === null ? null : new Date(token.waits_since),
    waitingUntil: token.waits_until === null ? null : new Date(token.waits_until),
    delivered: null,
  };
}

function branchOf({ id, run_id }: TokenRow, step: string, results: TokenRow['results']): TokenRow {
  return {
    id: v7(),
    run_id,
    parent: id,
    step,
    status: 'ready',
    turn: 0,
    results,
    waits_since: null,
    waits_until: null,
    waits_for_record: null,
    branches: 0,
  };
}

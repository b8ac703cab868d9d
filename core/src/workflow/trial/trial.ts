import {
  StrataError,
  stepKind,
  WorkflowNames,
  type JsonValue,
  type WorkflowDocument,
  type WorkflowStep,
} from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Transaction } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { WriteOutcome, WriteRequest } from '../../records/write-records.ts';
import { runError } from '../advance/failure.ts';
import { runContext } from '../advance/run-context.ts';
import type { Engine } from '../engine.ts';
import { WORKFLOW_LIMITS } from '../limits.ts';
import type { RunRow, TokenRow } from '../run.ts';
import type { Branch, Delivered, StepResult, WriteOne } from '../steps/step-engine.ts';
import { doTogether, type Done } from '../together/do-together.ts';
import type { LoggedChange } from '../start/changes.ts';
import { GatheredWrites, NotTogether } from '../together/gathered-writes.ts';
import type { Assumed, TrialOutcome } from './trial-outcome.ts';

/** One beginning to be tried: which record, whose doing, when. */
export interface TrialSubject {
  trigger: string;
  object: string | null;
  record: string | null;
  change: string | null;
  actor: string | null;
  roles: readonly string[] | null;
  old: RunRow['old'];
  now: Date;
  results: { [name: string]: JsonValue };
}

export interface TrialOptions {
  /** Step → what it is to answer instead. */
  assumed?: { readonly [step: string]: Assumed };
  /** Whose rights a run has; absent: as in earnest, those of the subject's actor or of the workflow's role. */
  contextFor?: (run: RunRow, asRole: boolean) => Promise<AccessContext>;
  /** Keep each step; otherwise only what came of them. */
  trace: boolean;
  /** Runs know nothing of each other's writes: who would is answered with `null` and is to be tried alone. */
  apart: boolean;
}

/** What a trial needs of the engine. */
export type TrialEngine = Pick<Engine, 'ports' | 'committed'>;

/** A beginning goes no further than this. */
const MOST_STEPS = 2_000;

/** A workflow, or a branch of it, on its way. */
interface Frame {
  readonly kind: 'whole' | 'branch' | 'called';
  readonly document: WorkflowDocument;
  readonly names: WorkflowNames;
  readonly record: string | null;
  readonly old: RunRow['old'];
  readonly parent: Frame | null;
  readonly depth: number;
  step: string | null;
  results: { [name: string]: JsonValue };
  /** Branches of the step it stands at that are still to be done. */
  branches: Branch[];
}

interface Walker {
  readonly run: RunRow;
  readonly outcome: TrialOutcome;
  readonly asRole: boolean;
  ctx: AccessContext | null;
  now: Date;
  frame: Frame;
  /** null while it has not waited at the present step. */
  waited: { since: Date; until: Date } | null;
  delivered: Delivered | null;
  steps: number;
  ended: boolean;
  /** It cannot be tried together with the others. */
  alone: boolean;
}

/**
 * Lets a workflow go its way from many beginnings without anything of it staying: steps run as in earnest, with all
 * guards, rules and permissions, in a transaction that the caller rolls back. Waits pass at once, and what would leave the
 * house is written down.
 */
export class Trial {
  readonly #engine: TrialEngine;
  readonly #tx: Transaction;
  readonly #catalog: Catalog;
  readonly #document: WorkflowDocument;
  readonly #options: TrialOptions;
  readonly #contexts = new Map<string, Promise<AccessContext>>();
  readonly #names = new Map<WorkflowDocument, WorkflowNames>();
  /** Writes that later steps may look at, and writes after which nothing comes. */
  readonly #kept: GatheredWrites;
  readonly #last: GatheredWrites;

  constructor(
    engine: TrialEngine,
    tx: Transaction,
    catalog: Catalog,
    document: WorkflowDocument,
    options: TrialOptions,
  ) {
    this.#engine = engine;
    this.#tx = tx;
    this.#catalog = catalog;
    this.#document = document;
    this.#options = options;
    this.#kept = new GatheredWrites({ dryRun: false, apart: options.apart });
    this.#last = new GatheredWrites({ dryRun: true, apart: options.apart });
  }

  /** One outcome for each, in order; null for one that has to be tried alone. */
  async run(subjects: readonly TrialSubject[]): Promise<(TrialOutcome | null)[]> {
    const walkers = subjects.map((subject) => this.#walker(subject));
    await Promise.all(walkers.map((walker) => this.#begin(walker)));
    for (;;) {
      const walking = walkers.filter((walker) => !walker.ended);
      if (walking.length === 0) break;
      for (const group of Map.groupBy(walking, placeOf).values()) await this.#step(group);
    }
    return walkers.map((walker) => (walker.alone ? null : walker.outcome));
  }

  #walker(subject: TrialSubject): Walker {
    const document = this.#document;
    const run = trialRun(document, subject);
    const frame: Frame = {
      kind: 'whole',
      document,
      names: this.#namesOf(document),
      record: subject.record,
      old: subject.old,
      parent: null,
      depth: 0,
      step: document.first ?? null,
      results: { ...subject.results },
      branches: [],
    };
    const outcome: TrialOutcome = {
      status: 'done',
      error: null,
      failedAt: null,
      steps: [],
      writes: [],
      created: [],
      deliveries: [],
      waits: 0,
    };
    const asRole = document.run_as !== undefined;
    const common = { waited: null, delivered: null, steps: 0, ended: false, alone: false };
    return { run, outcome, asRole, ctx: null, now: subject.now, frame, ...common };
  }

  async #begin(walker: Walker): Promise<void> {
    const { run } = walker;
    const key = `${run.actor}|${run.roles?.join() ?? '*'}`;
    let found = this.#contexts.get(key);
    if (found === undefined) {
      const make = this.#options.contextFor ?? ((each, asRole) => this.#contextOf(each, asRole));
      this.#contexts.set(key, (found = make(run, walker.asRole)));
      found.catch(() => {});
    }
    try {
      walker.ctx = await found;
    } catch (error) {
      if (!(error instanceof StrataError)) throw error;
      end(walker, error);
    }
    this.#settle(walker);
  }

  #contextOf(run: RunRow, asRole: boolean): Promise<AccessContext> {
    return runContext(this.#engine, this.#tx, this.#catalog, run, asRole);
  }

  #namesOf(document: WorkflowDocument): WorkflowNames {
    let names = this.#names.get(document);
    if (names === undefined) this.#names.set(document, (names = new WorkflowNames(document, this.#catalog.model)));
    return names;
  }

  /** Does one step for all that stand at it. */
  async #step(group: readonly Walker[]): Promise<void> {
    const { document, step: id, names } = group[0]!.frame;
    const step = document.steps.find((each) => each.id === id);
    const kind = step === undefined ? undefined : stepKind(step.type);
    if (step === undefined || kind === undefined) {
      for (const walker of group) end(walker, new StrataError('step_unknown_in_run', { step: id ?? '' }));
      return;
    }
    const assumed = this.#options.assumed?.[step.id];
    if (assumed !== undefined && assumed.response === undefined) {
      for (const walker of group) this.#assume(walker, step, assumed);
      return;
    }
    const together = kind.together === true || kind.effect === 'outside';
    if (!together && this.#options.apart && group.length > 1) {
      // It looks at whatever records there are: others must not have left any of theirs.
      for (const walker of group) walker.ended = walker.alone = true;
      return;
    }
    for (const some of together ? [group] : group.map((walker) => [walker])) {
      const started = some.map((walker) => walker.now);
      const done = await this.#attempt(together, () => this.#doStep(step, names, some));
      if (!together && kind.effect === 'records') await this.#noteLogged(some[0]!, step);
      for (const [index, walker] of some.entries()) this.#take(walker, step, done[index]!, started[index]!);
    }
  }

  /** A kind of step that may have written before it failed is undone alone. */
  async #attempt(together: boolean, work: () => Promise<Done[]>): Promise<Done[]> {
    if (together) return work();
    try {
      return await this.#tx.savepoint(async () => {
        const done = await work();
        if ('error' in done[0]!) throw done[0].error;
        return done;
      });
    } catch (error) {
      return [{ error }];
    }
  }

  /** Nobody is told of what is written, for it will not have been. */
  #contextAt({ ctx, now, run }: Walker): AccessContext {
    const { committed: _, ...rest } = ctx!;
    return { ...rest, db: this.#tx, now, trial: true, cause: { kind: 'workflow', id: run.id } };
  }

  #doStep(step: WorkflowStep, names: WorkflowNames, walkers: readonly Walker[]): Promise<Done[]> {
    const isLast = Object.keys(step.next).length === 0 && walkers[0]!.frame.parent === null;
    const gathered = isLast ? this.#last : this.#kept;
    const members = walkers.map((walker) => ({
      ctx: this.#contextAt(walker),
      run: walker.run,
      token: trialToken(walker),
      values: valuesOf(walker.frame),
      old: walker.frame.old,
      waitingSince: walker.waited?.since ?? null,
      waitingUntil: walker.waited?.until ?? null,
      delivered: walker.delivered,
    }));
    const byContext = new Map(members.map((member, index) => [member.ctx, walkers[index]!]));
    const write: WriteOne = async (ctx, object, request) => {
      const outcome = await gathered.write(ctx, object, request);
      noteWrite(byContext.get(ctx), step, object, request, outcome);
      return outcome;
    };
    return doTogether(walkers[0]!.frame.document, step, names.at(step.id), members, write, {
      ports: this.#engine.ports,
    });
  }

  /** What a step wrote in ways of its own stands in the change log, as it would in earnest. */
  async #noteLogged({ run, outcome }: Walker, step: WorkflowStep): Promise<void> {
    const { rows } = await this.#tx.query<LoggedChange>(
      'select object, record_id, action, changes from core.change_log where cause_id = $1 order by id offset $2',
      [run.id, outcome.writes.length],
      'workflow_trial_writes',
    );
    for (const { object, record_id, action, changes } of rows)
      outcome.writes.push({ step: step.id, object, id: action === 'create' ? null : record_id, action, changes });
  }

  #take(walker: Walker, step: WorkflowStep, done: Done, started: Date): void {
    if (++walker.steps > MOST_STEPS) return end(walker, new StrataError('trial_too_long', { steps: MOST_STEPS }));
    if ('error' in done) {
      if (done.error instanceof NotTogether) {
        walker.ended = walker.alone = true;
        return;
      }
      // What the database refused has spoilt the transaction, and with it everybody else's trial.
      if (!(done.error instanceof StrataError) && isSqlError(done.error)) throw done.error;
      return this.#fail(walker, step, done.error, started);
    }
    const { result } = done;
    const waited = walker.waited;
    switch (result.kind) {
      case 'done':
        this.#note(walker, step, started, { outcome: result.outcome ?? 'done', output: result.output ?? null });
        return this.#leave(walker, step, result.outcome ?? 'done', result.results ?? {});
      case 'wait':
        if (waited !== null) return this.#assume(walker, step, {});
        walker.outcome.waits++;
        walker.waited = { since: walker.now, until: result.until };
        if (result.until > walker.now) walker.now = result.until;
        return;
      case 'deliver':
        return this.#deliver(walker, step, result, started);
      case 'branch':
        return this.#branch(walker, step, result, started);
      case 'call':
        return this.#call(walker, step, result.workflow, result.record, started);
      case 'end':
        if (result.failure !== null)
          return this.#fail(walker, step, new StrataError('step_stopped', { reason: result.failure }), started);
        this.#note(walker, step, started, {});
        return this.#stop(walker);
    }
  }

  /** Goes on as if the step had answered so. */
  #assume(walker: Walker, step: WorkflowStep, { outcome, results = {} }: Assumed): void {
    const way = outcome ?? stepKind(step.type)?.outcomes(step)[0]?.name ?? 'done';
    this.#note(walker, step, walker.now, { outcome: way, assumed: true });
    this.#leave(walker, step, way, results);
  }

  #deliver(
    walker: Walker,
    step: WorkflowStep,
    { wish }: Extract<StepResult, { kind: 'deliver' }>,
    started: Date,
  ): void {
    if (walker.delivered !== null)
      return this.#fail(walker, step, new Error('It wishes again what is delivered'), started);
    walker.outcome.deliveries.push({ step: step.id, type: step.type, kind: wish.kind, payload: wish.payload });
    walker.delivered = { response: this.#options.assumed?.[step.id]?.response ?? wish.sample ?? null };
  }

  #branch(walker: Walker, step: WorkflowStep, result: Extract<StepResult, { kind: 'branch' }>, started: Date): void {
    const taken = result.branches.filter((branch) => step.next[branch.outcome] !== undefined);
    this.#note(walker, step, started, { output: result.output ?? null });
    walker.frame.results = { ...walker.frame.results, ...result.results };
    walker.frame.branches = taken;
    this.#nextBranch(walker, walker.frame, step);
  }

  /** Branches are tried one after the other; when all are done the step is. */
  #nextBranch(walker: Walker, frame: Frame, step: WorkflowStep): void {
    const [branch, ...rest] = frame.branches;
    walker.frame = frame;
    if (branch === undefined) return this.#leave(walker, step, 'done', {});
    frame.branches = rest;
    const { document, names, record, old, depth } = frame;
    const first = step.next[branch.outcome]!;
    const results = branch.results;
    walker.frame = {
      kind: 'branch',
      document,
      names,
      record,
      old,
      depth,
      parent: frame,
      step: first,
      results,
      branches: [],
    };
  }

  #call(walker: Walker, step: WorkflowStep, name: string, record: string, started: Date): void {
    const document = this.#catalog.workflows.get(name);
    const depth = walker.frame.depth + 1;
    if (document === undefined || document.archived === true || !document.active)
      return this.#fail(walker, step, new StrataError('unknown_workflow', { name, suggestion: '' }), started);
    if (depth >= WORKFLOW_LIMITS.depth)
      return this.#fail(
        walker,
        step,
        new StrataError('run_feedback', { depth: depth + 1, workflow: document.label }),
        started,
      );
    this.#note(walker, step, started, { output: { workflow: name, record } });
    walker.frame = {
      kind: 'called',
      document,
      names: this.#namesOf(document),
      record,
      old: null,
      parent: walker.frame,
      depth,
      step: document.first ?? null,
      results: {},
      branches: [],
    };
    this.#settle(walker);
  }

  #leave(walker: Walker, step: WorkflowStep, outcome: string, results: { [name: string]: JsonValue }): void {
    const { frame } = walker;
    frame.results = { ...frame.results, ...results };
    frame.step = step.next[outcome] ?? null;
    walker.waited = walker.delivered = null;
    this.#settle(walker);
  }

  /** Where a branch or a called workflow has no further step, whoever waits for it goes on. */
  #settle(walker: Walker): void {
    const { frame } = walker;
    if (walker.ended || frame.step !== null) return;
    if (frame.parent === null) {
      walker.ended = true;
      return;
    }
    const { parent } = frame;
    const step = parent.document.steps.find((each) => each.id === parent.step)!;
    walker.frame = parent;
    if (frame.kind === 'called') return this.#leave(walker, step, 'done', {});
    if (stepKind(step.type)?.keepsInner === true) parent.results = { ...parent.results, ...frame.results };
    this.#nextBranch(walker, parent, step);
  }

  /** The run ends here, with all its branches; whoever called it goes on. */
  #stop(walker: Walker): void {
    while (walker.frame.kind === 'branch') walker.frame = walker.frame.parent!;
    walker.frame.step = null;
    walker.waited = walker.delivered = null;
    this.#settle(walker);
  }

  #fail(walker: Walker, step: WorkflowStep, error: unknown, started: Date): void {
    const reason = runError(error);
    this.#note(walker, step, started, { status: 'failed', error: reason });
    if (step.next['failed'] !== undefined) return this.#leave(walker, step, 'failed', {});
    for (let frame: Frame | null = walker.frame; frame !== null; frame = frame.parent) {
      if (frame.kind !== 'called') continue;
      const caller = frame.parent!;
      const calling = caller.document.steps.find((each) => each.id === caller.step)!;
      walker.frame = caller;
      const error = new StrataError('called_run_failed', { run: '', workflow: frame.document.name });
      return this.#fail(walker, calling, error, started);
    }
    end(walker, error, step.id);
  }

  #note(walker: Walker, step: WorkflowStep, started: Date, what: Partial<TrialOutcome['steps'][number]>): void {
    if (!this.#options.trace) return;
    walker.outcome.steps.push({
      workflow: walker.frame.document.name,
      step: step.id,
      type: step.type,
      status: 'done',
      outcome: null,
      input: step.settings as JsonValue,
      output: null,
      error: null,
      at: (walker.waited?.since ?? started).toISOString(),
      until: walker.waited?.until.toISOString() ?? null,
      assumed: walker.delivered !== null,
      ...what,
    });
  }
}

function placeOf({ frame }: Walker): string {
  return `${frame.document.name} ${frame.step}`;
}

/** What the frame and those around it know by name, outermost first. */
function valuesOf({ record, results, parent, kind }: Frame): { [name: string]: JsonValue } {
  const around = kind === 'branch' && parent !== null ? valuesOf(parent) : {};
  return { ...around, ...(record !== null && { record }), ...results };
}

function end(walker: Walker, error: unknown, step: string | null = null): void {
  walker.outcome.status = 'failed';
  walker.outcome.error = runError(error);
  walker.outcome.failedAt = step;
  walker.ended = true;
}

function noteWrite(
  walker: Walker | undefined,
  step: WorkflowStep,
  object: string,
  request: WriteRequest,
  { issues, changes, id }: WriteOutcome,
): void {
  if (walker === undefined || issues.length > 0) return;
  const { action } = request;
  if (action === 'update' && Object.keys(changes).length === 0) return;
  if (action === 'create' && id !== null) walker.outcome.created.push(id);
  walker.outcome.writes.push({ step: step.id, object, id: action === 'create' ? null : id, action, changes });
}

function isSqlError(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
}

function trialRun(document: WorkflowDocument, subject: TrialSubject): RunRow {
  const { trigger, object, record, change, actor, roles, old, now } = subject;
  return {
    id: v7(),
    workflow_id: document.id,
    workflow: document.name,
    digest: '',
    status: 'running',
    trigger,
    object,
    record_id: record,
    change_id: change,
    actor,
    roles: document.run_as !== undefined ? [document.run_as] : roles === null ? null : [...roles],
    depth: 0,
    parent_run: null,
    parent_token: null,
    old,
    error: null,
    records_changed: 0,
    started_at: now.toISOString(),
    ended_at: null,
  };
}

function trialToken({ run, frame, waited }: Walker): TokenRow {
  return {
    id: run.id,
    run_id: run.id,
    parent: null,
    step: frame.step,
    status: waited === null ? 'ready' : 'waiting',
    turn: 0,
    results: frame.results,
    waits_since: waited?.since.toISOString() ?? null,
    waits_until: waited?.until.toISOString() ?? null,
    waits_for_record: null,
    branches: 0,
  };
}

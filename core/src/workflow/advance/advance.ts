import {
  StrataError,
  WorkflowNames,
  stepKind,
  type ErrorCode,
  type ErrorParameters,
  type WorkflowDocument,
  type WorkflowStep,
} from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Transaction } from '../../kernel/database.ts';
import type { DeliveryOutcome } from '../../kernel/deliveries/delivery.ts';
import { cancelDeliveries } from '../../kernel/deliveries/outside.ts';
import type { JobRun } from '../../kernel/jobs.ts';
import type { Catalog } from '../../model/catalog.ts';
import { planned } from '../../records/sql/catalog-memory.ts';
import type { Engine } from '../engine.ts';
import { WORKFLOW_LIMITS } from '../limits.ts';
import type { RunRow, TokenRow } from '../run.ts';
import { withdrawTasks } from '../people/end-task.ts';
import { insertRuns } from '../start/insert-runs.ts';
import { askStep } from '../steps/ask-step.ts';
import { STEP_ENGINES } from '../steps/index.ts';
import type { Delivered, StepResult } from '../steps/step-engine.ts';
import { TOKEN_JOB, type TokenJob } from '../token-jobs.ts';
import { isTransient, runError } from './failure.ts';
import { Progress } from './progress.ts';
import { runContext } from './run-context.ts';
import { writeAlone } from './write-alone.ts';
import { RunValues } from './values.ts';

/**
 * Carries a token on until it rests: waits, branches or ends. All its steps, what they wrote and the job of whoever goes
 * on commit together, so that whatever is killed half-way has not happened. A step that breaks is tried again, alone in
 * its part of the transaction, and then fails with a reason.
 */
export async function advanceToken(
  engine: Engine,
  job: TokenJob,
  attempt: Pick<JobRun, 'attempt' | 'last'>,
): Promise<void> {
  for (let next: TokenJob | null = job; next !== null;) {
    const current: TokenJob = next;
    try {
      next = await engine.database.transaction((tx) => turnOf(engine, tx, current, false));
    } catch (error) {
      if (isTransient(error) && !attempt.last) throw error;
      if (!(error instanceof StrataError) && attempt.attempt < WORKFLOW_LIMITS.tries) throw error;
      // Again, step by step: what came before the one that fails is kept.
      next = await engine.database.transaction((tx) => turnOf(engine, tx, current, true));
    }
  }
}

/** One transaction. Answers with the job that goes on at once, or null when the token rests. */
async function turnOf(engine: Engine, tx: Transaction, job: TokenJob, careful: boolean): Promise<TokenJob | null> {
  const token = await lockToken(tx, job);
  if (token === null) return null;
  const run = await readRun(tx, token.run_id);
  if (run.status === 'cancelled') return null;
  return new Turn(engine, tx, run, token, careful).go();
}

async function lockToken(tx: Transaction, { token, turn }: TokenJob): Promise<TokenRow | null> {
  const { rows } = await tx.query<TokenRow>(
    `select *, set_config('statement_timeout', $3, true)
     from core.workflow_token where id = $1 and turn = $2 and status in ('ready', 'waiting') for update`,
    [token, turn, String(WORKFLOW_LIMITS.stepSeconds * 1000)],
    'workflow_token_lock',
  );
  return rows[0] ?? null;
}

async function readRun(tx: Transaction, id: string): Promise<RunRow> {
  const { rows } = await tx.query<RunRow>('select * from core.workflow_run where id = $1', [id], 'workflow_run_read');
  return rows[0]!;
}

/** What a step answers that wishes nothing of the outside, or has it. */
type Answered = Exclude<StepResult, { kind: 'deliver' }>;

/** A token on its way through the steps, within one transaction. */
class Turn {
  readonly #engine: Engine;
  readonly #tx: Transaction;
  readonly #run: RunRow;
  readonly #progress: Progress;
  readonly #careful: boolean;
  /** Every token this turn has changed. */
  readonly #tokens = new Map<string, TokenRow>();
  #token: TokenRow;
  #document!: WorkflowDocument;
  #names!: WorkflowNames;
  #ctx!: AccessContext;
  #next: TokenJob | null = null;

  constructor(engine: Engine, tx: Transaction, run: RunRow, token: TokenRow, careful: boolean) {
    this.#engine = engine;
    this.#tx = tx;
    this.#run = run;
    this.#token = token;
    this.#careful = careful;
    this.#progress = new Progress(run);
    this.#tokens.set(token.id, token);
  }

  async go(): Promise<TokenJob | null> {
    const catalog = this.#engine.model.catalog();
    this.#document = await this.#engine.definitions.read(this.#tx, this.#run.digest);
    this.#names = namesOf(catalog, this.#run.digest, this.#document);
    const resting = await this.#attempt(null, async () => {
      this.#ctx = await runContext(this.#engine, this.#tx, catalog, this.#run, this.#document.run_as !== undefined);
    });
    let steps = 0;
    let goesOn = resting;
    while (goesOn && this.#token.step !== null) {
      if (steps++ === WORKFLOW_LIMITS.stepsAtOnce) {
        // The same job at the same turn: should it die now, the list gives it to somebody else.
        this.#next = { token: this.#token.id, turn: this.#token.turn };
        break;
      }
      goesOn = await this.#step();
    }
    if (goesOn && this.#token.step === null) await this.#endBranch();
    await this.#progress.write(this.#tx, [...this.#tokens.values()]);
    return this.#next;
  }

  /** Does the step the token stands at. Answers whether it goes on. */
  async #step(): Promise<boolean> {
    const token = this.#token;
    const step = this.#document.steps.find((each) => each.id === token.step);
    return this.#attempt(step ?? null, async () => {
      const engine = step === undefined ? undefined : STEP_ENGINES[step.type];
      if (step === undefined || engine === undefined)
        throw new StrataError('step_unknown_in_run', { step: token.step ?? '' });
      const started = new Date();
      const ctx = { ...this.#ctx, now: started };
      const values = new RunValues(ctx, this.#names.at(step.id), await this.#valuesOf(token), this.#run.old);
      const ask = (delivered: Delivered | null): Promise<StepResult> =>
        askStep(engine, {
          ctx,
          run: this.#run,
          token,
          step,
          values,
          write: writeAlone,
          waitingSince: dateOf(token.waits_since),
          waitingUntil: dateOf(token.waits_until),
          delivered,
          ports: this.#engine.ports,
        });
      const result = await this.#delivered(step, ask);
      return result === null ? this.#awaitDelivery(step, started) : this.#take(step, result, started);
    });
  }

  /** What the step answers, once whatever it wishes of the outside is done; null while it is not. */
  async #delivered(
    step: WorkflowStep,
    ask: (delivered: Delivered | null) => Promise<StepResult>,
  ): Promise<Answered | null> {
    const { outside } = this.#engine;
    const token = this.#token;
    const key = deliveryKey(token, step);
    let outcome: DeliveryOutcome | null = null;
    if (token.status === 'waiting' && stepKind(step.type)?.effect === 'outside')
      outcome = await outside.outcome(this.#tx, key);
    if (outcome === null || outcome.state === 'cancelled') {
      const result = await ask(null);
      if (result.kind !== 'deliver') return result;
      const then = { job: TOKEN_JOB, payload: { token: token.id, turn: token.turn + 1 } };
      outcome = await outside.request(this.#tx, { ...result.wish, key, belongsTo: token.run_id, then });
    }
    if (outcome.state === 'pending') return null;
    if (outcome.state !== 'delivered') throw deliveryFailure(outcome);
    const result = await ask({ response: outcome.response });
    if (result.kind === 'deliver') throw new Error(`The step ${step.type} wishes again what is delivered`);
    return result;
  }

  /** Runs the work. In a careful turn what fails is undone alone, written down, and answered to. */
  async #attempt(step: WorkflowStep | null, work: () => Promise<boolean | void>): Promise<boolean> {
    if (!this.#careful) return (await work()) ?? true;
    const started = new Date();
    const before = { ...this.#token };
    try {
      return (await this.#tx.savepoint(work)) ?? true;
    } catch (error) {
      if (isTransient(error)) throw error;
      Object.assign(this.#token, before);
      if (!(error instanceof StrataError))
        this.#engine.log.error('A step of a workflow broke', { run: this.#run.id, step: step?.id, error });
      return this.#fail(step, error, started);
    }
  }

  async #take(step: WorkflowStep, result: Answered, started: Date): Promise<boolean> {
    const token = this.#token;
    switch (result.kind) {
      case 'done': {
        const { outcome = 'done', results = {}, output = null, recordsChanged = 0 } = result;
        this.#progress.note(token, step, started, { status: 'done', outcome, output, records_changed: recordsChanged });
        this.#leave(step, outcome, results);
        return true;
      }
      case 'wait':
        this.#wait(step, result.until, result.record ?? null, started);
        return false;
      case 'branch':
        return this.#branch(step, result, started);
      case 'call':
        await this.#call(step, result.workflow, result.record, started);
        return false;
      case 'end':
        if (result.failure !== null) throw new StrataError('step_stopped', { reason: result.failure });
        this.#progress.note(token, step, started, { status: 'done' });
        await this.#endRun();
        return false;
    }
  }

  #leave(step: WorkflowStep, outcome: string, results: TokenRow['results']): void {
    const token = this.#token;
    token.results = { ...token.results, ...results };
    token.step = step.next[outcome] ?? null;
    if (token.status === 'waiting' && token.parent === null) this.#progress.setStatus('running');
    token.status = 'ready';
    token.waits_since = token.waits_until = token.waits_for_record = null;
  }

  #wait(step: WorkflowStep, until: Date, record: string | null, started: Date): void {
    const token = this.#token;
    if (token.status !== 'waiting') {
      this.#progress.note(token, step, started, { status: 'waiting', output: { until: until.toISOString() } });
      token.waits_since = started.toISOString();
      // A record may be looked at many times within one wait: its turn stays, and so does the job at its end.
      token.turn++;
      this.#progress.carryOn({ token: token.id, turn: token.turn }, until);
    } else if (token.waits_until !== null && until.getTime() !== new Date(token.waits_until).getTime()) {
      // It waits for something else now: whichever job comes first looks, and too many do no harm.
      this.#progress.carryOn({ token: token.id, turn: token.turn }, until);
    }
    token.status = 'waiting';
    token.waits_until = until.toISOString();
    token.waits_for_record = record;
    if (token.parent === null) this.#progress.setStatus('waiting');
  }

  /** Rests until the delivery's own job has it carried on. */
  #awaitDelivery(step: WorkflowStep, started: Date): false {
    const token = this.#token;
    if (token.status === 'waiting') return false;
    this.#progress.note(token, step, started, { status: 'waiting' });
    token.turn++;
    token.status = 'waiting';
    token.waits_since = started.toISOString();
    // Long after its last try: only should even the job of its end be lost, the token is looked at again.
    token.waits_until = new Date(started.getTime() + WORKFLOW_LIMITS.deliveryDays * 86_400_000).toISOString();
    if (token.parent === null) this.#progress.setStatus('waiting');
    return false;
  }

  async #branch(step: WorkflowStep, result: Extract<StepResult, { kind: 'branch' }>, started: Date): Promise<boolean> {
    const token = this.#token;
    const { branches, output = null, results = {} } = result;
    const taken = branches.filter((branch) => step.next[branch.outcome] !== undefined);
    this.#progress.note(token, step, started, { status: 'done', output });
    if (taken.length === 0) {
      this.#leave(step, 'done', results);
      return true;
    }
    token.results = { ...token.results, ...results };
    token.status = 'joining';
    token.branches = taken.length;
    token.turn++;
    const children = taken.map((branch) => ({
      id: v7(),
      run_id: token.run_id,
      parent: token.id,
      step: step.next[branch.outcome]!,
      results: branch.results,
    }));
    await this.#tx.query(
      `insert into core.workflow_token (id, run_id, parent, step, status, results)
       select id, run_id, parent, step, 'ready', results
       from json_to_recordset($1::json) as r(id uuid, run_id uuid, parent uuid, step text, results jsonb)`,
      [JSON.stringify(children)],
      'workflow_branches',
    );
    for (const child of children) this.#progress.carryOn({ token: child.id, turn: 0 });
    return false;
  }

  async #call(step: WorkflowStep, name: string, record: string, started: Date): Promise<void> {
    const token = this.#token;
    const workflow = this.#engine.model.catalog().workflows.get(name);
    if (workflow === undefined || workflow.archived === true || !workflow.active)
      throw new StrataError('unknown_workflow', { name, suggestion: '' });
    const depth = this.#run.depth + 1;
    if (depth >= WORKFLOW_LIMITS.depth)
      throw new StrataError('run_feedback', { depth: depth + 1, workflow: workflow.label });
    token.turn++;
    token.status = 'joining';
    const { actor, roles } = this.#run;
    const object = workflow.trigger.settings['object'];
    const [called] = await insertRuns(
      this.#tx,
      this.#engine.definitions,
      [
        {
          workflow,
          trigger: 'called',
          object: typeof object === 'string' ? object : null,
          record,
          change: null,
          actor,
          roles,
          depth,
          old: null,
          parent: { run: this.#run.id, token: token.id },
        },
      ],
      started,
    );
    this.#progress.note(token, step, started, { status: 'waiting', output: { run: called! } });
  }

  /** The branch has no further step: whoever waits for it goes on, or the run has ended. */
  async #endBranch(): Promise<void> {
    const ended = this.#token;
    ended.status = 'done';
    if (ended.parent === null) return this.#endRun();
    const { rows } = await this.#tx.query<TokenRow>(
      `update core.workflow_token set branches = branches - 1 where id = $1 returning *`,
      [ended.parent],
      'workflow_join',
    );
    const parent = rows[0]!;
    const step = this.#document.steps.find((each) => each.id === parent.step);
    if (step !== undefined && stepKind(step.type)?.keepsInner === true)
      parent.results = { ...parent.results, ...ended.results };
    if (parent.branches === 0) {
      parent.status = 'ready';
      parent.step = step?.next['done'] ?? null;
      parent.turn++;
      this.#progress.carryOn({ token: parent.id, turn: parent.turn });
    }
    this.#tokens.set(parent.id, parent);
  }

  async #endRun(): Promise<void> {
    this.#token.status = 'done';
    this.#progress.setStatus('done');
    const { rows } = await this.#tx.query(
      `update core.workflow_token set status = 'cancelled' where run_id = $1 and id <> $2 and status in ('ready', 'waiting', 'joining')
       returning id`,
      [this.#run.id, this.#token.id],
      'workflow_end_others',
    );
    if (rows.length > 0) await withdrawTasks(this.#tx, this.#run.id, new Date());
    await cancelDeliveries(this.#tx, this.#run.id);
    if (this.#run.parent_token !== null) await this.#answerCaller(this.#run.parent_token, 'done');
  }

  /** The workflow that called this one goes on. */
  async #answerCaller(tokenId: string, outcome: 'done' | 'failed'): Promise<void> {
    const { rows } = await this.#tx.query<TokenRow>(
      `select * from core.workflow_token where id = $1 and status = 'joining' for update`,
      [tokenId],
      'workflow_caller',
    );
    const caller = rows[0];
    if (caller === undefined) return;
    const { rows: runs } = await this.#tx.query<{ digest: string }>(
      'select digest from core.workflow_run where id = $1',
      [caller.run_id],
    );
    const document = await this.#engine.definitions.read(this.#tx, runs[0]!.digest);
    const step = document.steps.find((each) => each.id === caller.step);
    const answered = step?.next[outcome];
    if (outcome === 'failed' && answered === undefined) return failCaller(this.#tx, caller, this.#run);
    caller.step = answered ?? null;
    caller.status = 'ready';
    caller.turn++;
    this.#tokens.set(caller.id, caller);
    this.#progress.carryOn({ token: caller.id, turn: caller.turn });
  }

  /** The step failed: its own way for that, or the run fails and waits for somebody who mends it. */
  async #fail(step: WorkflowStep | null, error: unknown, started: Date): Promise<boolean> {
    const token = this.#token;
    const reason = runError(error);
    if (step !== null) this.#progress.note(token, step, started, { status: 'failed', error: reason });
    if (step !== null && step.next['failed'] !== undefined && stepKind(step.type) !== undefined) {
      this.#leave(step, 'failed', {});
      return true;
    }
    token.status = 'failed';
    this.#progress.setStatus('failed', reason);
    if (this.#run.parent_token !== null) await this.#answerCaller(this.#run.parent_token, 'failed');
    return false;
  }

  /** What the token and those around it know by name. */
  async #valuesOf(token: TokenRow): Promise<TokenRow['results']> {
    const { record_id: record } = this.#run;
    const own = { ...(record !== null && { record }), ...token.results };
    if (token.parent === null) return own;
    const { rows } = await this.#tx.query<{ results: TokenRow['results'] }>(AROUND, [token.parent], 'workflow_around');
    return { ...Object.assign({}, ...rows.map((row) => row.results)), ...own };
  }
}

/** Outermost first. */
const AROUND = `
  with recursive around as (
    select id, parent, results, 1 as distance from core.workflow_token where id = $1
    union all
    select t.id, t.parent, t.results, a.distance + 1 from around a join core.workflow_token t on t.id = a.parent
  )
  select results from around order by distance desc`;

async function failCaller(tx: Transaction, caller: TokenRow, called: RunRow): Promise<void> {
  const error = runError(new StrataError('called_run_failed', { run: called.id, workflow: called.workflow }));
  await tx.query(`update core.workflow_token set status = 'failed', turn = turn + 1 where id = $1`, [caller.id]);
  await tx.query(`update core.workflow_run set status = 'failed', error = $2::jsonb, ended_at = now() where id = $1`, [
    caller.run_id,
    JSON.stringify(error),
  ]);
}

function namesOf(catalog: Catalog, digest: string, document: WorkflowDocument): WorkflowNames {
  return planned(catalog, `workflow names|${digest}`, () => new WorkflowNames(document, catalog.model));
}

/** One wish of a branch at a step, however often the step is tried or resumed. */
function deliveryKey({ run_id: run, id }: TokenRow, { id: step }: WorkflowStep): string {
  return `${run}/${id}/${step}`;
}

function deliveryFailure({ error }: DeliveryOutcome): StrataError {
  if (error === null) return new StrataError('delivery_broke', { reason: 'cancelled' });
  return new StrataError(error.code as ErrorCode, error.params as ErrorParameters);
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

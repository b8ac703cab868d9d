import type { JsonValue, WorkflowStep } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { Transaction } from '../../kernel/database.ts';
import type { RunError, RunRow, RunStatus, TokenRow } from '../run.ts';
import { enqueueTokens, type TokenJob } from '../token-jobs.ts';

interface NotedStep {
  status: 'done' | 'waiting' | 'failed';
  outcome?: string;
  output?: JsonValue;
  error?: RunError;
  records_changed?: number;
}

interface RunChange {
  id: string;
  changed: number;
  status: RunStatus | null;
  error: RunError | null;
}

/** What many runs have done in one transaction; written down at its end, in one statement for all of them. */
export class ManyProgress {
  readonly #steps: object[] = [];
  readonly #runs = new Map<string, RunChange>();
  readonly #jobs: { job: TokenJob; at: string | null }[] = [];
  readonly #branches: TokenRow[] = [];

  note(run: RunRow, token: TokenRow, step: WorkflowStep, started: Date, what: NotedStep): void {
    this.#of(run).changed += what.records_changed ?? 0;
    this.#steps.push({
      id: v7(),
      run_id: run.id,
      token_id: token.id,
      step: step.id,
      type: step.type,
      input: step.settings,
      started_at: started.toISOString(),
      ended_at: new Date().toISOString(),
      records_changed: 0,
      ...what,
    });
  }

  setStatus(run: RunRow, status: RunStatus, error: RunError | null = null): void {
    Object.assign(this.#of(run), { status, error });
  }

  /** A branch that begins here; it is written down as it then stands. */
  begin(branch: TokenRow): void {
    this.#branches.push(branch);
  }

  carryOn(job: TokenJob, at: Date | null = null): void {
    this.#jobs.push({ job, at: at?.toISOString() ?? null });
  }

  #of({ id }: RunRow): RunChange {
    let change = this.#runs.get(id);
    if (change === undefined) this.#runs.set(id, (change = { id, changed: 0, status: null, error: null }));
    return change;
  }

  async write(tx: Transaction, tokens: readonly TokenRow[]): Promise<void> {
    await tx.query(
      WRITE,
      [
        JSON.stringify(tokens),
        JSON.stringify(this.#steps),
        JSON.stringify([...this.#runs.values()]),
        JSON.stringify(this.#branches),
      ],
      'workflow_many_progress',
    );
    for (const [at, group] of Map.groupBy(this.#jobs, (each) => each.at)) {
      await enqueueTokens(
        tx,
        group.map((each) => each.job),
        at ?? undefined,
      );
    }
  }
}

const WRITE = `
  with tokens as (
    update core.workflow_token t set step = r.step, status = r.status, turn = r.turn, results = r.results,
      waits_since = r.waits_since, waits_until = r.waits_until, waits_for_record = r.waits_for_record, branches = r.branches,
      ready_at = now()
    from json_to_recordset($1::json) as r(id uuid, step text, status text, turn int, results jsonb, waits_since timestamptz,
      waits_until timestamptz, waits_for_record uuid, branches int)
    where t.id = r.id
  ), branches as (
    insert into core.workflow_token (id, run_id, parent, step, status, turn, results, waits_since, waits_until,
      waits_for_record, branches)
    select id, run_id, parent, step, status, turn, results, waits_since, waits_until, waits_for_record, branches
    from json_to_recordset($4::json) as r(id uuid, run_id uuid, parent uuid, step text, status text, turn int, results jsonb,
      waits_since timestamptz, waits_until timestamptz, waits_for_record uuid, branches int)
  ), steps as (
    insert into core.workflow_step (id, run_id, token_id, step, type, status, outcome, input, output, error, records_changed,
      started_at, ended_at)
    select id, run_id, token_id, step, type, status, outcome, input, output, error, records_changed, started_at, ended_at
    from json_to_recordset($2::json) as r(id uuid, run_id uuid, token_id uuid, step text, type text, status text,
      outcome text, input jsonb, output jsonb, error jsonb, records_changed int, started_at timestamptz, ended_at timestamptz)
  )
  update core.workflow_run w set records_changed = w.records_changed + r.changed,
    status = coalesce(r.status, w.status), error = coalesce(r.error, w.error),
    ended_at = case when r.status in ('done', 'failed') then now() else w.ended_at end
  from json_to_recordset($3::json) as r(id uuid, changed int, status text, error jsonb)
  where w.id = r.id and (r.changed > 0 or r.status is not null)`;

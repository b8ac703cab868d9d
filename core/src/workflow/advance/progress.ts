import type { JsonValue, WorkflowStep } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { Transaction } from '../../kernel/database.ts';
import type { RunError, RunRow, RunStatus, TokenRow } from '../run.ts';
import { enqueueTokens, type TokenJob } from '../token-jobs.ts';

interface StepRow {
  id: string;
  token_id: string;
  step: string;
  type: string;
  status: 'done' | 'waiting' | 'failed';
  outcome: string | null;
  input: JsonValue;
  output: JsonValue;
  error: RunError | null;
  records_changed: number;
  started_at: string;
  ended_at: string;
}

/** What one turn of a token has done so far; written down at its end, in one statement. */
export class Progress {
  readonly #run: RunRow;
  readonly #steps: StepRow[] = [];
  readonly #jobs: { job: TokenJob; at: string | null }[] = [];
  #changed = 0;
  #status: { name: RunStatus; error: RunError | null } | null = null;

  constructor(run: RunRow) {
    this.#run = run;
  }

  note(token: TokenRow, step: WorkflowStep, started: Date, what: Partial<StepRow> & Pick<StepRow, 'status'>): void {
    this.#changed += what.records_changed ?? 0;
    this.#steps.push({
      id: v7(),
      token_id: token.id,
      step: step.id,
      type: step.type,
      outcome: null,
      input: step.settings as JsonValue,
      output: null,
      error: null,
      records_changed: 0,
      started_at: started.toISOString(),
      ended_at: new Date().toISOString(),
      ...what,
    });
  }

  /** The token is to be carried on by a job of its own. */
  carryOn(job: TokenJob, at: Date | null = null): void {
    this.#jobs.push({ job, at: at?.toISOString() ?? null });
  }

  setStatus(name: RunStatus, error: RunError | null = null): void {
    this.#status = { name, error };
  }

  async write(tx: Transaction, tokens: readonly TokenRow[]): Promise<void> {
    await tx.query(
      WRITE,
      [
        JSON.stringify(tokens),
        JSON.stringify(this.#steps),
        this.#run.id,
        this.#changed,
        this.#status?.name ?? null,
        this.#status?.error == null ? null : JSON.stringify(this.#status.error),
      ],
      'workflow_progress',
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
      waits_since = r.waits_since, waits_until = r.waits_until, waits_for_record = r.waits_for_record, branches = r.branches, ready_at = now()
    from json_to_recordset($1::json) as r(id uuid, step text, status text, turn int, results jsonb, waits_since timestamptz,
      waits_until timestamptz, waits_for_record uuid, branches int)
    where t.id = r.id
  ), steps as (
    insert into core.workflow_step (id, run_id, token_id, step, type, status, outcome, input, output, error, records_changed,
      started_at, ended_at)
    select id, $3::uuid, token_id, step, type, status, outcome, input, output, error, records_changed, started_at, ended_at
    from json_to_recordset($2::json) as r(id uuid, token_id uuid, step text, type text, status text, outcome text, input jsonb,
      output jsonb, error jsonb, records_changed int, started_at timestamptz, ended_at timestamptz)
  )
  update core.workflow_run set records_changed = records_changed + $4::int,
    status = coalesce($5::text, status), error = coalesce($6::jsonb, error),
    ended_at = case when $5::text in ('done', 'failed') then now() else ended_at end
  where id = $3::uuid and ($4::int > 0 or $5::text is not null)`;

import type { ProcessDocument } from '@stratacrm/sdk';
import { newId } from '../../kernel/new-id.ts';
import type { Write, WriteBatch } from '../pipeline/write-batch.ts';
import { isSound } from '../pipeline/write-batch.ts';
import { stageLabel, type Way } from './ways.ts';

/** The job that begins the workflow which decides on a requested move. */
export const MOVE_REQUEST_JOB = 'process_request';

/** A move that was taken out of a write, to be asked for once the rest is stored. */
interface HeldMove {
  process: ProcessDocument;
  way: Way;
  from: string;
  to: string;
}

/** One at most for each process. */
const heldMoves = new WeakMap<Write, HeldMove[]>();

/**
 * Takes moves that nobody has approved yet out of their writes; answers with the writes concerned. The run that decides on
 * a move makes it.
 */
export async function holdBack(
  batch: WriteBatch,
  process: ProcessDocument,
  asked: readonly { write: Write; way: Way }[],
): Promise<ReadonlySet<Write>> {
  const held = new Set<Write>();
  if (asked.length === 0) return held;
  const granted = await grantedMoves(batch, process);
  const pending = await pendingMoves(
    batch,
    process,
    asked.map(({ write }) => write.id),
  );
  const label = (stage: string) => stageLabel(batch.object, process.field, stage);
  for (const { write, way } of asked) {
    const [from, to] = [String(write.before?.[process.field]), String(write.after[process.field])];
    if (granted.get(write.id) === to) continue;
    held.add(write);
    write.after[process.field] = write.before?.[process.field] ?? null;
    const waiting = pending.get(write.id);
    if (waiting !== undefined && waiting !== to) {
      const params = { pending: label(waiting), to: label(to) };
      write.issues.push({ path: process.field, code: 'transition_pending', params });
      continue;
    }
    const params = { from: label(from), to: label(to) };
    write.warnings.push({ path: process.field, code: 'transition_awaits_approval', params });
    if (waiting === undefined) heldMoves.set(write, [...(heldMoves.get(write) ?? []), { process, way, from, to }]);
  }
  return held;
}

/** Record → stage, of the move that the workflow run which writes was begun to decide on. */
async function grantedMoves({ ctx }: WriteBatch, process: ProcessDocument): Promise<ReadonlyMap<string, string>> {
  if (ctx.cause.kind !== 'workflow' || ctx.cause.id === undefined) return new Map();
  const { rows } = await ctx.db.query<{ record_id: string; to_stage: string }>(
    `select record_id, to_stage from core.process_request where run_id = $1 and process = $2 and status = 'open'`,
    [ctx.cause.id, process.name],
    'process_granted',
  );
  return new Map(rows.map((row) => [row.record_id, row.to_stage]));
}

/** Record → stage, of moves of the process that are being decided on. */
async function pendingMoves(
  { ctx }: WriteBatch,
  process: ProcessDocument,
  records: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await ctx.db.query<{ record_id: string; to_stage: string }>(
    `select q.record_id, q.to_stage from core.process_request q left join core.workflow_run r on r.id = q.run_id
     where q.record_id = any($1::uuid[]) and q.process = $2 and q.status = 'open'
       and (r.id is null or r.status in ('running', 'waiting'))`,
    [records, process.name],
    'process_pending',
  );
  return new Map(rows.map((row) => [row.record_id, row.to_stage]));
}

/** Opens the requests of moves held back, set-wise, each with the job that has it decided. */
export async function openRequests(batch: WriteBatch): Promise<void> {
  const requests = batch.writes.flatMap((write) =>
    (isSound(write) ? (heldMoves.get(write) ?? []) : []).map(({ process, way: { transition }, from, to }) => ({
      id: newId(),
      record_id: write.id,
      process: process.name,
      transition: transition.id,
      from_stage: from,
      to_stage: to,
      workflow: transition.approval,
    })),
  );
  if (requests.length === 0) return;
  const { ctx, object } = batch;
  const given = JSON.stringify(requests);
  // A request whose run has ended without making the move is none any more.
  await ctx.db.query(
    `update core.process_request q set status = 'ended', ended_at = $2::timestamptz
     from json_to_recordset($1::json) as g(record_id uuid, process text), core.workflow_run r
     where q.record_id = g.record_id and q.process = g.process and q.status = 'open' and r.id = q.run_id and r.status not in ('running', 'waiting')`,
    [given, ctx.now.toISOString()],
    'process_request_stale',
  );
  await ctx.db.query(
    `with opened as (
       insert into core.process_request (id, object, record_id, process, transition, from_stage, to_stage, workflow, actor,
         roles, status, requested_at)
       select g.id, $2, g.record_id, g.process, g.transition, g.from_stage, g.to_stage, g.workflow, $3::uuid, $4::text[],
         'open', $5::timestamptz
       from json_to_recordset($1::json) as g(id uuid, record_id uuid, process text, transition text, from_stage text,
         to_stage text, workflow text)
       on conflict do nothing returning id)
     select count(graphile_worker.add_job('${MOVE_REQUEST_JOB}', json_build_object('request', id))) from opened`,
    [given, object.name, ctx.actor.userId, ctx.actor.roles, ctx.now.toISOString()],
    'process_request_open',
  );
}

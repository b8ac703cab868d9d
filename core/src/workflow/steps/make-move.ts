import { StrataError, processesOf } from '@stratacrm/sdk';
import { updateRecord } from '../../records/update-record.ts';
import type { StepEngine } from './step-engine.ts';

/** The request stands in the database, so that nothing a step says can make another move than the one asked for. */
export const makeMove: StepEngine = async ({ ctx, run }) => {
  const { rows } = await ctx.db.query<{ object: string; record_id: string; process: string; to_stage: string }>(
    `select object, record_id, process, to_stage from core.process_request where run_id = $1 and status = 'open' for update`,
    [run.id],
    'process_request_of_run',
  );
  const [request] = rows;
  if (request === undefined) throw new StrataError('no_requested_move');
  const process = processesOf(ctx.catalog.object(request.object)).find(({ name }) => name === request.process);
  if (process === undefined) throw new StrataError('no_requested_move');
  await updateRecord(ctx, request.object, request.record_id, { [process.field]: request.to_stage });
  await ctx.db.query(
    `update core.process_request set status = 'made', ended_at = $2::timestamptz where run_id = $1 and status = 'open'`,
    [run.id, ctx.now.toISOString()],
    'process_request_made',
  );
  return { kind: 'done', output: { stage: request.to_stage }, recordsChanged: 1 };
};

import { processesOf, type JsonValue } from '@stratacrm/sdk';
import type { Catalog } from '../../model/catalog.ts';
import { insertRuns } from '../start/insert-runs.ts';
import type { Engine } from '../engine.ts';

interface MoveRequest {
  object: string;
  record_id: string;
  process: string;
  from_stage: string;
  to_stage: string;
  workflow: string;
  actor: string | null;
  roles: string[];
}

/** The field that the move is of; none any more where its process was taken out meanwhile. */
function fieldOf(catalog: Catalog, { object, process }: MoveRequest): string | null {
  const all = catalog.has(object) ? processesOf(catalog.object(object)) : [];
  return all.find(({ name }) => name === process)?.field ?? null;
}

/** Begins the workflow that decides on a move which was asked for; done twice, it begins once. */
export async function beginMoveRequest(engine: Engine, payload: JsonValue): Promise<void> {
  const { request: id } = payload as { request: string };
  const catalog = await engine.model.refresh();
  await engine.database.transaction(async (tx) => {
    const { rows } = await tx.query<MoveRequest>(
      `select object, record_id, process, from_stage, to_stage, workflow, actor, roles from core.process_request
       where id = $1 and status = 'open' and run_id is null for update`,
      [id],
      'process_request_begin',
    );
    const [request] = rows;
    if (request === undefined) return;
    const workflow = catalog.workflows.get(request.workflow);
    if (workflow === undefined || !workflow.active) {
      // Taken out or switched off between the asking and now: whoever asks again moves the record at once.
      await tx.query(`update core.process_request set status = 'ended', ended_at = now() where id = $1`, [id]);
      return;
    }
    const now = new Date();
    const [run] = await insertRuns(
      tx,
      engine.definitions,
      [
        {
          workflow,
          trigger: workflow.trigger.type,
          object: request.object,
          record: request.record_id,
          change: null,
          actor: request.actor,
          roles: request.roles,
          depth: 0,
          old: null,
          results: { move_field: fieldOf(catalog, request), move_from: request.from_stage, move_to: request.to_stage },
        },
      ],
      now,
    );
    await tx.query('update core.process_request set run_id = $2 where id = $1', [id, run]);
  });
}

import type { WorkDetail } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { personOf } from '../../access/people-context.ts';
import { getRecord } from '../../records/get-record.ts';
import { isMine, mineParameters } from './mine.ts';
import { showTask } from './show-task.ts';
import { administers } from './task-access.ts';

/** So many of them a record's page shows, those that are waited for first. */
const MOST = 20;

/**
 * What is asked, and was, about a record that the person may read: the part of it that concerns him; administrators see all.
 * Throws `record_not_found`.
 */
export async function recordTasks(ctx: AccessContext, object: string, record: string): Promise<WorkDetail[]> {
  const person = personOf(ctx);
  await getRecord(ctx, object, record, { fields: ['id'] });
  if (ctx.actor.portal !== undefined) return [];
  const { rows } = await ctx.db.query<{ id: string }>(
    `select t.id from core.task t
     where t.record_id = $4 and t.object = $5 and ($6 or t.requester = $1::uuid or exists (
       select from core.task_seat s where s.task_id = t.id
         and (${isMine(1)} or s.decided_by = $1::uuid or s.handed_by = $1::uuid)))
     order by t.ended_at is not null, t.created_at desc, t.id limit ${MOST}`,
    [...mineParameters({ ...ctx.actor, userId: person }), record, object, administers(ctx)],
    'record_tasks',
  );
  const tasks: WorkDetail[] = [];
  for (const { id } of rows) tasks.push(await showTask(ctx, id));
  return tasks;
}

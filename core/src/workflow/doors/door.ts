import { randomBytes } from 'node:crypto';
import { StrataError, didYouMean, triggerKind, type WorkflowDocument, type WorkflowDoorInfo } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { SecretBox } from '../../kernel/secret-box.ts';
import type { Catalog } from '../../model/catalog.ts';

interface DoorRow {
  workflow_id: string;
  token: string;
  signing_key: Buffer;
}

/** Where a workflow is begun from outside; made when it is first asked for, anew when it is to be another. Throws `unknown_workflow`. */
export async function workflowDoor(
  db: Queryable,
  box: SecretBox,
  catalog: Catalog,
  name: string,
  anew: boolean,
): Promise<WorkflowDoorInfo> {
  const workflow = catalog.workflows.get(name);
  if (workflow === undefined || triggerKind(workflow.trigger.type)?.door !== true)
    throw new StrataError('unknown_workflow', { name, suggestion: didYouMean(name, catalog.workflows.keys()) });
  const { id } = workflow;
  const fresh = [id, randomBytes(24).toString('base64url'), box.seal(Buffer.from(newKey()), id)];
  const { rows } = await db.query<DoorRow>(
    `insert into core.workflow_door (workflow_id, token, signing_key) values ($1, $2, $3)
     on conflict (workflow_id) do update set
       token = case when $4 then excluded.token else workflow_door.token end,
       signing_key = case when $4 then excluded.signing_key else workflow_door.signing_key end
     returning *`,
    [...fresh, anew],
  );
  const { token, signing_key: sealed } = rows[0]!;
  const page = workflow.trigger.type === 'form_submitted';
  return { path: page ? `/form/${token}` : `/api/hooks/${token}`, signing_key: box.open(sealed, id).toString() };
}

function newKey(): string {
  return randomBytes(32).toString('base64url');
}

/** The workflow behind a door and its key; null when the door is shut. */
export async function openDoor(
  db: Queryable,
  box: SecretBox,
  catalog: Catalog,
  token: string,
  trigger: string,
): Promise<{ workflow: WorkflowDocument; key: string } | null> {
  const { rows } = await db.query<DoorRow>(
    'select * from core.workflow_door where token = $1',
    [token],
    'workflow_door',
  );
  const door = rows[0];
  const workflow = [...catalog.workflows.values()].find(({ id }) => id === door?.workflow_id);
  if (door === undefined || workflow === undefined || !workflow.active || workflow.trigger.type !== trigger)
    return null;
  return { workflow, key: box.open(door.signing_key, door.workflow_id).toString() };
}

/** Runs that may be begun from outside within a minute; beyond that whoever knocks is asked to wait. */
const PER_MINUTE = 300;

/** Throws `too_many_from_outside`. */
export async function refuseFlood(db: Queryable, { id }: WorkflowDocument): Promise<void> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from core.workflow_run where workflow_id = $1 and started_at > now() - interval '1 minute'`,
    [id],
    'workflow_door_flood',
  );
  if (rows[0]!.count >= PER_MINUTE) throw new StrataError('too_many_from_outside', { most: PER_MINUTE });
}

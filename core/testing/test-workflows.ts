import type { DocumentDraft, WorkflowDocument, WorkflowStep } from '@stratacrm/sdk';
import type { Database } from '../src/kernel/database.ts';
import { deliveryJobs } from '../src/kernel/deliveries/deliver.ts';
import type { Carriers } from '../src/kernel/deliveries/carrier.ts';
import { outside } from '../src/kernel/deliveries/outside.ts';
import { createLog } from '../src/kernel/log.ts';
import { startJobWorker } from '../src/kernel/jobs.ts';
import { startOutbox, type Outbox } from '../src/kernel/outbox.ts';
import type { AccessContext } from '../src/access/access-profile.ts';
import { notifyPeople } from '../src/notify/notify.ts';
import { plainMail } from '../src/workflow/mail/render-mail.ts';
import { createEngine, type Engine } from '../src/workflow/engine.ts';
import { TASK_MAIL } from '../src/workflow/people/notices.ts';
import { workflowJobs } from '../src/workflow/jobs.ts';
import type { RunRow } from '../src/workflow/run.ts';
import { startOnChanges } from '../src/workflow/start/on-changes.ts';
import { recordWorkspace, type RecordWorkspace } from './test-records.ts';
import { atFileEnd } from './file-end.ts';

/** A workspace whose workflows run, with the real outbox and the real job list. */
export interface WorkflowWorkspace extends RecordWorkspace {
  engine: Engine;
  outbox: Outbox;
  /** With the outbox nudged after each write, as the server does. */
  system: AccessContext;
  /** Waits until nothing is on its way any more, and answers with the runs, oldest first. */
  settled(workflow?: string): Promise<RunRow[]>;
}

/** A workflow of these steps, each leading to the next unless it says otherwise. */
export function workflowOf(
  name: string,
  trigger: WorkflowDocument['trigger'],
  steps: (Partial<WorkflowStep> & Pick<WorkflowStep, 'id' | 'type'>)[],
  facts: Partial<WorkflowDocument> = {},
): DocumentDraft {
  return {
    kind: 'workflow',
    name,
    label: { en: name, zh: name },
    format: 1,
    active: true,
    trigger,
    first: steps[0]!.id,
    steps: steps.map((step, index) => {
      const following = steps[index + 1]?.id;
      return { version: 1, settings: {}, next: following === undefined ? {} : { done: following }, ...step };
    }),
    ...facts,
  } as DocumentDraft;
}

/** Where the test's people open records. */
function recordLink(object: string, id: string): string {
  return `https://crm.example.com/o/${object}/${id}`;
}

/** Makes the tables of the documents, and lets their workflows run until the tests of the file have ended. */
export async function workflowWorkspace(
  documents: readonly DocumentDraft[],
  carriersOf: (database: Database, engine: () => Engine) => Carriers = () => ({}),
): Promise<WorkflowWorkspace> {
  const workspace = await recordWorkspace(documents);
  const { database, catalog } = workspace;
  const log = createLog({ level: 'error' });
  const model = { catalog: () => catalog, refresh: () => Promise.resolve(catalog) };
  const carriers = carriersOf(database, () => engine);
  const engine = createEngine({
    database,
    model,
    log,
    committed: () => outbox.nudge(),
    outside,
    ports: {
      recordLink,
      pageLink: (path) => `https://crm.example.com${path}`,
      sendsMail: () => Promise.resolve(TASK_MAIL in carriers),
      notify: (db, notice) => notifyPeople(db, { outside, recordLink, mail: plainMail }, notice),
    },
  });
  const outbox = startOutbox(database, [startOnChanges(engine)], log);
  const couriers = deliveryJobs({ database, log, carriers, delays: [50], longest: 5_000 });
  const worker = await startJobWorker(database, { handlers: { ...workflowJobs(engine), ...couriers }, log });
  atFileEnd(async () => {
    await worker.close();
    await outbox.close();
  });
  const listening = (ctx: AccessContext): AccessContext =>
    Object.defineProperty({ ...ctx, committed: outbox.nudge }, 'now', { get: () => new Date(), enumerable: true });
  return {
    ...workspace,
    engine,
    outbox,
    system: listening(workspace.system),
    person: async (roles, facts) => listening(await workspace.person(roles, facts)),
    async settled(workflow) {
      for (let quiet = 0; quiet < 3;) {
        const { rows } = await database.query<{ busy: boolean }>(
          `select exists (select from core.outbox) or exists (
             select from graphile_worker.jobs where run_at <= now() and attempts < max_attempts) as busy`,
        );
        quiet = rows[0]!.busy ? 0 : quiet + 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const { rows } = await database.query<RunRow>(
        'select * from core.workflow_run where $1::text is null or workflow = $1 order by id',
        [workflow ?? null],
      );
      return rows;
    },
  };
}

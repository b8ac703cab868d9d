import type { ConnectorDeclaration, JsonObject } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { Queryable } from '../../kernel/database.ts';
import { enqueueJob, type JobHandlers, type JobRun } from '../../kernel/jobs.ts';
import { queryRecords } from '../../records/query-records.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import { contextsOf, enqueuePush, findLink, type Link } from './connector-link.ts';
import { keepGathering } from './connector-setup.ts';
import { mappingOf } from './field-mapping.ts';
import { noteWaiting, type NewChange } from './waiting-changes.ts';

const GATHER_JOB = 'connector_gather';
const PAGE = 200;
/** After so many pages others have their turn. */
const PAGES = 50;

/** Puts all records there are among those that wait to be told, page by page. */
export function gatherJobs(runtime: PluginRuntime): JobHandlers {
  return {
    async [GATHER_JOB](payload, job) {
      const { plugin, connector } = payload as JsonObject;
      await gather(runtime, { plugin: String(plugin), connector: String(connector) }, job);
    },
  };
}

interface Of {
  plugin: string;
  connector: string;
}

/** To be called in the transaction that says that all are to be told, and wherever that may have been left off. */
export async function enqueueGather(db: Queryable, of: Of): Promise<void> {
  await enqueueJob(db, GATHER_JOB, { ...of }, { key: `connector gather ${of.plugin} ${of.connector}` });
}

async function gather(runtime: PluginRuntime, of: Of, { signal }: JobRun): Promise<void> {
  for (let pages = 0; pages < PAGES && !signal.aborted; pages++) {
    const link = await findLink(runtime, of.plugin, of.connector);
    // While its plugin is switched off it stays where it is.
    if (link === null || link.setup.gathering === null) return;
    await gatherPage(runtime, link, of, link.setup.gathering);
  }
  await enqueueGather(runtime.database, of);
}

/** What waits and the place where it goes on are kept together: a page may be noted twice, and is never left out. */
async function gatherPage(runtime: PluginRuntime, link: Link, of: Of, from: string): Promise<void> {
  // By itself, as it tells: whoever asked for it, the outside hears what the plugin may read.
  const { person, narrowed } = await contextsOf(runtime, link, { id: v7(), actor: null });
  const { name: key } = mappingOf(person.catalog, link, link.setup).key.field;
  const { data, page } = await queryRecords(narrowed, link.declared.object, {
    fields: ['id', key],
    sort: 'id',
    limit: PAGE,
    ...(from !== '' && { cursor: from }),
  });
  const changes = (data as JsonObject[]).flatMap((record) =>
    changeOf(link.declared, String(record['id']), record[key]),
  );
  await runtime.database.transaction(async (tx) => {
    // Begun again or switched off meanwhile.
    if (!(await keepGathering(tx, of, { from, next: page.next ?? null }))) return;
    if (changes.length > 0) await noteWaiting(tx, of, changes);
    await enqueuePush(tx, of.plugin, of.connector);
  });
}

/** As new what nobody outside knows yet, else as changed; nothing of what its code is not to hear of. */
function changeOf({ push }: ConnectorDeclaration, record: string, key: unknown): NewChange[] {
  const action = key === null || key === undefined ? 'create' : 'update';
  return push?.on === undefined || push.on.includes(action) ? [{ record, action, depth: 0 }] : [];
}

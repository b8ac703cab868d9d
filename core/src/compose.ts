import type { DocumentChange, ValidationRule } from '@stratacrm/sdk';
import { basePack } from '@stratacrm/plugin-base';
import { createFirstAdministrator, type SignInHint } from './access/first-administrator.ts';
import type { AccessContext } from './access/access-profile.ts';
import { actFor } from './access/act-for.ts';
import { auditRelease, auditSettings } from './access/audit/audit-model.ts';
import { followRenamedRoles } from './access/follow-renamed-roles.ts';
import { openIdentities } from './access/identities.ts';
import { sealFactorSecrets } from './access/second-factor/seal-secrets.ts';
import { signOnProvider } from './access/single-sign-on/provider.ts';
import { signOnSettings } from './access/single-sign-on/sign-on-settings.ts';
import { sweepAccess } from './access/sweep.ts';
import { SYSTEM_ACCESS, SYSTEM_ACTOR } from './access/system-actor.ts';
import { createHttpServer, drainServer } from './http/http-server.ts';
import type { Workspace } from './http/workspace.ts';
import type { Config } from './kernel/config.ts';
import { openDataFolder, type DataFolder } from './kernel/data-folder.ts';
import { deliveryJobs } from './kernel/deliveries/deliver.ts';
import { outside } from './kernel/deliveries/outside.ts';
import { sweepDeliveries } from './kernel/deliveries/sweep-deliveries.ts';
import { openDatabase, type Database, type Queryable } from './kernel/database.ts';
import { openFileVault } from './kernel/files/file-vault.ts';
import { startEmbeddedPostgres } from './kernel/embedded-postgres.ts';
import type { Log } from './kernel/log.ts';
import { startOutbox } from './kernel/outbox.ts';
import { enqueueJob, startJobWorker, type JobWorker } from './kernel/jobs.ts';
import { migrateApart } from './kernel/migrate-apart.ts';
import { startMailReceiver } from './kernel/mail/mail-receiver.ts';
import { mailCarrier } from './kernel/mail/mail-carrier.ts';
import { hasMailServer } from './kernel/mail/mail-server.ts';
import { MAIL } from './kernel/mail/mail.ts';
import { outboundPolicy } from './kernel/outbound/outbound-policy.ts';
import { listen, requireFreePort } from './kernel/port.ts';
import { sealConnections } from './kernel/connections/seal-connections.ts';
import { openSecretBox } from './kernel/secret-key.ts';
import { AMOUNTS_JOB } from './model/amounts.ts';
import type { Catalog, CatalogObject } from './model/catalog.ts';
import { createModel } from './model/create-model.ts';
import type { ReleaseSwitch } from './model/model.ts';
import { keepPartitions } from './model/partitions/keep-partitions.ts';
import { connectorJobs } from './plugins/connectors/connector-jobs.ts';
import { sweepConnectorRuns } from './plugins/connectors/connector-setup.ts';
import { noteChangesForConnectors } from './plugins/connectors/note-changes.ts';
import { loadDemoData } from './plugins/demo-data.ts';
import { keepPluginsOfRelease } from './plugins/life/installed-plugins.ts';
import { sweepPackages } from './plugins/life/package-store.ts';
import { settleJobs } from './plugins/life/settle-plugin.ts';
import { PLUGINS_CHANNEL, readInstalled } from './plugins/life/installed-plugins.ts';
import { tripPlugin } from './plugins/life/trip-plugin.ts';
import { callAfterChanges } from './plugins/running/after-hooks.ts';
import { PluginWriteHooks } from './plugins/running/before-hooks.ts';
import { cronJobs } from './plugins/running/cron-jobs.ts';
import { migratePlugin } from './plugins/running/migrate-plugin.ts';
import { openPluginRuntime } from './plugins/running/open-plugin-runtime.ts';
import { sweepPluginNotes } from './plugins/running/plugin-notes.ts';
import { pluginJobs } from './plugins/running/run-plugin-run.ts';
import { stepCarrier } from './plugins/running/step-carrier.ts';
import { PLUGIN_STEP } from './workflow/steps/run-plugin.ts';
import { breakingRecords, type Breaking } from './records/breaking-records.ts';
import { SWEEP_FILES, sweepFiles } from './records/files/sweep-files.ts';
import { PURGE_BIN, purgeExpired } from './records/purge/purge-expired.ts';
import { announceChanges, openLiveHub } from './records/live/live-hub.ts';
import { momentIndexes } from './records/query/moment-indexes.ts';
import { nameIndexes } from './records/query/name-indexes.ts';
import { uniqueIndexes } from './records/unique/unique-rule.ts';
import { hasKeepers, installKeepers } from './records/rollups/install-keepers.ts';
import { workOutRollups } from './records/rollups/work-out.ts';
import { TileDesk } from './analytics/tile-desk.ts';
import { accessImpact } from './records/permission-diff/access-impact.ts';
import { makeAnew, noteUnfinished } from './records/search/index-state.ts';
import { refreshSearchIndex } from './records/search/refresh-search-index.ts';
import { startSearchKeeper } from './records/search/search-keeper.ts';
import { importSteps } from './quality/imports/import-steps.ts';
import { sweepNotifications } from './notify/notifications.ts';
import { notifyPeople } from './notify/notify.ts';
import { plainMail } from './workflow/mail/render-mail.ts';
import { mailWorkflows, receiveMail } from './workflow/start/receive-mail.ts';
import { httpCarrier } from './integration/http-carrier.ts';
import { HTTP } from './workflow/steps/http-request.ts';
import { refuseMissingConnections } from './workflow/refuse-missing-connections.ts';
import { startWorkflowClock } from './workflow/clock.ts';
import { createEngine, type StepPorts } from './workflow/engine.ts';
import { workflowJobs } from './workflow/jobs.ts';
import { TASK_MAIL } from './workflow/people/notices.ts';
import { taskMailCarrier } from './workflow/people/task-mail.ts';
import { refuseForeignRoles } from './workflow/refuse-foreign-roles.ts';
import { startOnChanges } from './workflow/start/on-changes.ts';
import { rehearseTests, testsAtPublish } from './workflow/trial/tests-at-publish.ts';

/** Of the connections every so many reads tiles of dashboards at most. */
const TILES_SHARE = 3;

/** A running Strata. */
export interface Strata {
  readonly url: string;
  /** What to tell whoever started it of how to get in. */
  readonly signIn: SignInHint;
  /** Stops taking requests, finishes those it has, then lets go of everything, last opened first. */
  stop(): Promise<void>;
}

type Closer = () => Promise<void> | void;

/** Puts the parts together, in the order they need each other. If one fails, those already open are closed. */
export async function startStrata(config: Config, log: Log): Promise<Strata> {
  const closers: Closer[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const data = openDataFolderFor(config, closers);
    await requireFreePort(config.host, config.port);
    const database = await openDatabaseFor(config, log, closers);
    await migrateApart(database);
    const workspace = await openWorkspace(config, log, database, closers);
    await workspace.model.installPlugin({ actor: SYSTEM_ACTOR }, basePack);
    // A new version of Strata may index otherwise than the one that made the index.
    await enqueueSearchRefresh(database);
    const signIn = await firstStart(workspace);
    const worker = await startWorker(workspace);
    closers.push(() => worker.close());
    const couriers = await startCouriers(workspace);
    closers.push(() => couriers.close());
    if (config.mailInPort !== null) closers.push(await takeMail(workspace, config.mailInPort));
    closers.push(sweepHourly(workspace));
    closers.push(keepPartitionsHourly(workspace));
    closers.push(startWorkflowClock(workspace.workflows));
    const server = createHttpServer(workspace);
    const url = await listen(server, config.host, config.port);
    closers.push(() => drainServer(server));
    // Those who watch for changes never finish by themselves, and the server waits for all it has.
    closers.push(() => workspace.live.close());
    data?.announce(url);
    return { url, signIn, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openWorkspace(config: Config, log: Log, database: Database, closers: Closer[]): Promise<Workspace> {
  const hooks = new PluginWriteHooks();
  const trial = { ports: portsOf(config), committed: () => {} };
  const model = await createModel({
    database,
    log,
    hooks,
    indexProviders: [nameIndexes, momentIndexes, uniqueIndexes],
    derived: { install: installKeepers, isInstalled: hasKeepers, complete: workOutRollups },
    onNumbered: findByNumbers,
    beforeTables: [refuseForeignRoles, refuseMissingConnections, followRenamedRoles, searchOtherwise, enqueueAmounts],
    // The audit comes last: it holds up whoever else has something to log.
    onSwitch: [testsAtPublish(trial, log), keepPluginsOfRelease, auditRelease],
    onSettings: auditSettings,
    probes: {
      breaking: (catalog, rule) => breaking(database, catalog, rule),
      access: (before, after) => accessImpact(database, systemContext(database, before), before, after),
      tests: (catalog, unmade) => rehearseTests(trial, database, catalog, unmade),
    },
  });
  closers.push(() => model.close());
  const secrets = openSecretBox(config);
  await sealFactorSecrets(database, secrets);
  await sealConnections(database, secrets);
  const identities = await openIdentities(database);
  closers.push(() => identities.close());
  const workflows = createEngine({
    database,
    model,
    log,
    committed: () => outbox.nudge(),
    outside,
    ports: portsOf(config, () => hasMailServer({ db: database, config })),
  });
  const keeper = startSearchKeeper(database, log);
  closers.push(() => keeper.close());
  const noticed = async (): Promise<void> => keeper.nudge();
  const files = openFileVault(config, log);
  const outbound = outboundPolicy(config.outboundPrivate ?? []);
  const plugins = await openPluginRuntime({
    database,
    model,
    log,
    secrets,
    files,
    outbound,
    definitions: workflows.definitions,
    committed: () => outbox.nudge(),
    switchOff: (id, why) => tripPlugin({ database, log }, id, why),
    read: readInstalled,
    channel: PLUGINS_CHANNEL,
    hooks,
  });
  closers.push(() => plugins.close());
  const consumers = [
    announceChanges,
    startOnChanges(workflows),
    callAfterChanges(plugins),
    noteChangesForConnectors(plugins),
    noticed,
  ];
  const outbox = startOutbox(database, consumers, log);
  closers.push(() => outbox.close());
  const live = await openLiveHub(database);
  closers.push(() => live.close());
  const settings = signOnSettings(config);
  const provider = settings === null ? null : signOnProvider(settings, log);
  return {
    config,
    log,
    database,
    model,
    identities,
    secrets,
    outbox,
    live,
    tiles: new TileDesk(database, { seats: Math.max(1, Math.floor(config.poolSize / TILES_SHARE)) }),
    files,
    workflows,
    plugins,
    outbound,
    signOnProvider: provider,
  };
}

/** With a database elsewhere nothing in the data folder is exclusive, and several processes may share it. */
function openDataFolderFor(config: Config, closers: Closer[]): DataFolder | null {
  if (config.databaseUrl !== null) return null;
  const folder = openDataFolder(config.dataFolder);
  closers.push(() => folder.close());
  return folder;
}

async function openDatabaseFor(config: Config, log: Log, closers: Closer[]): Promise<Database> {
  let url = config.databaseUrl;
  if (url === null) {
    const postgres = await startEmbeddedPostgres({
      folder: config.dataFolder,
      log,
    });
    closers.push(() => postgres.stop());
    url = postgres.url;
  }
  const database = await openDatabase({ url, poolSize: config.poolSize, log });
  closers.push(() => database.close());
  return database;
}

/** What is done in the background. */
function startWorker(workspace: Workspace): Promise<JobWorker> {
  const { database, log, model, files, workflows, plugins, identities, secrets } = workspace;
  const imports = importSteps({
    log,
    db: database,
    contextFor: async (who, cause) => actFor(database, await model.refresh(), who, cause),
  });
  const refreshSearch = async (_: unknown, { signal }: { signal: AbortSignal }): Promise<void> => {
    await refreshSearchIndex({ ...systemContext(database, await model.refresh()), db: database }, signal);
  };
  const settling = settleJobs({
    database,
    systemContext: async (db) => ({ ...systemContext(database, await model.refresh()), identities, secrets, db }),
    model,
    migrate: async (tx, plugin, version) =>
      migratePlugin(plugins, { ...systemContext(database, await model.refresh()), db: tx }, tx, plugin, version),
  });
  const emptyBin = async (_: unknown, { signal }: { signal: AbortSignal }): Promise<void> => {
    const ctx = { ...systemContext(database, await model.refresh()), cause: { kind: 'system' as const } };
    const purged = await purgeExpired(ctx, signal);
    if (purged > 0) log.info('The recycle bin was emptied of what was too old', { deletions: purged });
  };
  const removeFiles = async (): Promise<void> => void (await sweepFiles(database, files));
  return startJobWorker(database, {
    handlers: {
      ...imports,
      ...workflowJobs(workflows),
      ...settling,
      [SEARCH_JOB]: refreshSearch,
      [SWEEP_FILES]: removeFiles,
      [PURGE_BIN]: emptyBin,
      [AMOUNTS_JOB]: () => model.convertAmounts(),
    },
    log,
  });
}

/** What goes out of the house has workers of its own: whoever waits for a target that hangs holds up nothing else. */
function startCouriers({
  database,
  log,
  secrets,
  config,
  outbound,
  plugins,
  workflows,
}: Workspace): Promise<JobWorker> {
  const mail = mailCarrier({ db: database, secrets, config, outbound });
  const carriers = {
    [MAIL]: mail,
    [TASK_MAIL]: taskMailCarrier(workflows, mail),
    [PLUGIN_STEP]: stepCarrier(plugins),
    [HTTP]: httpCarrier({ db: database, secrets, outbound }),
  };
  const handlers = {
    ...deliveryJobs({ database, log, carriers }),
    ...pluginJobs(plugins),
    ...cronJobs(plugins),
    ...connectorJobs(plugins),
  };
  return startJobWorker(database, { handlers, log, concurrency: 8, pollEvery: 2_000 });
}

/** Mail that comes in begins workflows; an address at which none waits is refused to the sender. */
function takeMail({ config, log, model, files, workflows }: Workspace, port: number): Promise<Closer> {
  return startMailReceiver({
    host: config.host,
    port,
    log,
    knows: (address) => mailWorkflows(model.catalog(), address).length > 0,
    take: async (mail) => void (await receiveMail(workflows, files, mail)),
  });
}

/** Where people open what a mail tells them of; without STRATA_PUBLIC_URL on this machine. */
function portsOf({ publicUrl, port }: Config, sendsMail = (): Promise<boolean> => Promise.resolve(false)): StepPorts {
  const base = publicUrl ?? `http://localhost:${port}`;
  const recordLink = (object: string, id: string): string => `${base}/o/${object}/${id}`;
  const parts = { outside, recordLink, mail: plainMail };
  return {
    recordLink,
    pageLink: (path) => `${base}${path}`,
    sendsMail,
    notify: (db, notice) => notifyPeople(db, parts, notice),
  };
}

const SEARCH_JOB = 'refresh_search';

/** A release may make other fields searchable than those the index was made for. */
async function searchOtherwise(
  db: Queryable,
  _: readonly DocumentChange[],
  { catalog, emptyFields }: ReleaseSwitch,
): Promise<void> {
  await noteUnfinished(db, catalog, emptyFields);
  await enqueueSearchRefresh(db);
}

/** What older records are called by now they are found by, too. */
async function findByNumbers(db: Database, object: CatalogObject): Promise<void> {
  await db.transaction(async (tx) => {
    await makeAnew(tx, object);
    await enqueueSearchRefresh(tx);
  });
}

function enqueueSearchRefresh(db: Queryable): Promise<void> {
  return enqueueJob(db, SEARCH_JOB, null, { key: SEARCH_JOB, queue: SEARCH_JOB });
}

/** A release may let amounts be converted by another day, or bring amounts that were something else. */
function enqueueAmounts(db: Queryable, diff: readonly DocumentChange[]): Promise<void> {
  const concerned = diff.some(
    ({ kind, properties }) =>
      kind === 'field' && properties.some(({ path }) => path === 'rate_date' || path === 'type'),
  );
  return concerned ? enqueueJob(db, AMOUNTS_JOB, null, { key: AMOUNTS_JOB, queue: AMOUNTS_JOB }) : Promise.resolve();
}

async function sweepAll(db: Queryable): Promise<void> {
  await sweepAccess(db);
  await sweepPackages(db);
  await sweepDeliveries(db);
  await sweepNotifications(db);
  await sweepPluginNotes(db);
  await sweepConnectorRuns(db);
  await enqueueJob(db, SWEEP_FILES, null, { key: SWEEP_FILES, queue: SWEEP_FILES });
  await enqueueJob(db, PURGE_BIN, null, { key: PURGE_BIN, queue: PURGE_BIN, patient: true });
}

function sweepHourly({ database, log }: Workspace): Closer {
  return hourly(() => sweepAll(database).catch((error: unknown) => log.warn('Sweeping failed', { error })));
}

function keepPartitionsHourly({ database, log }: Workspace): Closer {
  return hourly(() =>
    keepPartitions(database, log).catch((error: unknown) =>
      log.warn('Partitions could not be made; the default one takes their rows until they are', { error }),
    ),
  );
}

/** Now and once an hour, in every process. */
function hourly(work: () => Promise<void>): Closer {
  let working = work();
  const timer = setInterval(() => {
    working = work();
  }, 3_600_000).unref();
  return () => {
    clearInterval(timer);
    return working;
  };
}

/** The administrator and the demonstration data: both, in one transaction, or neither. */
async function firstStart(workspace: Workspace): Promise<SignInHint> {
  const { config, database, identities, secrets, model } = workspace;
  const { locale, time_zone } = model.workspace();
  return database.transaction(async (tx) => {
    const hint = await createFirstAdministrator(tx, {
      email: config.adminEmail,
      password: config.adminPassword,
      role: 'administrator',
      locale,
      timeZone: time_zone,
    });
    if (hint.isNew && config.demo && basePack.demo !== undefined)
      await loadDemoData(
        { ...systemContext(database, model.catalog()), identities, secrets, db: tx },
        basePack.demo,
        hint.id,
      );
    return hint;
  });
}

/** Records that a rule of a draft would refuse, for the plan of a publish. */
async function breaking(database: Database, catalog: Catalog, rule: ValidationRule): Promise<Breaking> {
  const ctx = systemContext(database, catalog);
  return (await breakingRecords(ctx, catalog, rule, 10)) ?? { count: 0, sample: [] };
}

function systemContext(database: Database, catalog: Catalog): AccessContext {
  return {
    db: database,
    actor: SYSTEM_ACTOR,
    access: SYSTEM_ACCESS,
    cause: { kind: 'system' },
    catalog,
    locale: catalog.model.workspace.locale,
    now: new Date(),
    requestId: 'system',
  };
}

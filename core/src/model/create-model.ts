import {
  StrataError,
  type CompiledField,
  type ConversionProgress,
  type DocumentEdit,
  type DocumentInfo,
  type LayerInfo,
  type Locale,
  type PluginManifest,
  type PublishPlan,
  type ReleaseInfo,
  type WorkspaceSettings,
} from '@stratacrm/sdk';
import type { Transaction } from '../kernel/database.ts';
import { enqueueJob, isJobWaiting } from '../kernel/jobs.ts';
import { AMOUNTS_JOB, amountsWithoutRate, convertAmounts } from './amounts.ts';
import { abandonConversions } from './conversion/abandon-conversions.ts';
import type { Catalog, CatalogObject } from './catalog.ts';
import { conversionsUnderWay } from './conversion/conversions-under-way.ts';
import { countKeptValues, keptValues, type KeptValue } from './conversion/kept-values.ts';
import {
  failingValues,
  previewConversion,
  type FailingValues,
  type PreviewInput,
} from './conversion/preview-conversion.ts';
import { belongsTo, documentsSeenBy, requireDocument, type SeenDocument } from './document-info.ts';
import { versionOf, type Expected } from './document-version.ts';
import { deleteDocument } from './drafts/delete-document.ts';
import { putDocument, type PutTarget } from './drafts/put-document.ts';
import { renameDocument } from './drafts/rename-document.ts';
import { checkManifest, draftPlugin, isInstalled, layerOfPlugin, recordInstalled } from './install/install-plugin.ts';
import { requireKind } from './kinds/index.ts';
import { isStorableText } from './kinds/shape.ts';
import type {
  Author,
  DocumentQuery,
  LayerPlan,
  Model,
  ModelOptions,
  PhaseListener,
  PluginWay,
  PreparedLayers,
  PublishInput,
  ReleaseDetail,
  ReleaseSwitch,
  SwitchHook,
} from './model.ts';
import { describeProblem } from './model-problem.ts';
import { checkRates, type RateChange } from './exchange-rates/rate-input.ts';
import { putRates, readRates, turnRates } from './exchange-rates/rate-store.ts';
import type { DatedRate } from './exchange-rates/rate-table.ts';
import { finishTables } from './physical/finish-tables.ts';
import { withoutBlocking } from './physical/run-ddl.ts';
import { PLATFORM_LAYER, platformLabel } from './platform/system-fields.ts';
import { circleProblems } from './publish/circle-problems.ts';
import { duplicateProblems } from './publish/duplicate-problems.ts';
import {
  candidateOf,
  recordProblems,
  type Candidate,
  type LayerChange,
  type Live,
  type Source,
} from './publish/candidate.ts';
import { impactOf } from './publish/impact.ts';
import { forgetIntent, leftIntent } from './publish/publish-intent.ts';
import { LiveRelease } from './publish/live-release.ts';
import { ddlOf, publish } from './publish/publish.ts';
import { typeChangeImpact } from './publish/type-change-impact.ts';
import { withPublishLock } from './publish/publish-lock.ts';
import { announce } from './publish/release-channel.ts';
import { draftEdits, editKey, publishedEdits } from './store/document-edits.ts';
import { discardDrafts, publishDrafts, touchLayer } from './store/draft-store.ts';
import {
  isEditable,
  isInstallable,
  isUnpublished,
  readLayers,
  requireEditable,
  requireLayer,
} from './store/layer-store.ts';
import { listReleases, markFinished, readRelease, readReleaseInfo, unfinishedReleases } from './store/release-store.ts';
import { ensureWorkspace, noteSettings, parseSettings, readWorkspace, writeSettings } from './workspace-settings.ts';

/** Reads the live release, completes what an interrupted publish left, and listens for new releases. */
export async function createModel(options: ModelOptions): Promise<Model> {
  await ensureWorkspace(options.database);
  const live = await LiveRelease.open(options.database, options.log, options.hooks);
  const model = new WorkspaceModel(options, live);
  model.resume();
  return model;
}

/** What a publish is made from, known only when it is one's turn. */
interface Prepared {
  source: Source;
  message?: string;
  rolledBackTo?: number;
  onSwitch?: readonly SwitchHook[];
}

/** Processes that start together each install the same packs: one does it, the others wait. */
const INSTALL_PATIENCE_MS = 120_000;

class WorkspaceModel implements Model {
  #options: ModelOptions;
  #live: LiveRelease;
  #onPhase: PhaseListener;
  #finishing: Promise<void> = Promise.resolve();
  #edits: { release: number; edits: Promise<ReadonlyMap<string, DocumentEdit>> } | null = null;
  #previews = new Map<string, { version: string; catalog: Promise<Catalog> }>();

  constructor(options: ModelOptions, live: LiveRelease) {
    this.#options = options;
    this.#live = live;
    this.#onPhase = options.onPhase ?? (() => {});
  }

  catalog(): Catalog {
    return this.#live.current.catalog;
  }

  onRelease(callback: (catalog: Catalog) => void): () => void {
    return this.#live.onRelease(callback);
  }

  async refresh(): Promise<Catalog> {
    return (await this.#live.refresh()).catalog;
  }

  async previewCatalog(layer: string): Promise<Catalog> {
    const { database } = this.#options;
    const live = await this.#live.refresh();
    const state = await readLayers(database);
    requireLayer(state, layer);
    const version = [live.catalog.etag, ...state.layers.map((each) => each.revision)].join(' ');
    const known = this.#previews.get(layer);
    if (known?.version === version) return known.catalog;
    const catalog = candidateOf(database, live, { kind: 'drafts', layers: [layer] }).then((found) => found.catalog);
    this.#previews.set(layer, { version, catalog });
    return catalog;
  }

  async layers(): Promise<LayerInfo[]> {
    const state = await readLayers(this.#options.database);
    const platform: LayerInfo = {
      name: PLATFORM_LAYER,
      kind: 'platform',
      label: platformLabel(),
      editable: false,
      unpublished: 0,
    };
    const others = state.layers.map((layer) => ({
      name: layer.name,
      kind: layer.kind,
      label: layer.label,
      editable: isEditable(layer),
      unpublished: state.documents.filter((row) => row.layer === layer.name && isUnpublished(row)).length,
    }));
    return [platform, ...others];
  }

  async documents({ layer, kind, object }: DocumentQuery): Promise<DocumentInfo[]> {
    if (kind !== undefined) requireKind(kind);
    const wanted = (await this.#seenBy(layer)).filter(
      ({ document }) =>
        (kind === undefined || document.kind === kind) && (object === undefined || belongsTo(document, object)),
    );
    return this.#withEdits(layer, wanted);
  }

  async document(layer: string, kind: string, key: string): Promise<DocumentInfo> {
    return this.#withEdit(layer, requireDocument(await this.#seenBy(layer), requireKind(kind), key));
  }

  async #withEdits(layer: string, seen: readonly SeenDocument[]): Promise<DocumentInfo[]> {
    const [drafted, published] = await Promise.all([draftEdits(this.#options.database, layer), this.#publishedEdits()]);
    return seen.map((info) => ({
      ...info,
      version: versionOf(info.document),
      changed: drafted.get(info.document.id) ?? published.get(editKey(info.document.kind, info.key)) ?? null,
    }));
  }

  async #withEdit(layer: string, seen: SeenDocument): Promise<DocumentInfo> {
    const [info] = await this.#withEdits(layer, [seen]);
    return info!;
  }

  /** They stay the same until the next release. */
  #publishedEdits(): Promise<ReadonlyMap<string, DocumentEdit>> {
    const { release } = this.catalog();
    if (this.#edits?.release !== release) {
      const edits = publishedEdits(this.#options.database);
      this.#edits = { release, edits };
      edits.catch(() => (this.#edits = null));
    }
    return this.#edits!.edits;
  }

  async #seenBy(layer: string): Promise<SeenDocument[]> {
    const state = await readLayers(this.#options.database);
    if (layer !== PLATFORM_LAYER) requireLayer(state, layer);
    return documentsSeenBy(state, layer);
  }

  async putDocument(
    author: Author,
    layer: string,
    kind: string,
    key: string,
    document: unknown,
    expected?: Expected,
  ): Promise<DocumentInfo> {
    const target = { ...targetOf(author, layer, kind, key), expected };
    return this.#withEdit(layer, await this.#edit((transaction) => putDocument(transaction, target, document)));
  }

  async deleteDocument(author: Author, layer: string, kind: string, key: string, expected?: Expected): Promise<void> {
    const target = { ...targetOf(author, layer, kind, key), expected };
    await this.#edit((transaction) => deleteDocument(transaction, target));
  }

  async renameDocument(author: Author, layer: string, kind: string, key: string, to: string): Promise<DocumentInfo> {
    const target = targetOf(author, layer, kind, key);
    const before = await this.previewCatalog(layer);
    return this.#withEdit(layer, await this.#edit((transaction) => renameDocument(transaction, target, to, before)));
  }

  async discardDraft(_author: Author, layer: string): Promise<number> {
    return this.#edit(async (transaction) => {
      await touchLayer(transaction, layer);
      requireEditable(await readLayers(transaction), layer);
      return discardDrafts(transaction, layer);
    });
  }

  #edit<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#options.database.transaction(work);
  }

  async plan(layers?: readonly string[], locale: Locale = 'en'): Promise<PublishPlan> {
    const { catalog: _, ...plan } = await this.#plan(await this.#draftsOf(layers), locale);
    return plan;
  }

  planLayers(change: LayerChange, locale: Locale): Promise<LayerPlan> {
    return this.#plan(change, locale);
  }

  async #plan(source: Source, locale: Locale): Promise<LayerPlan> {
    const { database, probes, indexProviders = [] } = this.#options;
    const live = await this.#live.refresh();
    const candidate = await candidateOf(database, live, source);
    const problems = [
      ...candidate.problems,
      ...(await recordProblems(database, candidate)),
      ...(await duplicateProblems(database, candidate, live, indexProviders)),
      ...(await circleProblems(database, candidate, live)),
    ];
    // What is wrong already cannot be tried out.
    const rehearsed =
      problems.length > 0 ? undefined : await probes?.tests?.(candidate.catalog, candidate.tables.steps.length > 0);
    problems.push(...(rehearsed?.problems ?? []));
    const warnings = [...candidate.warnings, ...(rehearsed?.warnings ?? [])];
    const conversions = await Promise.all(
      previewsOf(candidate).map((input) => previewConversion(database, input, locale)),
    );
    const impact = await impactOf({ db: database, live, candidate, probes });
    return {
      diff: candidate.diff,
      impact: [...impact, ...typeChangeImpact(candidate, conversions)],
      conversions,
      ddl: ddlOf(candidate, live, indexProviders),
      problems: problems.map((problem) => describeProblem(problem, locale)),
      warnings: warnings.map((warning) => describeProblem(warning, locale)),
      catalog: candidate.catalog,
    };
  }

  async failingValues(layer: string, object: string, field: string): Promise<FailingValues> {
    const { database } = this.#options;
    const live = await this.#live.refresh();
    const candidate = await candidateOf(database, live, await this.#draftsOf([layer]));
    const preview = previewsOf(candidate).find(
      ({ conversion: { to } }) => to.field.object === object && to.field.name === field,
    );
    if (preview === undefined) throw new StrataError('no_type_change', { field: `${object}.${field}` });
    const { name, object: of } = preview.conversion.from.field;
    return { object: of, field: name, batches: failingValues(database, preview) };
  }

  conversionsUnderWay(): Promise<ConversionProgress[]> {
    return conversionsUnderWay(this.#options.database, this.catalog());
  }

  keptValues(field: CompiledField, after: string | null, limit: number): Promise<KeptValue[]> {
    return keptValues(this.#options.database, field.id, { release: this.catalog().release, after, limit });
  }

  countKeptValues(field: CompiledField): Promise<number> {
    return countKeptValues(this.#options.database, field.id, this.catalog().release);
  }

  async #draftsOf(layers: readonly string[] | undefined): Promise<Source> {
    const state = await readLayers(this.#options.database);
    const named = layers ?? state.layers.filter(isEditable).map((layer) => layer.name);
    for (const layer of named) requireEditable(state, layer);
    return { kind: 'drafts', layers: [...new Set(named)] };
  }

  async publish(author: Author, { layers, message = '', expected }: PublishInput = {}): Promise<ReleaseInfo> {
    if (!isStorableText(message)) throw StrataError.invalid([{ path: 'message', code: 'invalid_text' }]);
    const source = await this.#draftsOf(layers);
    return this.#publish(author, 'published', message, async () => {
      if (expected !== undefined && expected !== this.catalog().release) throw new StrataError('publish_in_progress');
      return { source };
    });
  }

  async rollback(author: Author, number: number): Promise<ReleaseInfo> {
    const { layers } = await readRelease(this.#options.database, number);
    return this.#publish(author, 'rolled_back', `Roll back to release ${number}`, async () => {
      const state = await readLayers(this.#options.database);
      const editable = state.layers
        .filter(isEditable)
        .map(({ name }) => layers.find((each) => each.layer === name) ?? { layer: name, documents: [] });
      const plugins = layers.filter((each) => each.plugin !== undefined);
      const removed = state.layers
        .filter((layer) => isInstallable(layer) && !plugins.some((each) => each.layer === layer.name))
        .map(({ name }) => name);
      return {
        source: { kind: 'release', content: [...editable, ...plugins], removed },
        rolledBackTo: number,
      };
    });
  }

  publishLayers(author: Author, way: PluginWay, prepare: () => Promise<PreparedLayers>): Promise<ReleaseInfo> {
    return this.#publish(author, way, '', async () => {
      const { change, message, onSwitch } = await prepare();
      return { source: change, message, onSwitch };
    });
  }

  async installPlugin(author: Author, manifest: PluginManifest): Promise<ReleaseInfo | null> {
    const { database } = this.#options;
    if (await isInstalled(database, manifest)) return null;
    checkManifest(manifest);
    const layer = layerOfPlugin(manifest);
    const recorded: SwitchHook = (transaction) => recordInstalled(transaction, manifest);
    const prepare = async (): Promise<Prepared> => {
      await draftPlugin(database, manifest);
      return { source: { kind: 'drafts', layers: [layer] }, onSwitch: [recorded] };
    };
    try {
      return await this.#publish(
        author,
        'plugin_installed',
        `${manifest.label.en} ${manifest.version}`,
        prepare,
        INSTALL_PATIENCE_MS,
      );
    } catch (error) {
      if (!(error instanceof StrataError) || error.code !== 'nothing_to_publish') throw error;
      // Another process was quicker, or it is another version of the same documents: nothing is to be made live.
      await database.transaction(async (transaction) => {
        await publishDrafts(transaction, [layer]);
        await recordInstalled(transaction, manifest);
      });
      return null;
    }
  }

  /** One publish after the other, each from what is then live; answers when indexes and constraints are complete too. */
  async #publish(
    author: Author,
    way: ReleaseSwitch['way'],
    message: string,
    prepare: () => Promise<Prepared>,
    patienceMs = 0,
  ): Promise<ReleaseInfo> {
    const { database, onSwitch = [], beforeTables = [], indexProviders = [], derived } = this.#options;
    await this.settled();
    return withPublishLock(
      database,
      async () => {
        const live = await this.#live.refresh();
        const { source, message: told = message, rolledBackTo, onSwitch: more = [] } = await prepare();
        const request = {
          source,
          message: told,
          rolledBackTo,
          author,
          way,
          onSwitch: [...more, ...onSwitch],
          beforeTables,
          indexProviders,
          onLive: (made: Candidate) => this.#live.take(made),
          ...(derived && { derived }),
        };
        const candidate = await publish(database, live, request, this.#onPhase);
        await this.#live.refresh();
        await this.#finish(changedObjects(candidate));
        return readReleaseInfo(database, candidate.catalog.release);
      },
      patienceMs,
    );
  }

  /** What fails here is tried again at the next publish or start; the release is live all the same. */
  async #finish(changed?: ReadonlySet<string>): Promise<void> {
    const { database, log, indexProviders: providers = [], onNumbered } = this.#options;
    await this.#onPhase('finish');
    const catalog = this.catalog();
    const older = (await unfinishedReleases(database)).some((number) => number < catalog.release);
    const only = older || changed === undefined ? {} : { changed };
    try {
      const numbered = onNumbered && { onNumbered: (object: CatalogObject) => onNumbered(database, object) };
      await finishTables({ database, log, catalog, providers, ...numbered, ...only });
      await this.#completeDerived();
      await markFinished(database, catalog.release);
    } catch (error) {
      log.error('What a release needs beside it is not complete yet', { release: catalog.release, error });
    }
  }

  /** Every process reads what is made of other records from their columns once it is complete. */
  async #completeDerived(): Promise<void> {
    const { database, derived } = this.#options;
    if (derived === undefined || !(await derived.complete(database, this.catalog()))) return;
    await this.#settingsChanged();
  }

  /** In the currency that the workspace has now. */
  async #remakeDerived(catalog: Catalog): Promise<void> {
    const { database, derived } = this.#options;
    if (derived === undefined) return;
    await withoutBlocking(database, (transaction) => derived.install(transaction, catalog));
    await this.#settingsChanged();
  }

  async #settingsChanged(): Promise<void> {
    await this.#options.database.transaction(async (transaction) => {
      await transaction.query('update core.model_state set settings_version = settings_version + 1');
      await announce(transaction);
    });
    await this.#live.refresh();
  }

  /** Completes what a process that died left; another process that is at it is left alone. */
  resume(): void {
    this.#finishing = this.#resume().catch((error: unknown) => {
      if (error instanceof StrataError && error.code === 'publish_in_progress') return;
      this.#options.log.error('An interrupted publish could not be completed', { error });
    });
  }

  async #resume(): Promise<void> {
    const { database } = this.#options;
    if ((await leftIntent(database)) === null && (await unfinishedReleases(database)).length === 0) return;
    await withPublishLock(database, async () => {
      await this.#completeIntent(await this.#live.refresh());
      await this.#live.refresh();
      await this.#finish();
    });
  }

  /** A publish that died while it converted values goes on where it was, unless somebody changed its draft since. */
  async #completeIntent(live: Live): Promise<void> {
    const { database, log, onSwitch = [], beforeTables = [], indexProviders = [], derived } = this.#options;
    const intent = await leftIntent(database);
    if (intent === null) return;
    if (intent === 'stale') {
      await forgetIntent(database);
      await abandonConversions(database, []);
      return;
    }
    log.info('Completing a publish that was interrupted', { message: intent.message });
    try {
      const onLive = (made: Candidate): void => this.#live.take(made);
      const request = { ...intent, onSwitch, beforeTables, indexProviders, onLive, ...(derived && { derived }) };
      await publish(database, live, request, this.#onPhase);
    } catch (error) {
      await forgetIntent(database);
      throw error;
    }
  }

  async releases(): Promise<ReleaseInfo[]> {
    return listReleases(this.#options.database);
  }

  async release(number: number): Promise<ReleaseDetail> {
    const { info, diff, documents } = await readRelease(this.#options.database, number);
    return { release: info, diff, documents: documents.map((folded) => folded.document) };
  }

  workspace(): WorkspaceSettings {
    return this.catalog().model.workspace;
  }

  async updateWorkspace(author: Author, input: unknown): Promise<WorkspaceSettings> {
    const change = parseSettings(input);
    const turned = change.currency !== undefined && change.currency !== this.workspace().currency;
    await this.#changeSettings(author, change, async (transaction, before) => {
      if (turned) await turnRates(transaction, before.currency, change.currency!);
      await writeSettings(transaction, change);
      if (turned || change.time_zone !== undefined) await this.#convertLater(transaction);
    });
    const { catalog } = await this.#live.refresh();
    if (turned) await this.#remakeDerived(catalog);
    return catalog.model.workspace;
  }

  exchangeRates(): Promise<DatedRate[]> {
    return readRates(this.#options.database);
  }

  async changeExchangeRates(author: Author, changes: readonly RateChange[]): Promise<void> {
    const checked = checkRates(changes, this.workspace().currency);
    await this.#changeSettings(author, { exchange_rates: namedRates(checked) }, async (transaction, before) => {
      const known = namedRates(await readRates(transaction));
      const wanted = Object.keys(namedRates(checked));
      before.exchange_rates = Object.fromEntries(wanted.map((name) => [name, known[name] ?? '']));
      await putRates(transaction, checked);
      await noteSettings(transaction);
      await this.#convertLater(transaction);
    });
    await this.#live.refresh();
  }

  /** One change after the other; told to every process and to the audit when, and only when, it is made. */
  async #changeSettings(
    author: Author,
    change: Partial<WorkspaceSettings>,
    work: (transaction: Transaction, before: WorkspaceSettings) => Promise<void>,
  ): Promise<void> {
    const { database, onSettings } = this.#options;
    await database.transaction(async (transaction) => {
      await transaction.query('select from core.model_state for update');
      const { settings: before } = await readWorkspace(transaction);
      await work(transaction, before);
      await announce(transaction);
      await onSettings?.(transaction, author, { before, change });
    });
  }

  #convertLater(transaction: Transaction): Promise<void> {
    return enqueueJob(transaction, AMOUNTS_JOB, null, { key: AMOUNTS_JOB, queue: AMOUNTS_JOB });
  }

  async convertAmounts(): Promise<void> {
    await convertAmounts(this.#options.database, await this.refresh());
    await this.#completeDerived();
  }

  async amountsWithoutRate(): Promise<Record<string, number>> {
    return amountsWithoutRate(this.#options.database, this.catalog());
  }

  convertsAmounts(): Promise<boolean> {
    return isJobWaiting(this.#options.database, AMOUNTS_JOB);
  }

  settled(): Promise<void> {
    return this.#finishing;
  }

  async close(): Promise<void> {
    await this.#live.close();
    await this.#finishing;
  }
}

function targetOf({ actor }: Author, layer: string, kind: string, key: string): PutTarget {
  return { layer, kind: requireKind(kind), key, userId: actor.userId };
}

/** Rates as the audit tells of them. */
function namedRates(rates: readonly RateChange[]): Record<string, string> {
  return Object.fromEntries(rates.map(({ currency, valid_from, rate }) => [`${currency} ${valid_from}`, rate ?? '']));
}

function previewsOf({ tables, catalog }: Candidate): PreviewInput[] {
  return tables.conversions.map((conversion) => ({ conversion, workspace: catalog.model.workspace }));
}

/** Objects whose records may lack something that the new release brings. */
function changedObjects({ diff }: Candidate): ReadonlySet<string> {
  return new Set(diff.flatMap((change) => (change.object === undefined ? [] : [change.object])));
}

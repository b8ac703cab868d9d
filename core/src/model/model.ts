import type {
  CompiledField,
  ConversionProgress,
  Document,
  DocumentChange,
  DocumentInfo,
  DocumentKind,
  Impact,
  LayerInfo,
  Locale,
  PluginManifest,
  PublishPlan,
  ReleaseInfo,
  ValidationRule,
  WorkspaceSettings,
} from '@stratacrm/sdk';
import type { Context } from '../kernel/context.ts';
import type { Database, Queryable, Transaction } from '../kernel/database.ts';
import type { Log } from '../kernel/log.ts';
import type { Catalog, CatalogObject } from './catalog.ts';
import type { KeptValue } from './conversion/kept-values.ts';
import type { FailingValues } from './conversion/preview-conversion.ts';
import type { Expected } from './document-version.ts';
import type { RateChange } from './exchange-rates/rate-input.ts';
import type { DatedRate } from './exchange-rates/rate-table.ts';
import type { LayerChange } from './publish/candidate.ts';
import type { ModelProblem } from './model-problem.ts';
import type { WriteHooks } from './write-hooks.ts';

/** Who does it, for the release's author; the right to configure is checked by the caller. */
export type Author = Pick<Context, 'actor'> & Partial<Pick<Context, 'origin' | 'requestId'>>;

/** Which documents to show. */
export interface DocumentQuery {
  layer: string;
  kind?: DocumentKind;
  /** Only those that belong to this object (and the object itself). */
  object?: string;
}

export interface PublishInput {
  /** Layers whose drafts are published; absent: every editable layer. */
  layers?: readonly string[];
  message?: string;
  /** Refuse with `publish_in_progress` when another release than this is live: what the admin looked at has changed. */
  expected?: number;
}

/** A plan with the catalog that it would make. */
export interface LayerPlan extends PublishPlan {
  catalog: Catalog;
}

/** A release with what it changed and all documents as they were under it. */
export interface ReleaseDetail {
  release: ReleaseInfo;
  diff: DocumentChange[];
  documents: Document[];
}

/** The documents of a workspace, their releases, and the compiled catalog that everything else reads. */
export interface Model {
  /** The live catalog. A request takes it once and keeps it to its end. */
  catalog(): Catalog;
  /**
   * What the catalog would be if this layer's draft were live, problems or not; cached until a draft changes. It has
   * no physical columns: compile forms and expressions with it, never SQL over new fields.
   */
  previewCatalog(layer: string): Promise<Catalog>;
  /** Called with every new catalog right after it became the live one. Answers with the way to stop. */
  onRelease(callback: (catalog: Catalog) => void): () => void;
  /** Makes sure that the catalog is the newest one there is; see `isStaleCatalogError`. */
  refresh(): Promise<Catalog>;

  layers(): Promise<LayerInfo[]>;
  documents(query: DocumentQuery): Promise<DocumentInfo[]>;
  /** Throws `unknown_layer`, `unknown_kind`, `unknown_document`. */
  document(layer: string, kind: string, key: string): Promise<DocumentInfo>;
  /**
   * Puts the whole desired document into the layer's draft. For a document of a lower layer only the difference is
   * kept, as a patch. `id` may be left out of a new one. Throws `invalid_input` with a path for everything wrong, and
   * `document_changed` when it is not the expected version any more.
   */
  putDocument(
    author: Author,
    layer: string,
    kind: string,
    key: string,
    document: unknown,
    expected?: Expected,
  ): Promise<DocumentInfo>;
  /** Takes this layer's addition or patch out of its draft. Throws `document_changed`. */
  deleteDocument(author: Author, layer: string, kind: string, key: string, expected?: Expected): Promise<void>;
  /** Gives a document another name and rewrites all that refers to it, in the layer's draft. */
  renameDocument(author: Author, layer: string, kind: string, key: string, to: string): Promise<DocumentInfo>;
  /** Answers with the number of documents whose draft was thrown away. */
  discardDraft(author: Author, layer: string): Promise<number>;

  /** What publishing these layers' drafts would change, touch and need; problems in the reader's language. */
  plan(layers?: readonly string[], locale?: Locale): Promise<PublishPlan>;
  /** Every value that would not convert if this layer's draft were published. Throws `no_type_change`. */
  failingValues(layer: string, object: string, field: string): Promise<FailingValues>;
  /** What a publish that is under way converts, and how far it has come. */
  conversionsUnderWay(): Promise<ConversionProgress[]>;
  /** Values that the field's present type could not take, in the order of their records. */
  keptValues(field: CompiledField, after: string | null, limit: number): Promise<KeptValue[]>;
  countKeptValues(field: CompiledField): Promise<number>;
  /** Throws `publish_problems` with every problem, `publish_in_progress`, `nothing_to_publish`, `publish_failed`. */
  publish(author: Author, input?: PublishInput): Promise<ReleaseInfo>;
  /** Newest first. */
  releases(): Promise<ReleaseInfo[]>;
  release(number: number): Promise<ReleaseDetail>;
  /** Publishes the editable layers' documents of an older release as a new one. Data of fields that go is kept. */
  rollback(author: Author, number: number): Promise<ReleaseInfo>;
  /**
   * Writes a plugin's documents into its own layer and publishes them. Idempotent: null when there was nothing to do.
   * Patches of higher layers stay.
   */
  installPlugin(author: Author, manifest: PluginManifest): Promise<ReleaseInfo | null>;

  /** What publishing these layers would change, touch and need. */
  planLayers(change: LayerChange, locale: Locale): Promise<LayerPlan>;
  /** Publishes whole layers, as plugins bring them; throws as `publish` does. */
  publishLayers(author: Author, way: PluginWay, prepare: () => Promise<PreparedLayers>): Promise<ReleaseInfo>;

  workspace(): WorkspaceSettings;
  /** Changes some of the settings; every process has the new catalog within a second. */
  updateWorkspace(author: Author, settings: unknown): Promise<WorkspaceSettings>;

  /** All exchange rates, by currency and day. */
  exchangeRates(): Promise<DatedRate[]>;
  /** Puts rates in and takes them out; amounts follow in the background. */
  changeExchangeRates(author: Author, changes: readonly RateChange[]): Promise<void>;
  /** Works out anew what every amount is worth; a job that may be broken off and run again. */
  convertAmounts(): Promise<void>;
  /** Whether that is still to be done. */
  convertsAmounts(): Promise<boolean>;
  /** How many amounts cannot be converted, by their currency. */
  amountsWithoutRate(): Promise<Record<string, number>>;

  /** Resolves when nothing that an earlier publish left is being completed any more. */
  settled(): Promise<void>;
  /** Stops listening; what is left of a publish is completed at the next start. */
  close(): Promise<void>;
}

export interface ModelOptions {
  database: Database;
  log: Log;
  /** Counts that need the query compiler, which stands above the model. */
  probes?: ImpactProbes;
  /** Further indexes on record tables; each folder above may bring its own. */
  indexProviders?: readonly IndexProvider[];
  /** Called in the transaction that makes a release live, for what must change together with it … */
  onSwitch?: readonly SwitchHook[];
  /** … and for what needs no table changed, before any is: from then on their readers and writers wait. */
  beforeTables?: readonly SwitchHook[];
  onSettings?: SettingsHook;
  /** Called when older records of an object have got their numbers, which no write told anybody of. */
  onNumbered?: (database: Database, object: CatalogObject) => Promise<void>;
  /** Keeps what is made of other records. */
  derived?: DerivedFields;
  /** Asked before records change. */
  hooks?: WriteHooks;
  /** Told of each phase of a publish before it begins; for tests that interrupt it. */
  onPhase?: PhaseListener;
}

/** Keeps fields whose values are made of other records. It stands above the model, for it needs expressions in SQL. */
export interface DerivedFields {
  /** In the transaction that makes the catalog live: from its commit on every write is followed. */
  install(transaction: Transaction, catalog: Catalog): Promise<void>;
  /** Whether that would change nothing. Asked before any table is locked. */
  isInstalled(db: Queryable, catalog: Catalog): Promise<boolean>;
  /** Works out what has not been yet, in batches beside running traffic; answers with whether there was any. */
  complete(database: Database, catalog: Catalog): Promise<boolean>;
}

export type SwitchHook = (
  transaction: Transaction,
  diff: readonly DocumentChange[],
  release: ReleaseSwitch,
) => Promise<void>;

/** The release that becomes live, and how it came about. */
export interface ReleaseSwitch {
  release: number;
  /** The catalog that becomes live. */
  catalog: Catalog;
  /** Fields of which no record has a value yet. */
  emptyFields: readonly CompiledField[];
  message: string;
  author: Author;
  way: 'published' | 'rolled_back' | PluginWay;
  /** Of a roll-back: the release whose documents these are. */
  rolledBackTo?: number | undefined;
}

/** How a plugin changes a workspace. */
export type PluginWay = 'plugin_installed' | 'plugin_upgraded' | 'plugin_removed';

/** A change of whole layers, made when it is its turn, from what is live then. */
export interface PreparedLayers {
  change: LayerChange;
  message: string;
  /** Part of the transaction that makes it live. */
  onSwitch: readonly SwitchHook[];
}

/** Called in the transaction that changes the workspace's settings. */
export type SettingsHook = (
  transaction: Transaction,
  author: Author,
  settings: { before: WorkspaceSettings; change: Partial<WorkspaceSettings> },
) => Promise<void>;

export type PublishPhase = 'expand' | 'converting' | 'switch' | 'switched' | 'finish';

export type PhaseListener = (phase: PublishPhase) => void | Promise<void>;

/** Questions about records that the model asks when it works out the impact of a draft. */
export interface ImpactProbes {
  /** Living records that the rule would refuse, under the live catalog. */
  breaking(catalog: Catalog, rule: ValidationRule): Promise<{ count: number; sample: string[] }>;
  /** Who would gain and lose what, if the roles were those of the other catalog. */
  access(before: Catalog, after: Catalog): Promise<Impact[]>;
  /** What the tests of its workflows come to; where `unmade` its tables are not what the catalog says yet. */
  tests?(candidate: Catalog, unmade: boolean): Promise<Rehearsal>;
}

/** What a publish would find, before it is made. */
export interface Rehearsal {
  problems: ModelProblem[];
  warnings: ModelProblem[];
}

/** An index on an object's table, made CONCURRENTLY after the release is live and dropped when no longer named. */
export interface TableIndex {
  /** At most 40 characters, unique per database; `xi_` is put before it. */
  name: string;
  /** What stands after the table in CREATE INDEX: `using gin (name gin_trgm_ops)`. */
  definition: string;
  /** It keeps a rule of the object's `unique`, and its name is its whole name. */
  unique?: {
    /** Name of the rule. */
    rule: string;
    /** Quoted. */
    columns: readonly string[];
    /** SQL of the records it looks at. */
    condition: string;
    /** Fields it depends on. */
    reads: readonly string[];
  };
}

export type IndexProvider = (object: CatalogObject) => readonly TableIndex[];

/** `createModel` (create-model.ts) reads the live release, completes an interrupted publish, and listens for new ones. */
export type CreateModel = (options: ModelOptions) => Promise<Model>;

import type { Database, Transaction, TransactionOptions } from '../../kernel/database.ts';
import { Breather } from '../../kernel/breather.ts';
import type { Log } from '../../kernel/log.ts';
import type { Catalog } from '../catalog.ts';
import type { WriteHooks } from '../write-hooks.ts';
import { compileBeside } from '../compile.ts';
import { fold } from '../fold.ts';
import { contentOf, readLayers } from '../store/layer-store.ts';
import { readModelState, readReleaseDocuments } from '../store/release-store.ts';
import { readWorkspace } from '../workspace-settings.ts';
import type { Candidate, Live } from './candidate.ts';
import { RELEASE_CHANNEL } from './release-channel.ts';

/** Keeps the compiled live release, and takes in a newer one as soon as it is announced. */
export class LiveRelease {
  #database: Database;
  #log: Log;
  #hooks: WriteHooks | undefined;
  #live: Live;
  #settingsVersion: number;
  #listeners = new Set<(catalog: Catalog) => void>();
  #refreshing: Promise<Live> | null = null;
  #published: Published | null = null;
  #stop: (() => Promise<void>) | null = null;

  private constructor(database: Database, log: Log, hooks: WriteHooks | undefined, loaded: Loaded) {
    this.#hooks = hooks;
    this.#database = database;
    this.#log = log;
    this.#live = loaded.live;
    this.#settingsVersion = loaded.settingsVersion;
  }

  static async open(database: Database, log: Log, hooks?: WriteHooks): Promise<LiveRelease> {
    const release = new LiveRelease(database, log, hooks, await load(database, null, hooks));
    const hear = (): void => void release.refresh().catch((error: unknown) => release.#failed(error));
    // What was announced while nobody listened is not told again: look after every new subscription.
    release.#stop = await database.listen(RELEASE_CHANNEL, hear, { onSubscribed: hear });
    return release;
  }

  get current(): Live {
    return this.#live;
  }

  /** What this process makes live at this moment: nothing of it is read and compiled a second time. */
  take(published: Published | null): void {
    this.#published =
      published === null
        ? null
        : {
            catalog: published.catalog,
            documents: published.documents,
            settingsVersion: published.settingsVersion,
          };
  }

  onRelease(callback: (catalog: Catalog) => void): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  /** Takes in the newest release there is when the call begins. */
  async refresh(): Promise<Live> {
    // A refresh that already runs may have looked before the change that this caller knows of.
    while (this.#refreshing !== null) await this.#refreshing.catch(() => {});
    this.#refreshing = this.#refresh().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#stop?.();
  }

  async #refresh(): Promise<Live> {
    const state = await readModelState(this.#database);
    const known = { release: this.#live.catalog.release, settingsVersion: this.#settingsVersion };
    if (state.release === known.release && state.settingsVersion === known.settingsVersion) return this.#live;
    const loaded = (await this.#taken()) ?? (await load(this.#database, this.#live, this.#hooks));
    this.#published = null;
    this.#live = loaded.live;
    this.#settingsVersion = loaded.settingsVersion;
    for (const callback of this.#listeners) this.#tell(callback);
    return this.#live;
  }

  /** Null where it is not what is live: the settings were changed meanwhile, or another release came after it. */
  async #taken(): Promise<Loaded | null> {
    if (this.#published === null) return null;
    const { catalog, documents, settingsVersion } = this.#published;
    return this.#database.transaction(async (transaction) => {
      const state = await readModelState(transaction);
      if (state.release !== catalog.release || state.settingsVersion !== settingsVersion) return null;
      const unfinished = await readUnfinished(transaction);
      const hooks = this.#hooks === undefined ? {} : { hooks: this.#hooks };
      return {
        live: { catalog: { ...catalog, unfinished, derived: new Map(), ...hooks }, documents },
        settingsVersion,
      };
    }, SNAPSHOT);
  }

  #tell(callback: (catalog: Catalog) => void): void {
    try {
      callback(this.#live.catalog);
    } catch (error) {
      this.#log.error('A listener to releases failed', { error });
    }
  }

  #failed(error: unknown): void {
    this.#log.warn('The announced release could not be read; the former stays in force', { error });
  }
}

type Published = Pick<Candidate, 'catalog' | 'documents' | 'settingsVersion'>;

const SNAPSHOT: TransactionOptions = { isolation: 'repeatable read', readOnly: true };

interface Loaded {
  live: Live;
  settingsVersion: number;
}

/** Before the first release there is the platform alone. */
async function load(database: Database, known: Live | null, hooks: WriteHooks | undefined): Promise<Loaded> {
  const input = await database.transaction(async (transaction) => {
    const { release, settingsVersion } = await readModelState(transaction);
    const { settings: workspace, rates } = await readWorkspace(transaction);
    const documents =
      known !== null && known.catalog.release === release
        ? known.documents
        : release === 0
          ? fold(contentOf({ ...(await readLayers(transaction)), documents: [] }, new Set()))
          : await readReleaseDocuments(transaction, release);
    const unfinished = await readUnfinished(transaction);
    return { release, variant: '', settingsVersion, workspace, rates, documents, unfinished };
  }, SNAPSHOT);
  const catalog = await compileBeside(input, new Breather());
  if (hooks !== undefined) catalog.hooks = hooks;
  return { live: { catalog, documents: input.documents }, settingsVersion: input.settingsVersion };
}

async function readUnfinished(transaction: Transaction): Promise<ReadonlySet<string>> {
  const { rows } = await transaction.query<{ field_id: string }>('select field_id from core.rollup where not ready');
  return new Set(rows.map((row) => row.field_id));
}

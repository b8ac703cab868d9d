import type { Document, DocumentInfo, DocumentKind, ProblemItem } from '@stratacrm/sdk';
import { applyPatch, diffDocument, documentKey } from '@stratacrm/sdk';
import { computed, shallowReactive, type ComputedRef } from 'vue';

/** A document whose id the server has yet to give. */
export type NewDocument = Document extends infer Each ? (Each extends Document ? Omit<Each, 'id'> : never) : never;

/** What the draft asks of the server. */
export interface DraftPort {
  /** `version` is what the change was made on, null for what must not be there yet. */
  put(key: string, document: Document | NewDocument, version: string | null): Promise<DocumentInfo>;
  /** Takes out what this layer added or changed. */
  remove(kind: DocumentKind, key: string, version: string): Promise<void>;
  /** The document as it is now, if the error says that somebody else changed it. */
  newer(document: Document, error: unknown): Promise<DocumentInfo | null>;
  /** What went wrong, in the reader's language. */
  explain(error: unknown): { message: string; problems: readonly ProblemItem[] };
}

export type SaveStatus = 'saved' | 'waiting' | 'saving' | 'failed';

/** One document of the draft: as the server knows it, and as it stands on the screen. */
export interface DraftEntry {
  readonly info: DocumentInfo;
  readonly document: Document;
  readonly status: SaveStatus;
  /** Why the server refused the last save, for the whole and by place. */
  readonly message: string | null;
  readonly problems: readonly ProblemItem[];
  /** What somebody else saved before the edit on the screen was: one of the two has to be chosen. */
  readonly theirs: DocumentInfo | null;
}

/** Time without a key press after which an edit is saved. */
const PAUSE = 500;

/**
 * The documents of one layer's draft. Every edit shows at once and is saved by itself after a pause; saves of one
 * document never overlap, so the last edit is what the server keeps.
 */
export class DraftDocuments {
  readonly entries = shallowReactive(new Map<string, DraftEntry>());
  readonly status: ComputedRef<SaveStatus>;
  readonly #port: DraftPort;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #onSaved: () => void;

  constructor(port: DraftPort, onSaved: () => void = () => {}) {
    this.#port = port;
    this.#onSaved = onSaved;
    this.status = computed(() => worstOf([...this.entries.values()].map((entry) => entry.status)));
  }

  /** Takes over what the server sent, but never over an edit it does not have yet. */
  load(documents: readonly DocumentInfo[]): void {
    for (const info of documents) {
      const entry = this.entries.get(info.document.id);
      if (entry && entry.status !== 'saved') continue;
      this.#show(info);
    }
  }

  /** Forgets everything not listed by the server any more; edits under way stay. */
  replace(documents: readonly DocumentInfo[]): void {
    const known = new Set(documents.map((info) => info.document.id));
    for (const [id, entry] of this.entries) {
      if (!known.has(id) && entry.status === 'saved') this.entries.delete(id);
    }
    this.load(documents);
  }

  all<Kind extends DocumentKind>(kind: Kind): DraftEntryOf<Kind>[] {
    return [...this.entries.values()].filter((entry): entry is DraftEntryOf<Kind> => entry.document.kind === kind);
  }

  find<Kind extends DocumentKind>(kind: Kind, key: string): DraftEntryOf<Kind> | undefined {
    return this.all(kind).find((entry) => entry.info.key === key);
  }

  /** Adds a document; it appears when the server has taken it. */
  async add(document: NewDocument): Promise<DocumentInfo> {
    const info = await this.#port.put(documentKey(document as Document), document, null);
    this.#show(info);
    this.#onSaved();
    return info;
  }

  /** Shows the edit at once and saves it after a pause. */
  edit(document: Document): void {
    const entry = this.entries.get(document.id);
    if (!entry || entry.document === document) return;
    if (entry.theirs) {
      // Nothing is sent before one of the two is chosen.
      this.entries.set(document.id, { ...entry, document });
      return;
    }
    this.entries.set(document.id, { ...entry, document, status: 'waiting' });
    this.#schedule(document.id, PAUSE);
  }

  /** Gives up the edit on the screen for what somebody else saved before it. */
  takeTheirs(id: string): void {
    const theirs = this.entries.get(id)?.theirs;
    if (!theirs) return;
    this.#cancel(id);
    this.#show(theirs);
    this.#onSaved();
  }

  /** Lays the edit on the screen over what somebody else saved: only what was changed here wins. */
  keepMine(id: string): void {
    const entry = this.entries.get(id);
    if (!entry?.theirs) return;
    const document = applyPatch(entry.theirs.document, diffDocument(entry.info.document, entry.document));
    this.entries.set(id, { ...entry, info: entry.theirs, document, theirs: null, status: 'waiting', message: null });
    this.#schedule(id, 0);
  }

  /** Takes out this layer's addition, or its changes to a lower layer's document. */
  async remove(id: string): Promise<void> {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.#cancel(id);
    await this.#running.get(id);
    await this.#port.remove(entry.document.kind, entry.info.key, entry.info.version);
    this.entries.delete(id);
    this.#onSaved();
  }

  /** Saves everything that waits, now. True when the server has it all. */
  async flush(): Promise<boolean> {
    for (const [id, entry] of this.entries) {
      if (entry.theirs) continue;
      if (entry.status === 'waiting' || entry.status === 'failed') this.#schedule(id, 0);
    }
    while (this.#timers.size > 0 || this.#running.size > 0) {
      for (const id of [...this.#timers.keys()]) this.#saveNow(id);
      await Promise.all(this.#running.values());
    }
    return this.status.value === 'saved';
  }

  /** Ends all timers; for a screen that is left. */
  dispose(): void {
    for (const id of [...this.#timers.keys()]) this.#cancel(id);
  }

  #show(info: DocumentInfo): void {
    const { document } = info;
    this.entries.set(document.id, { info, document, status: 'saved', message: null, problems: [], theirs: null });
  }

  #cancel(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  #schedule(id: string, pause: number): void {
    this.#cancel(id);
    this.#timers.set(
      id,
      setTimeout(() => this.#saveNow(id), pause),
    );
  }

  #saveNow(id: string): void {
    this.#cancel(id);
    if (this.#running.has(id)) return;
    const saving = this.#save(id).finally(() => {
      this.#running.delete(id);
      if (this.entries.get(id)?.status === 'waiting') this.#schedule(id, PAUSE);
    });
    this.#running.set(id, saving);
  }

  async #save(id: string): Promise<void> {
    const entry = this.entries.get(id);
    if (!entry) return;
    const sent = entry.document;
    this.entries.set(id, { ...entry, status: 'saving' });
    try {
      const info = await this.#port.put(entry.info.key, sent, entry.info.version);
      this.#settle(id, sent, { info, message: null, problems: [], theirs: null });
      this.#onSaved();
    } catch (error) {
      const theirs = await this.#port.newer(sent, error);
      this.#settle(id, sent, { ...this.#port.explain(error), theirs });
    }
  }

  /** An edit made while the save was under way stays on the screen and waits for its own save. */
  #settle(id: string, sent: Document, outcome: Partial<DraftEntry>): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    if (entry.document !== sent && !outcome.theirs) {
      this.entries.set(id, { ...entry, ...outcome, status: 'waiting' });
      return;
    }
    const document = outcome.info?.document ?? entry.document;
    this.entries.set(id, { ...entry, ...outcome, document, status: outcome.info ? 'saved' : 'failed' });
  }
}

/** An entry whose document is known to be of one kind. */
export type DraftEntryOf<Kind extends DocumentKind> = DraftEntry & {
  readonly document: Extract<Document, { kind: Kind }>;
};

function worstOf(statuses: readonly SaveStatus[]): SaveStatus {
  const order: readonly SaveStatus[] = ['failed', 'saving', 'waiting'];
  return order.find((status) => statuses.includes(status)) ?? 'saved';
}

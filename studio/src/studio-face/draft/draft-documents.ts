import type { Document, DocumentInfo, DocumentKind, ProblemItem } from '@stratacrm/sdk';
import { documentKey } from '@stratacrm/sdk';
import { computed, shallowReactive, type ComputedRef } from 'vue';

/** A document whose id the server has yet to give. */
export type NewDocument = Document extends infer Each ? (Each extends Document ? Omit<Each, 'id'> : never) : never;

/** What the draft asks of the server. */
export interface DraftPort {
  put(key: string, document: Document | NewDocument): Promise<DocumentInfo>;
  /** Takes out what this layer added or changed. */
  remove(kind: DocumentKind, key: string): Promise<void>;
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
    const info = await this.#port.put(documentKey(document as Document), document);
    this.#show(info);
    this.#onSaved();
    return info;
  }

  /** Shows the edit at once and saves it after a pause. */
  edit(document: Document): void {
    const entry = this.entries.get(document.id);
    if (!entry || entry.document === document) return;
    this.entries.set(document.id, { ...entry, document, status: 'waiting' });
    this.#schedule(document.id, PAUSE);
  }

  /** Takes out this layer's addition, or its changes to a lower layer's document. */
  async remove(id: string): Promise<void> {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.#cancel(id);
    await this.#running.get(id);
    await this.#port.remove(entry.document.kind, entry.info.key);
    this.entries.delete(id);
    this.#onSaved();
  }

  /** Saves everything that waits, now. True when the server has it all. */
  async flush(): Promise<boolean> {
    for (const [id, entry] of this.entries) {
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
    this.entries.set(info.document.id, { info, document: info.document, status: 'saved', message: null, problems: [] });
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
      const info = await this.#port.put(entry.info.key, sent);
      this.#settle(id, sent, { info, message: null, problems: [] });
      this.#onSaved();
    } catch (error) {
      this.#settle(id, sent, this.#port.explain(error));
    }
  }

  /** An edit made while the save was under way stays on the screen and waits for its own save. */
  #settle(id: string, sent: Document, outcome: Partial<DraftEntry>): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    if (entry.document !== sent) {
      this.entries.set(id, { ...entry, ...outcome, status: 'waiting' });
      return;
    }
    const document = outcome.info?.document ?? sent;
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

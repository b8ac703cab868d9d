import type { DocumentInfo, DocumentKind, LayerInfo, LayoutDocument, ModelResponse } from '@stratacrm/sdk';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { ApiProblem } from '../../api/problem.ts';
import { t } from '../../i18n/i18n.ts';
import {
  deleteDocument,
  discardDraft,
  fetchDocuments,
  fetchLayers,
  fetchPreview,
  putDocument,
  renameDocument,
} from '../api/studio.ts';
import { useBackOnline } from '../../stores/back-online.ts';
import type { UndoHistory } from '../history/undo-history.ts';
import { DraftDocuments, type DraftPort } from './draft-documents.ts';
import { workingModel } from './working-model.ts';

/** Counts of unpublished changes follow a save after this pause, so that typing does not ask for them each time. */
const RECOUNT = 400;

/** The layer one works in, its draft, and the model as that draft would make it. */
export const useStudioDraft = defineStore('studio-draft', () => {
  const layers = shallowRef<readonly LayerInfo[]>([]);
  const layer = ref('workspace');
  const draft = shallowRef<DraftDocuments | null>(null);
  const preview = shallowRef<ModelResponse | null>(null);
  /** What can be undone on each layout, by its id; kept while one looks elsewhere. */
  const layoutHistories = new Map<string, UndoHistory<LayoutDocument>>();
  let starting: Promise<void> | null = null;
  let recount: ReturnType<typeof setTimeout> | undefined;

  const current = computed(() => layers.value.find((each) => each.name === layer.value));
  const unpublished = computed(() => current.value?.unpublished ?? 0);
  const ready = computed(() => draft.value !== null && preview.value !== null);

  const model = computed<ModelResponse>(() => {
    if (preview.value === null || draft.value === null) return NO_MODEL;
    const documents = [...draft.value.entries.values()].map(({ document, info }) => ({
      document,
      origin: info.origin,
    }));
    return workingModel(preview.value, documents);
  });

  // What could not be saved is saved when the server is back.
  useBackOnline(() => void draft.value?.flush());

  /** Loads the layer once; later calls wait for the same answer. */
  function start(): Promise<void> {
    starting ??= load().catch((error: unknown) => {
      starting = null;
      throw error;
    });
    return starting;
  }

  async function load(): Promise<void> {
    const [found, documents, effective] = await Promise.all([
      fetchLayers(),
      fetchDocuments(layer.value),
      fetchPreview(layer.value),
    ]);
    layers.value = found;
    draft.value?.dispose();
    draft.value = new DraftDocuments(portTo(layer.value), countSoon);
    draft.value.load(documents);
    preview.value = effective;
  }

  /** Fetches everything anew, keeping what is not saved yet. */
  async function reload(): Promise<void> {
    const [found, documents, effective] = await Promise.all([
      fetchLayers(),
      fetchDocuments(layer.value),
      fetchPreview(layer.value),
    ]);
    layers.value = found;
    draft.value?.replace(documents);
    preview.value = effective;
  }

  async function workIn(name: string): Promise<void> {
    if (name === layer.value) return;
    await draft.value?.flush();
    layer.value = name;
    starting = null;
    await start();
  }

  function countSoon(): void {
    clearTimeout(recount);
    recount = setTimeout(() => {
      void fetchLayers()
        .then((found) => (layers.value = found))
        // Only a number on the screen: the next save asks again.
        .catch(() => undefined);
    }, RECOUNT);
  }

  /** Gives a document another name; everything that refers to it follows. */
  async function rename(kind: DocumentKind, key: string, to: string): Promise<void> {
    await draft.value?.flush();
    await renameDocument(layer.value, kind, key, to);
    await reload();
  }

  /** Takes out this layer's addition, or its changes to a document of a lower layer, which then shows again. */
  async function takeOut(info: DocumentInfo): Promise<void> {
    await draft.value?.remove(info.document.id);
    await reload();
  }

  async function discard(): Promise<void> {
    await discardDraft(layer.value);
    starting = null;
    layoutHistories.clear();
    await load();
  }

  return {
    layoutHistories,
    layers,
    layer,
    current,
    draft,
    preview,
    model,
    ready,
    unpublished,
    start,
    reload,
    workIn,
    rename,
    takeOut,
    discard,
  };
});

function portTo(layer: string): DraftPort {
  return {
    put: (key, document, version) => putDocument(layer, key, document, version),
    remove: (kind, key, version) => deleteDocument(layer, kind, key, version),
    async newer({ id, kind }, error) {
      if (!(error instanceof ApiProblem) || error.code !== 'document_changed') return null;
      // Without an answer the refusal alone is shown; the next save asks again.
      const documents = await fetchDocuments(layer, kind).catch(() => []);
      return documents.find((info) => info.document.id === id) ?? null;
    },
    explain: explainProblem,
  };
}

/** What a refusal says, in the reader's language. */
export function explainProblem(error: unknown): ReturnType<DraftPort['explain']> {
  if (!(error instanceof ApiProblem)) throw error;
  if (error.offline) return { message: t('studio.offline'), problems: [] };
  return { message: error.detail || error.title, problems: error.errors };
}

const NO_MODEL: ModelResponse = {
  release: 0,
  variant: '',
  workspace: { name: '', currency: 'CNY', exchange_rates: {}, phone_country: 'CN', time_zone: 'UTC', locale: 'en' },
  objects: {},
  rights: { system: [], objects: {} },
};

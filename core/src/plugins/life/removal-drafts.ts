import { documentKey, StrataError, type Locale, type PluginRemovalPlan } from '@stratacrm/sdk';
import type { Transaction } from '../../kernel/database.ts';
import type { LayerPlan, Model } from '../../model/model.ts';
import { clearDraft, touchLayer, writeDraft } from '../../model/store/draft-store.ts';
import { contentOf, isEditable, type LayerRow, type LayerState } from '../../model/store/layer-store.ts';
import { prunedLayers, type DataChoices, type PrunedLayer, type TouchedDocument } from './removal.ts';

/** A change that is not published yet and names what goes. */
interface TouchedDraft extends TouchedDocument {
  row: LayerRow;
}

/** The editable layers with all their drafts, without what the plugin brought; nothing where there is no draft. */
function draftedLayers(state: LayerState, layer: string, choices: DataChoices): PrunedLayer[] {
  if (!state.documents.some(({ draft }) => draft !== null)) return [];
  const drafts = new Set(state.layers.filter(isEditable).map(({ name }) => name));
  return prunedLayers(state, contentOf(state, drafts), layer, choices);
}

function touchedDrafts(state: LayerState, layers: readonly PrunedLayer[]): TouchedDraft[] {
  const waiting = new Set(
    state.documents.filter(({ draft }) => draft !== null).map((each) => `${each.layer} ${each.id}`),
  );
  return layers.flatMap(({ row, touched }) =>
    touched.filter(({ document }) => waiting.has(`${row.name} ${document.id}`)).map((each) => ({ ...each, row })),
  );
}

/** What becomes of changes that wait to be published; those that would not pass any more must be changed by hand. */
export async function planDrafts(
  model: Model,
  { state, layer, choices, locale }: { state: LayerState; layer: string; choices: DataChoices; locale: Locale },
  published: Pick<LayerPlan, 'problems'>,
): Promise<PluginRemovalPlan['drafts']> {
  const layers = draftedLayers(state, layer, choices);
  if (layers.length === 0) return [];
  const touched = touchedDrafts(state, layers);
  const content = layers.map(({ row, documents }) => ({ layer: row.name, documents }));
  const { problems } = await model.planLayers({ kind: 'release', content, removed: [layer] }, locale);
  const known = new Set(published.problems.map(({ kind, key }) => `${kind} ${key}`));
  const broken = problems.filter(({ kind, key }) => !known.has(`${kind} ${key}`));
  return [
    ...touched.map(({ document, layer: label, effect }) => ({
      kind: document.kind,
      key: documentKey(document),
      label: document.label,
      layer: label,
      effect,
    })),
    ...[...new Map(broken.map((each) => [`${each.kind} ${each.key}`, each])).values()].map(({ kind, key }) => {
      const label = { en: key, zh: key };
      return { kind, key, label, layer: label, effect: 'broken' as const };
    }),
  ];
}

/** In the transaction that takes the plugin out: drafts name it no more. Throws `draft_changed`. */
export async function pruneDrafts(
  tx: Transaction,
  { state, layer, choices }: { state: LayerState; layer: string; choices: DataChoices },
  by: string | null,
): Promise<void> {
  const touched = touchedDrafts(state, draftedLayers(state, layer, choices));
  for (const [row, drafts] of Map.groupBy(touched, (each) => each.row)) {
    await requireUnchanged(tx, row);
    for (const { document, effect, left } of drafts) {
      if (effect === 'removed' || left === null) await clearDraft(tx, row.name, document.id);
      else {
        const { id, kind, patch, body } = left;
        await writeDraft(tx, { layer: row.name, id, kind, patch, body }, by);
      }
    }
    await touchLayer(tx, row.name);
  }
}

/** An edit that came in between has not been looked at. */
async function requireUnchanged(tx: Transaction, { name, revision }: LayerRow): Promise<void> {
  const { rows } = await tx.query<{ revision: string }>('select revision from core.layer where name = $1 for update', [
    name,
  ]);
  if (rows[0]?.revision !== revision) throw new StrataError('draft_changed', { layer: name });
}

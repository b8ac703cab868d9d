import { applyPatch, diffDocument, documentKey, type DataChoice, type Document, type Label } from '@stratacrm/sdk';
import { fold } from '../../model/fold.ts';
import { kindOf } from '../../model/kinds/index.ts';
import type { Target } from '../../model/kinds/kind.ts';
import type { LayerContent, LayerDocument } from '../../model/layer-document.ts';
import type { LayerChange } from '../../model/publish/candidate.ts';
import { contentOf, isEditable, type LayerRow, type LayerState } from '../../model/store/layer-store.ts';

/** What becomes of the data, by object (`air__flight`) or field (`account.air__tier`); what is not named is kept. */
export type DataChoices = Readonly<Record<string, DataChoice>>;

/** Layers without a plugin, and without what the workspace built upon it. */
export interface Removal {
  change: LayerChange;
  /** What the plugin brought, and goes. */
  gone: Document[];
  touched: TouchedDocument[];
}

/** A document of the workspace that goes along, or is written anew without what goes. */
export interface TouchedDocument {
  document: Document;
  layer: Label;
  effect: 'removed' | 'rewritten';
  /** What its layer says of it then. */
  left: LayerDocument | null;
}

/** An editable layer without what a plugin brought. */
export interface PrunedLayer {
  row: LayerRow;
  documents: LayerDocument[];
  touched: TouchedDocument[];
}

/** Works out what is left when the plugin's layer is taken out. */
export function removalOf(state: LayerState, layer: string, choices: DataChoices): Removal {
  const content = contentOf(state, new Set());
  const gone = broughtBy(content, layer);
  const pruned = prunedLayers(state, content, layer, choices);
  const rewritten = pruned
    .filter(({ touched }) => touched.length > 0)
    .map(({ row, documents }): LayerContent => ({ layer: row.name, documents }));
  return {
    change: { kind: 'release', content: rewritten, removed: [layer] },
    gone,
    touched: pruned.flatMap(({ touched }) => touched),
  };
}

function broughtBy(content: readonly LayerContent[], layer: string): Document[] {
  const own = content.find((each) => each.layer === layer)?.documents ?? [];
  return own.flatMap((row) => (row.patch ? [] : [row.body]));
}

/** Every editable layer of this content as it is without the plugin's. */
export function prunedLayers(
  state: LayerState,
  content: readonly LayerContent[],
  layer: string,
  choices: DataChoices,
): PrunedLayer[] {
  const gone = broughtBy(content, layer);
  const isGone = goneOf(gone);
  const left = content.filter((each) => each.layer !== layer);
  return left.flatMap((each, at): PrunedLayer[] => {
    const row = state.layers.find(({ name }) => name === each.layer);
    if (row === undefined || !isEditable(row)) return [];
    const beneath = new Map(fold(left.slice(0, at)).map(({ document }) => [document.id, document]));
    const pruner = new Pruner({ isGone, choices, beneath });
    const documents = each.documents.flatMap((document) => pruner.left(document));
    return [{ row, documents, touched: pruner.touched.map((one) => ({ ...one, layer: row.label })) }];
  });
}

function goneOf(gone: readonly Document[]): (target: Target) => boolean {
  const objects = new Set(gone.filter(({ kind }) => kind === 'object').map(({ name }) => name));
  const fields = new Set(gone.filter(({ kind }) => kind === 'field').map(documentKey));
  const screens = new Set(gone.filter(({ kind }) => kind === 'screen').map(({ name }) => name));
  const viewTypes = new Set(gone.filter(({ kind }) => kind === 'view_type').map(({ name }) => name));
  const parts = new Set(gone.filter(({ kind }) => kind === 'plugin_part').map(({ name }) => name));
  return (target) => {
    if (target.kind === 'plugin_part') return parts.has(target.name);
    if (target.kind === 'screen') return screens.has(target.name);
    if (target.kind === 'view_type') return viewTypes.has(target.name);
    if (target.kind === 'object') return objects.has(target.name);
    if (target.kind !== 'field') return false;
    return objects.has(target.object) || fields.has(`${target.object}.${target.path.split('.', 1)[0]}`);
  };
}

interface PrunerInput {
  isGone: (target: Target) => boolean;
  choices: DataChoices;
  /** What the layers beneath say, without the plugin. */
  beneath: ReadonlyMap<string, Document>;
}

/** Goes through the documents of one layer. */
class Pruner {
  readonly touched: Omit<TouchedDocument, 'layer'>[] = [];
  #input: PrunerInput;

  constructor(input: PrunerInput) {
    this.#input = input;
  }

  left(row: LayerDocument): LayerDocument[] {
    if (row.patch) return this.#leftOfPatch(row);
    const object = kindOf(row.body).object(row.body as never);
    if (object !== null && this.#input.isGone({ kind: 'object', name: object }))
      return this.#belonging(row.body, object);
    const ground = kindOf(row.body).standsOn?.(row.body as never);
    if (ground !== undefined && this.#input.isGone(ground)) {
      this.touched.push({ document: row.body, effect: 'removed', left: null });
      return [];
    }
    const pruned = this.#pruned(row.body);
    if (pruned === row.body) return [row];
    const left = { ...row, body: pruned } as LayerDocument;
    this.touched.push({ document: row.body, effect: 'rewritten', left });
    return [left];
  }

  /** What was built upon an object of the plugin goes with it; where the data is kept it waits, archived. */
  #belonging(body: Document, object: string): LayerDocument[] {
    const isKept = (this.#input.choices[object] ?? 'keep') === 'keep';
    const left: LayerDocument | null = isKept
      ? { patch: false, kind: body.kind, id: body.id, body: { ...body, archived: true } as Document }
      : null;
    this.touched.push({ document: body, effect: 'removed', left });
    return left === null ? [] : [left];
  }

  /** A patch of what goes waits for its return; the fold passes over it. */
  #leftOfPatch(row: Extract<LayerDocument, { patch: true }>): LayerDocument[] {
    const base = this.#input.beneath.get(row.id);
    if (base === undefined) return [row];
    const document = applyPatch(base, row.body);
    const pruned = this.#pruned(document);
    if (pruned === document) return [row];
    const patch = diffDocument(base, pruned);
    const left: LayerDocument | null = Object.keys(patch).length === 0 ? null : { ...row, body: patch };
    this.touched.push({ document, effect: 'rewritten', left });
    return left === null ? [] : [left];
  }

  #pruned(document: Document): Document {
    const { isGone } = this.#input;
    const kind = kindOf(document);
    const reads = kind
      .references(document as never)
      .some(({ target, optional }) => optional === true && isGone(target));
    return reads ? (kind.prune?.(document as never, isGone) ?? document) : document;
  }
}

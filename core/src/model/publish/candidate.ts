import { mayBeWrittenTwice, mayGoRound, type DocumentChange, type WorkflowDocument } from '@stratacrm/sdk';
import { Breather } from '../../kernel/breather.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Catalog } from '../catalog.ts';
import { compileBeside } from '../compile.ts';
import { diffBeside } from '../diff.ts';
import { fold, type FoldedDocument } from '../fold.ts';
import type { LayerContent } from '../layer-document.ts';
import type { ModelProblem } from '../model-problem.ts';
import type { TablePlan } from '../physical/ddl-step.ts';
import { planTablesBeside } from '../physical/plan-tables.ts';
import { readRegistry } from '../physical/registry.ts';
import { contentOf, readLayers, type LayerState } from '../store/layer-store.ts';
import { readModelState } from '../store/release-store.ts';
import { validateBeside } from '../validate.ts';
import { readWorkspace } from '../workspace-settings.ts';

/** What is live: the catalog, and the folded documents it was compiled from. */
export interface Live {
  catalog: Catalog;
  documents: readonly FoldedDocument[];
}

/** What would be live if some drafts were published. */
export interface Candidate {
  state: LayerState;
  /** Of the settings that the catalog was compiled with. */
  settingsVersion: number;
  source: Source;
  content: LayerContent[];
  documents: FoldedDocument[];
  catalog: Catalog;
  diff: DocumentChange[];
  /** Those seen without asking the records. */
  problems: ModelProblem[];
  /** What may be meant so, of documents that change. */
  warnings: ModelProblem[];
  tables: TablePlan;
}

/** Where the candidate's documents come from: the drafts of some layers, or layers as an older release had them. */
export type Source = { kind: 'drafts'; layers: readonly string[] } | LayerChange;

/** Layers given whole: as an older release had them, or as a plugin brings them. */
export interface LayerChange {
  kind: 'release';
  /** Of these layers all they are to say; one that is not there yet is made, if it is a plugin's. */
  content: readonly LayerContent[];
  /** Layers that go, with all that is in them. */
  removed?: readonly string[];
}

/** The layers that would change. */
export function layersOf(source: Source): string[] {
  return source.kind === 'drafts' ? [...source.layers] : source.content.map((content) => content.layer);
}

function sourceContent(state: LayerState, source: Source): LayerContent[] {
  if (source.kind === 'drafts') return contentOf(state, new Set(source.layers));
  const replaced = new Map(source.content.map((content) => [content.layer, content]));
  const removed = new Set(source.removed);
  const kept = contentOf(state, new Set())
    .filter((content) => !removed.has(content.layer))
    .map((content) => replaced.get(content.layer) ?? content);
  const present = new Set(kept.map((content) => content.layer));
  const added = source.content.filter((content) => content.plugin !== undefined && !present.has(content.layer));
  return added.reduce((content, layer) => insertByRank(content, layer, state), kept);
}

/** The platform, which has no rank, stands beneath all. */
function insertByRank(content: LayerContent[], added: LayerContent, { layers }: LayerState): LayerContent[] {
  const rankOf = ({ layer, plugin }: LayerContent): number =>
    plugin?.rank ?? layers.find((each) => each.name === layer)?.rank ?? -1;
  const at = content.findIndex((each) => rankOf(each) > rankOf(added));
  return at < 0 ? [...content, added] : content.toSpliced(at, 0, added);
}

/** Folds the source over what else is published, and works out what that would mean. */
export async function candidateOf(db: Queryable, live: Live, source: Source): Promise<Candidate> {
  const state = await readLayers(db);
  const content = sourceContent(state, source);
  const documents = fold(content);
  const { settingsVersion } = await readModelState(db);
  const { settings: workspace, rates } = await readWorkspace(db);
  const release = live.catalog.release + 1;
  // All of it at once would hold up every request for as long: a hundred milliseconds, with many objects a multiple.
  const breather = new Breather();
  const catalog = await compileBeside({ release, variant: '', settingsVersion, workspace, rates, documents }, breather);
  const diff = await diffBeside(live.documents, documents, breather);
  const problems = await validateBeside(documents, catalog, breather);
  return {
    state,
    settingsVersion,
    source,
    content,
    documents,
    catalog,
    diff,
    problems,
    warnings: [
      ...mayBeWrittenTwice(workflowsOf(documents), catalog.model, diff),
      ...mayGoRound(workflowsOf(documents), diff),
    ],
    tables: await planTablesBeside({ catalog, live: live.catalog, registry: await readRegistry(db) }, breather),
  };
}

function workflowsOf(documents: readonly FoldedDocument[]): WorkflowDocument[] {
  return documents.flatMap(({ document }) =>
    document.kind === 'workflow' && document.archived !== true ? [document] : [],
  );
}

/** Problems that only the records can tell of: values that cannot be carried over, or are not unique. */
export async function recordProblems(db: Queryable, { tables }: Candidate): Promise<ModelProblem[]> {
  const problems: ModelProblem[] = [];
  for (const check of tables.checks) {
    const { rows } = await db.query<{ count: string }>(check.sql);
    const count = Number(rows[0]?.count ?? 0);
    if (count === 0) continue;
    const { object, field, path, code, params } = check;
    problems.push({ kind: 'field', key: `${object}.${field}`, path, code, params: { ...params, count } });
  }
  return problems;
}

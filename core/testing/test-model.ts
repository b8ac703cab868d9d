import type { Document } from '@stratacrm/sdk';
import type { Catalog } from '../src/model/catalog.ts';
import { compile } from '../src/model/compile.ts';
import { fold, type FoldedDocument } from '../src/model/fold.ts';
import type { ModelProblem } from '../src/model/model-problem.ts';
import { contentOf } from '../src/model/store/layer-store.ts';
import { validate } from '../src/model/validate.ts';
import { TEST_WORKSPACE } from './test-catalog.ts';

/** Documents of one layer above the platform's. */
export function foldedOver(documents: readonly Document[]): FoldedDocument[] {
  const platform = contentOf({ layers: [], documents: [] }, new Set());
  const own = documents.map((body) => ({ patch: false as const, kind: body.kind, id: body.id, body }));
  return fold([...platform, { layer: 'base', documents: own }]);
}

export function compiled(documents: readonly FoldedDocument[]): Catalog {
  return compile({
    release: 1,
    variant: '',
    settingsVersion: 0,
    workspace: structuredClone(TEST_WORKSPACE),
    documents,
  });
}

/** What a release of these documents would be refused for. */
export function modelProblems(documents: readonly Document[]): ModelProblem[] {
  const all = foldedOver(documents);
  return validate(all, compiled(all));
}

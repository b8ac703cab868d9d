import {
  describeError,
  StrataError,
  type Locale,
  type PluginManifest,
  type ProblemItem,
  type WorkspaceSettings,
} from '@stratacrm/sdk';
import { compile } from '../../model/compile.ts';
import { fold, type FoldedDocument } from '../../model/fold.ts';
import { checkManifest } from '../../model/install/install-plugin.ts';
import type { LayerContent } from '../../model/layer-document.ts';
import { describeProblem } from '../../model/model-problem.ts';
import { PLATFORM_DOCUMENTS } from '../../model/platform/documents.ts';
import { validate } from '../../model/validate.ts';

/** A workspace as a new one is. */
const SETTINGS: WorkspaceSettings = {
  name: 'Check',
  currency: 'CNY',
  exchange_rates: {},
  phone_country: 'CN',
  time_zone: 'Asia/Shanghai',
  locale: 'en',
};

/** Something a workspace would refuse. */
export interface AloneProblem {
  path: string;
  message: string;
}

/**
 * What a workspace with nothing but these packages would refuse of the last one's documents: what dangles, expressions that
 * do not hold, workflows that cannot run. No database is asked.
 */
export function checkAlone(packages: readonly PluginManifest[], locale: Locale): AloneProblem[] {
  const plugin = packages.at(-1);
  if (plugin === undefined) return [];
  const issues = issuesOf(plugin);
  if (issues.length > 0)
    return issues.map(({ path, code, params = {} }) => ({ path, message: describeError(locale, code, params) }));
  const before = new Set(problemsIn(packages.slice(0, -1), locale).map(placeOf));
  return problemsIn(packages, locale)
    .filter((problem) => !before.has(placeOf(problem)))
    .map((problem) => ({ path: placeOf(problem), message: problem.message }));
}

function issuesOf(plugin: PluginManifest): StrataError['issues'] {
  try {
    checkManifest(plugin);
    return [];
  } catch (error) {
    if (error instanceof StrataError) return error.issues;
    throw error;
  }
}

function problemsIn(
  packages: readonly PluginManifest[],
  locale: Locale,
): (ProblemItem & { kind: string; key: string })[] {
  const documents: FoldedDocument[] = fold([platform, ...packages.map(layerOf)]);
  const catalog = compile({ release: 1, variant: '', settingsVersion: 0, workspace: SETTINGS, documents });
  return validate(documents, catalog).map((problem) => describeProblem(problem, locale));
}

function placeOf({ kind, key, path }: { kind: string; key: string; path: string }): string {
  return `${kind}/${key}/${path}`;
}

const platform: LayerContent = {
  layer: 'platform',
  documents: PLATFORM_DOCUMENTS.map((body) => ({ patch: false, kind: body.kind, id: body.id, body })),
};

function layerOf({ prefix, documents, patches = [] }: PluginManifest): LayerContent {
  return {
    layer: prefix === '' ? 'base' : prefix,
    documents: [
      ...documents.map((body) => ({ patch: false as const, kind: body.kind, id: body.id, body })),
      ...patches.map(({ kind, id, patch }) => ({ patch: true as const, kind, id, body: patch })),
    ],
  };
}

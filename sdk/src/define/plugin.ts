import { v5 as uuidV5 } from 'uuid';
import { documentKey, type Document } from '../documents/kinds.ts';
import type { PluginManifest, PluginPatch } from '../plugin.ts';
import type { AnyHandler } from '../plugin/calls.ts';
import { HANDLER_WORDS, type PluginCode } from '../plugin/code.ts';
import type { CodePart } from './code.ts';
import type { DocumentDraft } from './document-draft.ts';
import type { PatchDraft } from './patch.ts';
import { withOwnParts } from './own-parts.ts';
import { pluginPartOf } from './plugin-part.ts';
import type { ScreenDraft } from './screen.ts';

/** A plugin as its author writes it. */
export interface PluginDefinition extends Omit<
  PluginManifest,
  'documents' | 'patches' | 'screens' | 'migrations' | CodeSection
> {
  documents: DocumentDraft[];
  /** What it changes of documents that others brought. */
  patches?: PatchDraft[];
  /** User interfaces of its own, see `defineScreen`. */
  screens?: ScreenDraft[];
  /** What runs: hooks, functions, actions, steps, triggers, jobs, endpoints, migrations. */
  code?: CodePart[];
}

type CodeSection = Exclude<keyof PluginCode, 'capabilities' | 'limits' | 'settings'>;

/** A plugin: what it says of itself is data; its code stands beside it, where JSON does not see it. */
export type Plugin = PluginManifest & {
  /** Every function of the plugin, by `handlerKey`. */
  readonly handlers: Readonly<Record<string, AnyHandler>>;
};

/** The name space of all ids that Strata derives from names (UUID v5). */
const STRATA_NAMESPACE = 'b0f8f5c2-3f0e-5d6e-9a43-6f5e7d1c2a10';

/** A plugin: its documents get ids that stay the same in every build, derived from plugin id, kind and key. */
export function definePlugin(definition: PluginDefinition): Plugin {
  const { documents, patches = [], screens = [], code = [], ...rest } = definition;
  const handlers = handlersOf(code);
  const manifest = {
    ...rest,
    ...sectionsOf(code),
    ...(patches.length > 0 && { patches: patches.map(patchOf) }),
    ...(screens.length > 0 && { screens: screens.map(({ name, entry }) => ({ name, entry })) }),
    // In the sandbox nobody asks for them: they are made when they are first looked at.
    get documents(): Document[] {
      const drafts = [
        ...documents,
        ...screens.map(screenDocument),
        ...code.flatMap((each) => [
          ...pluginPartOf(definition.prefix, each),
          ...(each.document ? [each.document] : []),
        ]),
      ];
      const made = withOwnParts(documentsOf(definition.id, drafts));
      Object.defineProperty(manifest, 'documents', { value: made, enumerable: true });
      return made;
    },
  };
  return Object.defineProperty(manifest, 'handlers', { value: handlers, enumerable: false }) as unknown as Plugin;
}

/** The id of a document that a plugin brings. */
export function pluginDocumentId(plugin: string, kind: string, key: string): string {
  return uuidV5(`${kind}/${key}`, uuidV5(plugin, STRATA_NAMESPACE));
}

function documentsOf(plugin: string, drafts: readonly DocumentDraft[]): Document[] {
  const documents = drafts.map((draft) => withId(draft, plugin));
  const seen = new Set<string>();
  for (const document of documents) {
    if (seen.has(document.id)) throw new Error(`${document.kind} "${documentKey(document)}" is defined twice`);
    seen.add(document.id);
  }
  return documents;
}

/** Where its code is built from is nothing the model needs to know. */
function screenDocument({ entry: _entry, ...document }: ScreenDraft): DocumentDraft {
  return document;
}

function withId({ was, ...draft }: DocumentDraft, plugin: string): Document {
  const document = { id: '', ...draft } as Document;
  return { ...document, id: pluginDocumentId(plugin, document.kind, was ?? documentKey(document)) };
}

function patchOf({ of, kind, key, patch }: PatchDraft): PluginPatch {
  return { kind, id: pluginDocumentId(of, kind, key), key, patch };
}

function sectionsOf(code: readonly CodePart[]): PluginCode {
  const sections: Record<string, unknown[]> = {};
  for (const { section, declaration } of code) (sections[section] ??= []).push(declaration);
  return sections;
}

function handlersOf(code: readonly CodePart[]): Record<string, AnyHandler> {
  const handlers: Record<string, AnyHandler> = {};
  for (const part of code) {
    if (part.key === null) continue;
    if (Object.hasOwn(handlers, part.key)) throw new Error(`"${part.key}" is defined twice`);
    handlers[part.key] = part.handler;
  }
  return handlers;
}

/** Names of the handlers that the bundle of a manifest must have. */
export function handlerKeysOf(manifest: PluginManifest): string[] {
  const sections = Object.entries(HANDLER_WORDS).flatMap(([section, word]) =>
    (manifest[section as keyof typeof HANDLER_WORDS] ?? []).map(({ name }) => `${word}/${name}`),
  );
  return [...sections, ...(manifest.migrations ?? []).map(({ version }) => `migration/${version}`)];
}

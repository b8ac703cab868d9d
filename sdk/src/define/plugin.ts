import { v5 as uuidV5 } from 'uuid';
import { documentKey, type Document } from '../documents/kinds.ts';
import type { PluginManifest } from '../plugin.ts';
import type { DocumentDraft } from './document-draft.ts';

export interface PluginDefinition extends Omit<PluginManifest, 'documents'> {
  documents: DocumentDraft[];
}

/** The name space of all ids that Strata derives from names (UUID v5). */
const STRATA_NAMESPACE = 'b0f8f5c2-3f0e-5d6e-9a43-6f5e7d1c2a10';

/** A plugin: its documents get ids that stay the same in every build, derived from plugin id, kind and key. */
export function definePlugin(definition: PluginDefinition): PluginManifest {
  const namespace = uuidV5(definition.id, STRATA_NAMESPACE);
  const documents = definition.documents.map((draft) => withId(draft, namespace));
  refuseDuplicates(documents);
  return { ...definition, documents };
}

function withId(draft: DocumentDraft, namespace: string): Document {
  const document = { id: '', ...draft } as Document;
  return { ...document, id: uuidV5(`${document.kind}/${documentKey(document)}`, namespace) };
}

function refuseDuplicates(documents: Document[]): void {
  const seen = new Set<string>();
  for (const document of documents) {
    if (seen.has(document.id)) throw new Error(`${document.kind} "${documentKey(document)}" is defined twice`);
    seen.add(document.id);
  }
}

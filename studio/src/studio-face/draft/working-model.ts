import {
  ledFirst,
  type CompiledField,
  type CompiledModel,
  type CompiledObject,
  type Document,
  type DocumentInfo,
  type FieldDocument,
  type LayoutDocument,
  type OptionSetDocument,
  type PluginPartDocument,
  type ProcessDocument,
  type RuleDocument,
  type ViewDocument,
} from '@stratacrm/sdk';

/** A document with the layer that added it, as it stands on the designer's screen. */
export interface WorkingDocument {
  document: Document;
  origin: DocumentInfo['origin'];
}

/**
 * The model as it would be with the edits on the screen, so that canvas, expression check and completion follow every
 * key press. The server's own preview is the base: it knows the system fields and everything not edited here.
 */
export function workingModel<Model extends CompiledModel>(
  preview: Model,
  documents: readonly WorkingDocument[],
): Model {
  const objects: Record<string, CompiledObject> = { ...preview.objects };
  const shapes = new Map(
    documents.flatMap(({ document }) => (document.kind === 'plugin_part' ? [[document.name, document] as const] : [])),
  );
  const optionSets = new Map(
    documents
      .map(({ document }) => document)
      .filter((document): document is OptionSetDocument => document.kind === 'option_set')
      .map((document) => [document.name, document]),
  );
  for (const { document, origin } of documents) {
    if (document.kind === 'object' && document.archived !== true)
      objects[document.name] = mergedObject(objects, document, origin);
  }
  for (const [name, own] of byObject(documents)) {
    const object = objects[name];
    if (object) objects[name] = withShapes(withParts(object, own, optionSets), shapes);
  }
  return { ...preview, objects };
}

/** Fields of a type that a plugin brought show their values as that says. */
function withShapes(object: CompiledObject, parts: ReadonlyMap<string, PluginPartDocument>): CompiledObject {
  const fields = Object.entries(object.fields).map(([name, field]) => {
    const part = field.as === undefined ? undefined : parts.get(field.as);
    if (part === undefined || part.base !== field.type) return [name, field] as const;
    const { name: of, label, icon, display } = part;
    return [
      name,
      { ...field, shape: { name: of, label, ...(icon && { icon }), ...(display && { display }) } },
    ] as const;
  });
  return { ...object, fields: Object.fromEntries(fields) };
}

function byObject(documents: readonly WorkingDocument[]): Map<string, WorkingDocument[]> {
  const groups = new Map<string, WorkingDocument[]>();
  for (const entry of documents) {
    // Some documents may be about an object or about none.
    if (!('object' in entry.document) || entry.document.object === undefined) continue;
    const group = groups.get(entry.document.object);
    if (group) group.push(entry);
    else groups.set(entry.document.object, [entry]);
  }
  return groups;
}

function mergedObject(
  objects: Record<string, CompiledObject>,
  document: Extract<Document, { kind: 'object' }>,
  origin: string,
): CompiledObject {
  const known = objects[document.name];
  if (known) return { ...known, ...document };
  return { ...document, origin, managed: false, fields: systemFields(objects), layouts: [], views: [], rules: [] };
}

/** Every object has the same system fields, so a new one borrows another's. */
function systemFields(objects: Record<string, CompiledObject>): Record<string, CompiledField> {
  const any = Object.values(objects).find((object) => !object.managed);
  return Object.fromEntries(Object.entries(any?.fields ?? {}).filter(([, field]) => field.system));
}

function withParts(
  object: CompiledObject,
  documents: readonly WorkingDocument[],
  optionSets: ReadonlyMap<string, OptionSetDocument>,
): CompiledObject {
  const { process: before, side_processes: _, ...rest } = object;
  return {
    ...rest,
    fields: mergedFields(object, documents, optionSets),
    layouts: mergedList(object.layouts, documents, 'layout'),
    views: mergedList(object.views, documents, 'view'),
    rules: mergedList(object.rules, documents, 'rule'),
    ...withProcesses(documents, before?.name),
  };
}

function withProcesses(
  documents: readonly WorkingDocument[],
  ledBefore: string | undefined,
): Pick<CompiledObject, 'process' | 'side_processes'> {
  const own = documents
    .map(({ document }) => document)
    .filter((document): document is ProcessDocument => document.kind === 'process' && document.archived !== true);
  const [process, ...beside] = ledFirst(own, ledBefore);
  return { ...(process && { process }), ...(beside.length > 0 && { side_processes: beside }) };
}

function mergedFields(
  object: CompiledObject,
  documents: readonly WorkingDocument[],
  optionSets: ReadonlyMap<string, OptionSetDocument>,
): Record<string, CompiledField> {
  const entries = Object.entries(object.fields);
  const own = entries.filter(([, field]) => !field.system);
  const fields = new Map(own);
  for (const { document, origin } of documents) {
    if (document.kind !== 'field') continue;
    // A field renamed in the draft may still stand in the preview under its former name.
    for (const [name, field] of fields) if (field.id === document.id && name !== document.name) fields.delete(name);
    if (document.archived) fields.delete(document.name);
    else fields.set(document.name, compiledField(document, origin, optionSets));
  }
  return Object.fromEntries([...fields, ...entries.filter(([, field]) => field.system)]);
}

function compiledField(
  document: FieldDocument,
  origin: string,
  optionSets: ReadonlyMap<string, OptionSetDocument>,
): CompiledField {
  const shared = document.option_set === undefined ? undefined : optionSets.get(document.option_set)?.options;
  return { ...document, system: false, origin, ...(shared ? { options: shared } : {}) };
}

/** One kind of part of an object, the documents on the screen over those of the preview. */
type Part = LayoutDocument | ViewDocument | RuleDocument;

function mergedList<Kind extends Part['kind']>(
  known: readonly Extract<Part, { kind: Kind }>[],
  documents: readonly WorkingDocument[],
  kind: Kind,
): Extract<Part, { kind: Kind }>[] {
  type Each = Extract<Part, { kind: Kind }>;
  const merged = new Map<string, Each>(known.map((document) => [(document as Part).id, document]));
  for (const { document } of documents) {
    if (document.kind !== kind) continue;
    if (document.archived) merged.delete(document.id);
    else merged.set(document.id, document as Each);
  }
  return [...merged.values()];
}

import {
  isFieldType,
  ledFirst,
  relationOf,
  traitsOf,
  upgradeWorkflow,
  type CompiledEnricher,
  type CompiledField,
  type CompiledModel,
  type CompiledObject,
  type CompiledScreen,
  type FieldShape,
  type Document,
  type DocumentKind,
  type DocumentKinds,
  type PageDocument,
  type SelectOption,
  type WorkspaceSettings,
} from '@stratacrm/sdk';
import { atOnce, type Breather, type Pieces } from '../kernel/breather.ts';
import { buildCatalog } from './build-catalog.ts';
import type { Catalog } from './catalog.ts';
import { defaultLayout } from './default-layout.ts';
import { defaultView } from './default-view.ts';
import { rateTable, type DatedRate } from './exchange-rates/rate-table.ts';
import type { FoldedDocument } from './fold.ts';
import { kindOf } from './kinds/index.ts';
import { goneTargets } from './gone-targets.ts';
import type { Target } from './kinds/kind.ts';
import { MANAGED_TABLES } from './platform/documents.ts';
import { completeRollups } from './rollups/rollup.ts';
import { systemFieldsOf } from './platform/system-fields.ts';

export interface CompileInput {
  release: number;
  /** Which strategies apply; empty for none. */
  variant: string;
  /** Counts the changes of the workspace's settings. */
  settingsVersion: number;
  workspace: WorkspaceSettings;
  documents: readonly FoldedDocument[];
  /** What other currencies are worth, from day to day; absent: those of the settings, on every day. */
  rates?: readonly DatedRate[];
  /** Ids of the roll-ups whose stored values are still being worked out; default none. */
  unfinished?: ReadonlySet<string>;
}

type Grouped = { [Kind in DocumentKind]: (FoldedDocument & { document: DocumentKinds[Kind] })[] };

/**
 * Makes the catalog that everything else reads. It never fails: what a document says of something that is not there is
 * left out, so that a draft with problems can be looked at; `validate` is what refuses it.
 */
export function compile(input: CompileInput): Catalog {
  return atOnce(catalogOf(input));
}

/** The same beside running traffic: a workspace of hundreds of objects takes as long as nobody may wait. */
export function compileBeside(input: CompileInput, breather: Breather): Promise<Catalog> {
  return breather.through(catalogOf(input));
}

function* catalogOf(input: CompileInput): Pieces<Catalog> {
  const isGone = goneTargets(input.documents);
  const documents = group(input.documents, isGone);
  const objects: Record<string, CompiledObject> = {};
  for (const { document, origin } of documents.object) {
    objects[document.name] = emptyObject(document, origin);
  }
  yield;
  yield* addFields(objects, documents);
  for (const { document } of documents.layout) objects[document.object]?.layouts.push(document);
  for (const { document } of byOrder(documents.view)) objects[document.object]?.views.push(document);
  for (const { document } of documents.rule) objects[document.object]?.rules.push(document);
  addProcesses(objects, documents);
  for (const object of Object.values(objects)) {
    completeObject(object);
    yield;
  }
  completeRollups(objects);
  yield;
  const screens = screensOf(documents.screen);
  const model: CompiledModel = {
    release: input.release,
    variant: input.variant,
    workspace: input.workspace,
    objects,
    screens,
    pages: pagesOf(documents.page, screens),
    enrichers: enrichersOf(documents.plugin_part),
    view_types: Object.fromEntries(documents.view_type.map(({ document }) => [document.name, document])),
  };
  return buildCatalog(model, input.settingsVersion, {
    roles: new Map(documents.role.map(({ document }) => [document.name, document])),
    rates: rateTable(input.workspace.currency, input.workspace.time_zone, input.rates ?? everyDay(input.workspace)),
    optionSets: new Map(documents.option_set.map(({ document }) => [document.name, document])),
    unfinished: input.unfinished ?? new Set(),
    workflows: new Map(documents.workflow.map(({ document }) => [document.name, upgradeWorkflow(document)])),
    dashboards: new Map(byOrder(documents.dashboard).map(({ document }) => [document.name, document])),
    emailTemplates: new Map(documents.email_template.map(({ document }) => [document.name, document])),
    pluginParts: new Map(documents.plugin_part.map(({ document }) => [document.name, document])),
    actions: new Map(documents.action.map(({ document }) => [document.name, document])),
  });
}

function everyDay({ exchange_rates }: WorkspaceSettings): DatedRate[] {
  return Object.entries(exchange_rates).map(([currency, rate]) => ({ currency, valid_from: '0001-01-01', rate }));
}

/** Documents that are in force, by kind: archived ones and those of an archived object are not. */
function group(documents: readonly FoldedDocument[], isGone: (target: Target) => boolean): Grouped {
  const groups: Grouped = {
    object: [],
    field: [],
    option_set: [],
    layout: [],
    view: [],
    rule: [],
    process: [],
    role: [],
    workflow: [],
    email_template: [],
    screen: [],
    page: [],
    dashboard: [],
    action: [],
    plugin_part: [],
    view_type: [],
  };
  for (const folded of documents) {
    const kind = kindOf(folded.document);
    const object = kind.object(folded.document as never);
    if (folded.document.archived === true) continue;
    if (object !== null && isGone({ kind: 'object', name: object })) continue;
    const document = kind.prune?.(folded.document as never, isGone) ?? folded.document;
    (groups[document.kind] as { document: Document }[]).push({ ...folded, document });
  }
  return groups;
}

function screensOf(screens: Grouped['screen']): Record<string, CompiledScreen> {
  return Object.fromEntries(screens.map(({ document, origin }) => [document.name, { ...document, origin }]));
}

function enrichersOf(parts: Grouped['plugin_part']): CompiledEnricher[] {
  return parts.flatMap(({ document }): CompiledEnricher[] => {
    const { part, name, label, description, icon, object, fields = [], on_create: early = false } = document;
    if (part !== 'enricher' || object === undefined) return [];
    const facts = { name, label, ...(description && { description }), ...(icon !== undefined && { icon }) };
    return [{ ...facts, object, fields, on_create: early }];
  });
}

/** A page without its screen would show nothing. */
function pagesOf(pages: Grouped['page'], screens: Record<string, CompiledScreen>): PageDocument[] {
  return byOrder(pages)
    .map(({ document }) => document)
    .filter(({ screen }) => Object.hasOwn(screens, screen));
}

function emptyObject(document: DocumentKinds['object'], origin: string): CompiledObject {
  const managed = Object.hasOwn(MANAGED_TABLES, document.name);
  return { ...document, origin, managed, fields: {}, layouts: [], views: [], rules: [] };
}

function* addFields(objects: Record<string, CompiledObject>, documents: Grouped): Pieces<void> {
  const sets = new Map(documents.option_set.map(({ document }) => [document.name, document.options]));
  const shapes = new Map(
    documents.plugin_part.flatMap(({ document }) =>
      document.part === 'field_type' ? [[document.name, document]] : [],
    ),
  );
  for (const { document, origin } of documents.field) {
    const object = objects[document.object];
    if (object === undefined || !isFieldType(document.type)) continue;
    object.fields[document.name] = shaped(compiledField(document, origin, sets), shapes.get(document.as ?? ''));
    yield;
  }
}

/** A field of a type that a plugin brought, where that is made for its built-in type. */
function shaped(field: CompiledField, part: DocumentKinds['plugin_part'] | undefined): CompiledField {
  if (part === undefined || part.base !== field.type) return field;
  const { name, label, icon, display, editor } = part;
  const shape: FieldShape = {
    name,
    label,
    ...(icon !== undefined && { icon }),
    ...(display !== undefined && { display }),
  };
  return { ...field, shape, ...(editor !== undefined && field.editor === undefined && { editor }) };
}

function compiledField(
  document: DocumentKinds['field'],
  origin: string,
  sets: ReadonlyMap<string, SelectOption[]>,
): CompiledField {
  const field: CompiledField = { ...document, system: false, origin };
  const { options } = traitsOf(field);
  if (relationOf(field) !== undefined) return { ...field, on_delete: field.on_delete ?? 'clear' };
  if (!options) return field;
  return { ...field, options: field.options ?? sets.get(field.option_set ?? '') ?? [] };
}

/** The one that leads comes first, the others in the order of their layers. */
function addProcesses(objects: Record<string, CompiledObject>, { process: all }: Grouped): void {
  for (const [name, group] of Map.groupBy(all, ({ document }) => document.object)) {
    const object = objects[name];
    if (object === undefined) continue;
    const [leading, ...beside] = ledFirst(group.map(({ document }) => document));
    if (leading !== undefined) object.process = leading;
    if (beside.length > 0) object.side_processes = beside;
  }
}

function byOrder<Placed extends { document: { order?: number } }>(placed: readonly Placed[]): Placed[] {
  const order = ({ document }: Placed): number => document.order ?? Number.MAX_SAFE_INTEGER;
  return placed.toSorted((a, b) => order(a) - order(b));
}

function completeObject(object: CompiledObject): void {
  for (const field of systemFieldsOf(object)) object.fields[field.name] = field;
  if (object.layouts.length === 0) object.layouts.push(defaultLayout(object));
  if (object.views.length === 0) object.views.push(defaultView(object));
}

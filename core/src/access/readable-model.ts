import {
  SYSTEM_RIGHTS,
  VERBS,
  traitsOf,
  type CompiledEnricher,
  type CompiledField,
  type CompiledModel,
  type CompiledObject,
  type FieldPermission,
  type LayoutDocument,
  type ModelResponse,
  type ObjectRights,
  type ProcessDocument,
  type RuleDocument,
  type ViewDocument,
} from '@stratacrm/sdk';
import type { Catalog } from '../model/catalog.ts';
import type { AccessProfile } from './access-profile.ts';
import { readablePaths, type ReadablePaths } from './readable-paths.ts';

/** Whether the reader knows that the field is there and sees it in no answer. What is computed is shown or it is not. */
export function isMasked(field: CompiledField, access: AccessProfile): boolean {
  const { archived, object, name } = field;
  return archived !== true && !traitsOf(field).computed && access.field(object, name) === 'masked';
}

/** The model as one reader may know it: no object or field he may not read, and no part that names one. */
export function readableModel(catalog: Catalog, access: AccessProfile): ModelResponse {
  const memory = `readable model ${access.key}`;
  const known = catalog.derived.get(memory) as ModelResponse | undefined;
  if (known !== undefined) return known;
  const response = strip(catalog.model, access);
  catalog.derived.set(memory, response);
  return response;
}

function strip(model: CompiledModel, access: AccessProfile): ModelResponse {
  const may = readablePaths(model, access);
  const objects = Object.values(model.objects).filter((object) => may.object(object.name));
  return {
    release: model.release,
    variant: model.variant,
    workspace: model.workspace,
    objects: Object.fromEntries(objects.map((object) => [object.name, stripObject(object, may)])),
    ...stripScreens(model, access),
    enrichers: stripEnrichers(model, access),
    view_types: model.view_types ?? {},
    rights: {
      system: SYSTEM_RIGHTS.filter((right) => access.right(right)),
      objects: Object.fromEntries(objects.map((object) => [object.name, rightsOf(object, access, may)])),
    },
  };
}

/** Screens that are for the reader, and pages of these; whom else they are for is nobody's business. */
function stripScreens({ screens = {}, pages = [] }: CompiledModel, access: AccessProfile) {
  const served = Object.values(screens).filter(({ roles }) => access.serves(roles));
  const names = new Set(served.map(({ name }) => name));
  return {
    screens: Object.fromEntries(served.map(({ roles: _roles, ...screen }) => [screen.name, screen])),
    pages: pages
      .filter(({ screen, roles }) => names.has(screen) && (roles === undefined || access.serves(roles)))
      .map(({ roles: _roles, home_for: home, ...page }) => ({
        ...page,
        ...(home !== undefined && { home_for: home.filter((role) => access.serves([role])) }),
      })),
  };
}

/** Sources that can propose something to this reader: a value for a field he may edit. */
function stripEnrichers({ enrichers = [] }: CompiledModel, access: AccessProfile): CompiledEnricher[] {
  return enrichers
    .filter(({ object }) => access.permission(object, 'read').kind !== 'no')
    .filter(({ object }) => access.permission(object, 'update').kind !== 'no')
    .map((each) => ({ ...each, fields: each.fields.filter((name) => access.field(each.object, name) === 'edit') }))
    .filter(({ fields }) => fields.length > 0);
}

function rightsOf(object: CompiledObject, access: AccessProfile, may: ReadablePaths): ObjectRights {
  const say = { no: 'no', all: 'yes', rows: 'some' } as const;
  const verbs = VERBS.map((verb) => [verb, say[access.permission(object.name, verb).kind]] as const);
  const fields = Object.values(object.fields).filter((field) => may.field(object.name, field.name));
  const masked = Object.values(object.fields).filter((field) => isMasked(field, access));
  return {
    verbs: Object.fromEntries(verbs) as ObjectRights['verbs'],
    fields: Object.fromEntries(fields.map((field) => [field.name, fieldRight(field, access)])),
    masked: masked.map(({ name, label }) => ({ name, label })),
  };
}

/** Nobody edits what is computed. */
function fieldRight(field: CompiledField, access: AccessProfile): FieldPermission {
  return traitsOf(field).computed ? 'read' : access.field(field.object, field.name);
}

function stripObject(object: CompiledObject, may: ReadablePaths): CompiledObject {
  const { name } = object;
  const { record_type_field, partition_by, unique, timeline, process, side_processes, ...rest } = object;
  const fields = Object.entries(object.fields).filter(([field]) => may.field(name, field));
  const told = [timeline?.at, timeline?.title].every((field) => field === undefined || may.field(name, field));
  return {
    ...rest,
    fields: Object.fromEntries(fields.map(([field, body]) => [field, stripField(body, may)])),
    layouts: object.layouts.map((layout) => stripLayout(layout, may)),
    views: object.views.flatMap((view) => stripView(view, may) ?? []),
    rules: object.rules.flatMap((rule) => stripRule(rule, may) ?? []),
    ...(record_type_field !== undefined && may.field(name, record_type_field) ? { record_type_field } : {}),
    ...(partition_by !== undefined && may.field(name, partition_by) ? { partition_by } : {}),
    ...(unique !== undefined && { unique: unique.filter((rule) => mayKnow(name, rule, may)) }),
    ...(timeline !== undefined && told ? { timeline: stripTimeline(name, timeline, may) } : {}),
    ...stripProcesses(name, { process, side_processes }, may),
  };
}

type UniqueFields = NonNullable<CompiledObject['unique']>[number];

function mayKnow(object: string, { fields, where }: UniqueFields, may: ReadablePaths): boolean {
  if (!fields.every((field) => may.field(object, field))) return false;
  return where === undefined || may.expression(object, where, 'record');
}

/** Fields that another one is read beside. */
const BESIDE = ['controlled_by', 'country_field', 'rate_date'] as const;

/** The field without what it says of those beside it that may not be read; the server goes by them in any case. */
function stripField(field: CompiledField, may: ReadablePaths): CompiledField {
  const hidden = BESIDE.filter((name) => field[name] !== undefined && !may.field(field.object, field[name]));
  if (hidden.length === 0) return field;
  const stripped = { ...field };
  for (const name of hidden) delete stripped[name];
  if (stripped.controlled_by === undefined && field.options !== undefined)
    stripped.options = field.options.map(({ when: _when, ...option }) => option);
  return stripped;
}

function stripTimeline(object: string, timeline: NonNullable<CompiledObject['timeline']>, may: ReadablePaths) {
  const { type, body, ...rest } = timeline;
  return {
    ...rest,
    ...(type !== undefined && may.field(object, type) ? { type } : {}),
    ...(body !== undefined && may.field(object, body) ? { body } : {}),
  };
}

function stripLayout(layout: LayoutDocument, may: ReadablePaths): LayoutDocument {
  const { object } = layout;
  const readable = (field: string): boolean => may.path(object, field.split('.'));
  return {
    ...layout,
    head: layout.head.filter(readable),
    create: layout.create.filter(readable),
    sections: layout.sections.map((section) => ({
      ...withReadable(section, 'visible', object, may),
      items: section.items
        .filter((item) => readable(item.field))
        .map((item) => withReadable(item, 'visible', object, may)),
    })),
    related: layout.related
      .filter((list) => may.field(list.object, list.via))
      .map((list) => ({ ...list, fields: list.fields.filter((field) => may.path(list.object, field.split('.'))) })),
  };
}

function stripView(view: ViewDocument, may: ReadablePaths): ViewDocument | null {
  const { object } = view;
  const readable = (path: string): boolean => may.path(object, path.split('.'));
  // Without its filter a view would show other records under the same name.
  if (view.filter !== undefined && !may.expression(object, view.filter, 'filter')) return null;
  if (view.board !== undefined && !readable(view.board.field)) return null;
  if (view.calendar !== undefined && !readable(view.calendar.field)) return null;
  const { sort, group_by, totals, board, declared, ...rest } = view;
  const sorted = sort?.split(',').filter((part) => readable(part.trim().replace(/^-/, '')));
  return {
    ...rest,
    columns: view.columns.filter((column) => readable(column.name)),
    ...(sorted === undefined || sorted.length === 0 ? {} : { sort: sorted.join(',') }),
    ...(group_by !== undefined && readable(group_by) ? { group_by } : {}),
    ...(totals === undefined ? {} : { totals: totals.filter((total) => readable(total.field)) }),
    ...(board === undefined
      ? {}
      : { board: board.sum !== undefined && !readable(board.sum) ? { field: board.field } : board }),
    ...(declared === undefined ? {} : { declared: { ...declared, parts: readableParts(declared.parts, readable) } }),
  };
}

function readableParts(parts: Record<string, string>, readable: (path: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).filter(([, path]) => readable(path)));
}

/** Rules are enforced by the server in any case; a screen is told only of those it may understand. */
function stripRule(rule: RuleDocument, may: ReadablePaths): RuleDocument | null {
  // Only the server can ask it.
  if (rule.type === 'check') return null;
  const { object } = rule;
  const sources = [
    rule.when,
    rule.type === 'validation' ? rule.assert : rule.type === 'default' ? rule.value : rule.visible,
  ];
  if (sources.some((source) => source !== undefined && !may.expression(object, source, 'record'))) return null;
  if (rule.type === 'default') return may.field(object, rule.field) ? rule : null;
  if (rule.fields === undefined) return rule;
  return { ...rule, fields: rule.fields.filter((field) => may.field(object, field)) };
}

/** Where the field of the one that leads is hidden, no other takes its place. */
function stripProcesses(
  object: string,
  {
    process,
    side_processes = [],
  }: { process: ProcessDocument | undefined; side_processes: ProcessDocument[] | undefined },
  may: ReadablePaths,
): Pick<CompiledObject, 'process' | 'side_processes'> {
  const beside = side_processes.filter(({ field }) => may.field(object, field));
  return {
    ...(process !== undefined && may.field(object, process.field) ? { process: stripProcess(process, may) } : {}),
    ...(beside.length > 0 ? { side_processes: beside.map((each) => stripProcess(each, may)) } : {}),
  };
}

function stripProcess(process: ProcessDocument, may: ReadablePaths): ProcessDocument {
  const { object } = process;
  if (process.transitions === undefined) return process;
  return {
    ...process,
    // What a move sets and begins is nobody's business but its author's.
    transitions: process.transitions.map(({ set: _set, run: _run, ...transition }) => {
      const { reason, requires, ...rest } = withReadable(transition, 'guard', object, may);
      return {
        ...withReadable(rest, 'allowed', object, may),
        ...(requires && { requires: requires.filter((field) => may.field(object, field)) }),
        ...(reason !== undefined && may.field(object, reason) && { reason }),
      };
    }),
  };
}

/** The part without its condition where that names what may not be read. */
function withReadable<Key extends string, Part extends { [key in Key]?: string }>(
  part: Part,
  key: Key,
  object: string,
  may: ReadablePaths,
): Part {
  const condition = part[key];
  if (condition === undefined || may.expression(object, condition, 'record')) return part;
  const { [key]: _hidden, ...rest } = part;
  return rest as unknown as Part;
}

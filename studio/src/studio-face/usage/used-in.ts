import {
  checkExpression,
  documentKey,
  tileKind,
  VERBS,
  type CompiledModel,
  type DashboardDocument,
  type Document,
  type DocumentKind,
  type ExpressionScope,
  type Label,
  type TileSetting,
} from '@stratacrm/sdk';
import { targetOf } from '../fields/field-target.ts';
import { objectOf } from './object-of.ts';

/** One document that needs a field. */
export interface Usage {
  kind: DocumentKind;
  key: string;
  label: Label;
  /** Object whose designer shows it. */
  object: string | null;
}

/** Every document that names the field: on forms, in lists, in expressions, in processes, in roles. */
export function usesOfField(
  model: Pick<CompiledModel, 'objects'>,
  documents: readonly Document[],
  object: string,
  field: string,
): Usage[] {
  const wanted = `${object}.${field}`;
  return documents
    .filter((document) => !document.archived && documentKey(document) !== wanted)
    .filter((document) => fieldsOf(model, document).has(wanted))
    .map((document) => ({
      kind: document.kind,
      key: documentKey(document),
      label: document.label,
      object: objectOf(document),
    }));
}

/** Fields a document names, as `object.field`, also those its dotted paths pass through. */
function fieldsOf(model: Pick<CompiledModel, 'objects'>, document: Document): Set<string> {
  const found = new Set<string>();
  const add = (object: string, path: string | undefined): void => {
    if (path !== undefined && path !== '') addPath(model, found, object, path.split('.'));
  };
  const addExpression = (
    object: string,
    source: string | undefined,
    form: ExpressionScope['form'] = 'record',
  ): void => {
    for (const [from, ...path] of readsOf(model, object, source, form)) addPath(model, found, from ?? object, path);
  };
  switch (document.kind) {
    case 'object':
      add(document.name, document.name_field);
      add(document.name, document.record_type_field);
      add(document.name, document.partition_by);
      for (const each of Object.values(document.timeline ?? {})) add(document.name, each);
      break;
    case 'field':
      addExpression(document.object, document.expression);
      break;
    case 'layout':
      for (const each of [...document.head, ...document.create]) add(document.object, each);
      for (const section of document.sections) {
        addExpression(document.object, section.visible);
        for (const item of section.items) {
          add(document.object, item.field);
          addExpression(document.object, item.visible);
        }
      }
      for (const related of document.related) {
        for (const each of [related.via, ...related.fields]) add(related.object, each);
      }
      break;
    case 'view':
      for (const column of document.columns) add(document.object, column.name);
      for (const each of (document.sort ?? '').split(',')) add(document.object, each.replace(/^-/, ''));
      add(document.object, document.group_by);
      add(document.object, document.board?.field);
      add(document.object, document.board?.sum);
      add(document.object, document.calendar?.field);
      for (const total of document.totals ?? []) add(document.object, total.field);
      addExpression(document.object, document.filter, 'filter');
      break;
    case 'rule':
      addExpression(document.object, document.when);
      if (document.type === 'validation') {
        addExpression(document.object, document.assert);
        for (const each of document.fields ?? []) add(document.object, each);
      } else if (document.type === 'default') {
        add(document.object, document.field);
        addExpression(document.object, document.value);
      } else if (document.type === 'check') {
        add(document.object, document.field);
        for (const each of Object.values(document.inputs ?? {})) add(document.object, each);
      } else {
        for (const each of document.fields) add(document.object, each);
        addExpression(document.object, document.visible);
      }
      break;
    case 'process':
      add(document.object, document.field);
      for (const transition of document.transitions ?? []) {
        for (const each of transition.requires ?? []) add(document.object, each);
        addExpression(document.object, transition.guard);
        addExpression(document.object, transition.allowed);
        if (transition.reason !== undefined) add(document.object, transition.reason);
        for (const [each, source] of Object.entries(transition.set ?? {})) {
          add(document.object, each);
          addExpression(document.object, source);
        }
      }
      for (const clock of document.clocks ?? []) {
        for (const source of [clock.when, clock.until, ...clock.limits.map((limit) => limit.when)])
          addExpression(document.object, source);
      }
      for (const clock of [document.stage_clock, ...(document.clocks ?? [])])
        if (clock !== undefined) add(document.object, clock.field);
      break;
    case 'role':
      for (const [object, grant] of Object.entries(document.grants)) {
        for (const each of Object.keys(grant.fields ?? {})) if (each !== '*') add(object, each);
        for (const verb of VERBS) {
          const rule = grant[verb];
          if (typeof rule === 'string') addExpression(object, rule);
        }
      }
      break;
    case 'action':
      if (document.object !== undefined)
        for (const source of [document.when, ...(document.input ?? []).map((each) => each.prefill)])
          addExpression(document.object, source);
      break;
    case 'dashboard':
      for (const { fields = {} } of document.filters)
        for (const [object, path] of Object.entries(fields)) add(object, path);
      for (const { setting, value, object } of settingsOfTiles(document)) {
        if (setting.type === 'field') add(object, String(value));
        if (setting.type === 'filter') addExpression(object, String(value), 'filter');
        if (setting.type === 'fields' && Array.isArray(value)) for (const each of value) add(object, String(each));
        if (setting.type === 'sort')
          for (const each of String(value).split(',')) add(object, each.trim().replace(/^-/, ''));
      }
      break;
    case 'option_set':
      break;
  }
  return found;
}

/** What is said in the tiles of a dashboard, and of which object. */
function settingsOfTiles({ tiles }: DashboardDocument) {
  return tiles.flatMap(({ type, settings }) =>
    (tileKind(type)?.settings ?? []).flatMap((setting: TileSetting) => {
      const value = settings[setting.name];
      return value === undefined ? [] : [{ setting, value, object: String(settings['object'] ?? '') }];
    }),
  );
}

function addPath(
  model: Pick<CompiledModel, 'objects'>,
  found: Set<string>,
  object: string,
  path: readonly string[],
): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  found.add(`${object}.${first}`);
  const field = model.objects[object]?.fields[first];
  const target = field === undefined ? undefined : targetOf(field);
  if (target !== undefined) addPath(model, found, target, rest);
}

/**
 * What an expression reads, each the object a path begins at and its names. One that does not check still names what it
 * names: then its words are read instead.
 */
function readsOf(
  model: Pick<CompiledModel, 'objects'>,
  object: string,
  source: string | undefined,
  form: ExpressionScope['form'],
): string[][] {
  if (source === undefined || source === '' || !model.objects[object]) return [];
  const checked = checkExpression(source, { model, object, form });
  if (checked.ok) return checked.expression.reads.map((read) => read.split('.'));
  const words =
    form === 'filter' ? source.matchAll(/[a-z_][\w.]*/g) : source.matchAll(/\b(?:record|old)\.([a-z_][\w.]*)/g);
  return [...words].map((match) => [object, ...(match[1] ?? match[0]).split('.')]);
}

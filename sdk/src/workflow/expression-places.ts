import type { WorkflowDocument } from '../documents/workflow.ts';
import type { ExpressionScope } from '../expressions/expression.ts';
import type { CompiledModel } from '../model/compiled.ts';
import { objectOfUse, scopeFor } from './lint-workflow.ts';
import { WorkflowNames } from './names.ts';
import { settingsOf, usesOf, type SettingPath, type SettingUse, type Settings } from './setting-uses.ts';

/** A text of a workflow in which fields are named, and how it is read. */
export type ExpressionPlace =
  | { kind: 'expression'; path: SettingPath; text: string; scope: ExpressionScope }
  /** Expressions stand between its braces. */
  | { kind: 'template'; path: SettingPath; text: string; scope: ExpressionScope }
  /** A filter over the fields of an object, with values between braces. */
  | { kind: 'filter'; path: SettingPath; text: string; scope: ExpressionScope; values: ExpressionScope }
  /** The place names a field, or its property does, of whatever record an expression gives. */
  | { kind: 'field' | 'key'; path: SettingPath; text: string; object: string };

/** Every place of a workflow's settings that names fields by an expression, or fields of a record that one gives. */
export function expressionPlaces(document: WorkflowDocument, model: Pick<CompiledModel, 'objects'>): ExpressionPlace[] {
  const names = new WorkflowNames(document, model);
  return settingsOf(document).flatMap((settings) =>
    settings.described.flatMap((setting) => {
      const text = settings.given[setting.name];
      const path = [...settings.path, setting.name];
      if (setting.type === 'template')
        return typeof text === 'string'
          ? [{ kind: 'template' as const, path, text, scope: scopeFor(settings, names) }]
          : [];
      return usesOf(setting, settings).flatMap((use) => placeOf(use, settings, names, model));
    }),
  );
}

function placeOf(
  use: SettingUse,
  settings: Settings,
  names: WorkflowNames,
  model: Pick<CompiledModel, 'objects'>,
): ExpressionPlace[] {
  const scope = scopeFor(settings, names);
  if (use.kind === 'filter') {
    const object = objectOfUse(use, settings, names);
    if (object === undefined || !Object.hasOwn(model.objects, object)) return [];
    return [
      { kind: 'filter', path: use.path, text: use.source, scope: { model, object, form: 'filter' }, values: scope },
    ];
  }
  const { path } = use;
  if (use.kind === 'field' || use.kind === 'value') {
    const object = use.of === undefined ? objectOfUse(use, settings, names) : undefined;
    const named = (kind: 'field' | 'key', text: string): ExpressionPlace[] =>
      object === undefined ? [] : [{ kind, path, text, object }];
    if (use.kind === 'field') return named('field', use.name);
    return [{ kind: 'expression', path, text: use.source, scope }, ...named('key', use.field)];
  }
  // What stands between the braces of a filter is told with the filter.
  if (use.kind !== 'expression' || isInFilter(use, settings)) return [];
  return [{ kind: 'expression', path, text: use.source, scope }];
}

function isInFilter({ path }: SettingUse, { described, path: root }: Settings): boolean {
  return described.some((setting) => setting.type === 'filter' && setting.name === path[root.length]);
}

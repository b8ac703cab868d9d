import type { WorkflowDocument, WorkflowStep, WorkflowTrigger } from '../documents/workflow.ts';
import type { ExpressionType } from '../expressions/expression-type.ts';
import type { PluginPartKind } from '../documents/plugin-part.ts';
import type { JsonValue } from '../json.ts';
import { partNameOf } from './chosen-part.ts';
import { isPeopleExpression, peopleEntries, territoriesOf, type PeopleEntry } from './people.ts';
import { piecesOf } from './placeholders.ts';
import type { WorkflowSetting } from './setting.ts';
import { stepSettings } from './step-kinds.ts';
import { triggerKind } from './trigger-kinds.ts';

export type SettingPath = readonly (string | number)[];

/** One place of a workflow's settings that names part of the model. */
export type SettingUse =
  | { kind: 'object' | 'role' | 'workflow'; path: SettingPath; name: string }
  | { kind: 'email_template'; path: SettingPath; name: string; record: string | undefined }
  | { kind: 'connection'; path: SettingPath; name: string }
  | { kind: 'plugin_part'; path: SettingPath; name: string; part: PluginPartKind }
  | { kind: 'field'; path: SettingPath; name: string; of: string | undefined; record?: string }
  /** CEL over what the step can name; that of a trigger is over `record` and `old`. */
  | {
      kind: 'expression';
      path: SettingPath;
      source: string;
      expect?: ExpressionType;
      is?: 'record' | 'moment' | 'list' | 'user';
    }
  /** A filter over the object's fields, with values in `{{ }}`. */
  | { kind: 'filter'; path: SettingPath; source: string; of: string | undefined; record?: string }
  /** A value for a field of the object, or of the record that an expression gives. */
  | { kind: 'value'; path: SettingPath; source: string; field: string; of: string | undefined; record?: string };

/** Whose settings are looked at, and where they stand in the document. */
export interface Settings {
  step: WorkflowStep | null;
  path: SettingPath;
  described: readonly WorkflowSetting[];
  given: WorkflowTrigger['settings'];
}

/** The settings of the trigger and of every step whose kind is known. */
export function settingsOf({ trigger, steps }: WorkflowDocument): Settings[] {
  const described = triggerKind(trigger.type)?.settings ?? [];
  return [
    { step: null, path: ['trigger', 'settings'], described, given: trigger.settings },
    ...steps.map((step, index) => ({
      step,
      path: ['steps', index, 'settings'],
      described: stepSettings(step),
      given: step.settings,
    })),
  ];
}

const bool: ExpressionType = { type: 'bool' };

/** What one setting names. */
export function usesOf(setting: WorkflowSetting, settings: Settings): SettingUse[] {
  const value = settings.given[setting.name] ?? setting.default ?? null;
  const path = [...settings.path, setting.name];
  const owner = ownerOf(setting, settings);
  const owned = owner === undefined ? undefined : textOf(settings.given[owner.name] ?? owner.default);
  const of = owner?.type === 'object' ? owned : undefined;
  const record = owner?.type === 'record' && owned !== undefined ? { record: owned } : {};
  switch (setting.type) {
    case 'object':
    case 'role':
    case 'workflow':
      return texts([value]).map((name) => ({ kind: setting.type as 'object', path, name }));
    case 'plugin_step':
    case 'plugin_event': {
      const name = partNameOf(value);
      const part = setting.type === 'plugin_step' ? 'step' : 'trigger';
      const at = typeof value === 'string' ? path : [...path, 'name'];
      return name === null ? [] : [{ kind: 'plugin_part', path: at, name, part }];
    }
    case 'connection':
      return texts([value]).map((name) => ({ kind: 'connection', path, name }));
    case 'expressions':
      return entriesOf(value).map(([name, source]) => ({ kind: 'expression', path: [...path, name], source }));
    case 'email_template':
      return texts([value]).map((name) => ({ kind: 'email_template', path, name, record: record.record }));
    case 'field':
      return texts([value]).map((name) => ({ kind: 'field', path, name, of, ...record }));
    case 'fields':
      return texts(value).map((name, index) => ({ kind: 'field', path: [...path, index], name, of, ...record }));
    case 'condition':
      return texts([value]).map((source) => ({ kind: 'expression', path, source, expect: bool }));
    case 'value':
      return texts([value]).map((source) => ({ kind: 'expression', path, source }));
    case 'record':
    case 'moment':
    case 'list':
      return texts([value]).map((source) => ({ kind: 'expression', path, source, is: setting.type as 'record' }));
    case 'filter':
      return texts([value]).flatMap((source) => [
        ...placeholderUses(path, source),
        { kind: 'filter', path, source, of, ...record },
      ]);
    case 'template':
      return texts([value]).flatMap((source) => placeholderUses(path, source));
    case 'values':
      return entriesOf(value).map(([field, source]) => ({
        kind: 'value',
        path: [...path, field],
        source,
        field,
        of,
        ...record,
      }));
    case 'cases':
      return casesIn(value).map(({ condition }, index) => ({
        kind: 'expression',
        path: [...path, index, 'condition'],
        source: condition,
        expect: bool,
      }));
    case 'people':
      return peopleEntries(value).flatMap((entry, index) => peopleUses([...path, index, 'value'], entry));
    case 'territories':
      return territoriesOf(value).flatMap((entry, index): SettingUse[] => [
        { kind: 'expression', path: [...path, index, 'condition'], source: entry.condition, expect: bool },
        ...peopleUses([...path, index, 'value'], entry),
      ]);
    default:
      return [];
  }
}

/** The setting that says whose fields this one names. */
export function ownerOf(
  setting: WorkflowSetting,
  { described, given }: Pick<Settings, 'described' | 'given'>,
): WorkflowSetting | undefined {
  const first = described.find((each) => each.name === setting.of);
  const second = described.find((each) => each.name === setting.orOf);
  return second !== undefined && textOf(given[setting.of ?? '']) === undefined ? second : first;
}

function peopleUses(path: SettingPath, entry: PeopleEntry): SettingUse[] {
  if (isPeopleExpression(entry)) return [{ kind: 'expression', path, source: entry.value, is: 'user' }];
  return entry.kind === 'role' && entry.value !== '' ? [{ kind: 'role', path, name: entry.value }] : [];
}

function placeholderUses(path: SettingPath, source: string): SettingUse[] {
  return piecesOf(source)
    .filter((piece) => piece.kind === 'expression')
    .map((piece) => ({ kind: 'expression', path, source: piece.source }));
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: JsonValue): string[] {
  return Array.isArray(value) ? value.flatMap((item) => textOf(item) ?? []) : [];
}

function entriesOf(value: JsonValue): [string, string][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([field, source]) => (typeof source === 'string' ? [[field, source]] : []));
}

function casesIn(value: JsonValue): { condition: string }[] {
  if (!Array.isArray(value)) return [];
  return value.map((item) => ({ condition: textOf((item as { condition?: JsonValue })?.condition) ?? '' }));
}

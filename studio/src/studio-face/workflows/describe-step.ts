import {
  chosenPart,
  isAskedFor,
  isPeopleExpression,
  type CompiledField,
  type CompiledModel,
  type JsonValue,
  type Label,
  type PeopleEntry,
  type WorkflowDocument,
  type WorkflowSetting,
} from '@stratacrm/sdk';
import { recordName } from '../../filter/record-names.ts';
import { label, listed, t } from '../../i18n/i18n.ts';
import type { useStudioDraft } from '../draft/studio-draft.ts';
import { cronWords } from './cron-words.ts';

/** What the names in settings stand for. */
export interface Named {
  readonly model: Pick<CompiledModel, 'objects'>;
  readonly roles: ReadonlyMap<string, Label>;
  /** The object of `record`, the one that began the workflow. */
  readonly object?: string | undefined;
}

/** What the names in a workflow stand for while the draft is worked on. */
export function namedIn(studio: ReturnType<typeof useStudioDraft>, { trigger }: WorkflowDocument): Named {
  const roles = new Map((studio.draft?.all('role') ?? []).map(({ document }) => [document.name, document.label]));
  const { object } = trigger.settings;
  return { model: studio.model, roles, object: typeof object === 'string' ? object : undefined };
}

type Given = Readonly<Record<string, JsonValue>>;

/** What a step or a trigger does, in one line under its name. */
export function describeSettings(described: readonly WorkflowSetting[], given: Given, named: Named): string {
  return described
    .filter((setting) => isAskedFor(setting, { described, given }))
    .map((setting) => describeSetting(setting, given, named))
    .filter((text) => text !== '')
    .join(' · ');
}

function describeSetting(setting: WorkflowSetting, given: Given, named: Named): string {
  const value = given[setting.name];
  if (value === undefined || value === null || value === '') return '';
  const fieldOf = (name: string): CompiledField | undefined => objectMeant(setting, given, named)?.fields[name];
  const fieldName = (name: string): string => label(fieldOf(name)?.label) || name;
  switch (setting.type) {
    case 'object':
      return label(named.model.objects[String(value)]?.label) || String(value);
    case 'values':
      return listed(
        Object.entries(value as Record<string, string>).map(
          ([name, source]) => `${fieldName(name)} = ${describeValue(source, fieldOf(name))}`,
        ),
      );
    case 'field':
      return fieldName(String(value));
    case 'cron':
      return cronWords(String(value));
    case 'integer':
      return setting.told === undefined ? String(value) : toldNumber(Number(value), setting.told);
    case 'fields':
      return listed((value as string[]).map(fieldName));
    case 'cases':
    case 'form':
      return listed((value as { name?: string }[]).map((each) => each.name ?? ''));
    case 'people':
    case 'territories':
      return listed((value as unknown as PeopleEntry[]).map((entry) => describePeople(entry, named)));
    case 'amounts':
      return (value as number[]).join(' / ');
    case 'boolean':
      return value === true ? label(setting.label) : '';
    case 'plugin_step':
    case 'plugin_event':
      return label(chosenPart(value)?.label) || (typeof value === 'string' ? value : '');
    case 'select':
      return label(setting.options?.find((option) => option.value === value)?.label) || String(value);
    default:
      return typeof value === 'object' ? '' : String(value);
  }
}

function toldNumber(value: number, { below, above }: NonNullable<WorkflowSetting['told']>): string {
  return label(value < 0 ? below : above).replace('{n}', String(Math.abs(value)));
}

/** The object whose fields a setting names: chosen beside it, or that of the record it is told of. */
function objectMeant(
  { of }: WorkflowSetting,
  given: Given,
  { model, object }: Named,
): CompiledModel['objects'][string] | undefined {
  const beside = of === undefined ? undefined : given[of];
  const name = beside === 'record' || beside === undefined ? object : String(beside);
  return name !== undefined && Object.hasOwn(model.objects, name) ? model.objects[name] : undefined;
}

/** An option by its label; any other value as its expression. */
function describeValue(source: string, field: CompiledField | undefined): string {
  const option = field?.options?.find((each) => JSON.stringify(each.value) === source.trim());
  return option === undefined ? source : label(option.label);
}

/** People and teams by name as soon as it is known. */
function describePeople(entry: PeopleEntry, { roles }: Named): string {
  const { kind, value } = entry;
  if (isPeopleExpression(entry)) return kind === 'manager' ? `${t('workflows.people.manager')} ${value}` : value;
  if (kind === 'role') return label(roles.get(value)) || value;
  if (!/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(value)) return value;
  return recordName(kind, value) || t(`workflows.people.${kind}`);
}

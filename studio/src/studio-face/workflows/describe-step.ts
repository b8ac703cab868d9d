import {
  isAskedFor,
  isPeopleExpression,
  type CompiledModel,
  type JsonValue,
  type PeopleEntry,
  type WorkflowSetting,
} from '@stratacrm/sdk';
import { recordName } from '../../filter/record-names.ts';
import { label, t } from '../../i18n/i18n.ts';

/** What a step or a trigger does, in one line under its name. */
export function describeSettings(
  described: readonly WorkflowSetting[],
  given: { [name: string]: JsonValue },
  model: Pick<CompiledModel, 'objects'>,
): string {
  return described
    .flatMap((setting) => {
      const text = describeSetting(setting, given[setting.name], model, described, given);
      return text === '' ? [] : [text];
    })
    .join(' · ');
}

function describeSetting(
  setting: WorkflowSetting,
  value: JsonValue | undefined,
  model: Pick<CompiledModel, 'objects'>,
  all: readonly WorkflowSetting[],
  given: { [name: string]: JsonValue },
): string {
  if (!isAskedFor(setting, { described: all, given })) return '';
  if (value === undefined || value === null || value === '') return '';
  switch (setting.type) {
    case 'object':
      return label(model.objects[String(value)]?.label) || String(value);
    case 'values':
      return Object.entries(value as { [field: string]: string })
        .map(([field, source]) => `${field} = ${source}`)
        .join(', ');
    case 'cases':
      return (value as { name?: string }[]).map((each) => each.name ?? '').join(', ');
    case 'fields':
      return (value as string[]).join(', ');
    case 'form':
      return (value as { name?: string }[]).map((each) => each.name ?? '').join(', ');
    case 'people':
    case 'territories':
      return (value as unknown as PeopleEntry[]).map(describePeople).join(', ');
    case 'amounts':
      return (value as number[]).join(' / ');
    case 'boolean':
      return value === true ? label(setting.label) : '';
    case 'select':
      return label(setting.options?.find((option) => option.value === value)?.label) || String(value);
    default:
      return typeof value === 'object' ? '' : String(value);
  }
}

/** People and teams by name as soon as it is known. */
function describePeople(entry: PeopleEntry): string {
  const { kind, value } = entry;
  if (isPeopleExpression(entry)) return kind === 'manager' ? `${t('workflows.people.manager')} ${value}` : value;
  if (kind === 'role' || !/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(value)) return value;
  return recordName(kind, value) || t(`workflows.people.${kind}`);
}

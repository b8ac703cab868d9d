import type { CompiledModel, JsonValue, WorkflowSetting } from '@stratacrm/sdk';
import { label } from '../../i18n/i18n.ts';

/** What a step or a trigger does, in one line under its name. */
export function describeSettings(
  described: readonly WorkflowSetting[],
  given: { [name: string]: JsonValue },
  model: Pick<CompiledModel, 'objects'>,
): string {
  return described
    .flatMap((setting) => {
      const text = describeSetting(setting, given[setting.name], model);
      return text === '' ? [] : [text];
    })
    .join(' · ');
}

function describeSetting(
  setting: WorkflowSetting,
  value: JsonValue | undefined,
  model: Pick<CompiledModel, 'objects'>,
): string {
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
    case 'select':
      return label(setting.options?.find((option) => option.value === value)?.label) || String(value);
    default:
      return typeof value === 'object' ? '' : String(value);
  }
}

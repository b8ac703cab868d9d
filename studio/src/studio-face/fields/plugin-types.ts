import type { FieldDocument, PluginPartDocument } from '@stratacrm/sdk';
import type { useStudioDraft } from '../draft/studio-draft.ts';
import { partsOf } from '../rules/plugin-checks.ts';

type Studio = ReturnType<typeof useStudioDraft>;

/** What a card of a type that a plugin brought is chosen by; no built-in type is called so. */
export function pluginTypeKey({ name }: Pick<PluginPartDocument, 'name'>): string {
  return `as ${name}`;
}

/** Types of fields that plugins brought; only those over a built-in type, where one is given. */
export function pluginTypes(studio: Studio, base?: string): PluginPartDocument[] {
  return partsOf(studio, 'field_type').filter((part) => base === undefined || part.base === base);
}

/** What a new field is of: a built-in type, or one of a plugin with the settings it begins with. */
export function typeChosen(studio: Studio, key: string): Partial<FieldDocument> & Pick<FieldDocument, 'type'> {
  const part = pluginTypes(studio).find((each) => pluginTypeKey(each) === key);
  return part === undefined ? { type: key } : { ...part.preset, type: part.base ?? 'text', as: part.name };
}

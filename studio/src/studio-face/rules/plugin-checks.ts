import type { CompiledField, PluginPartDocument } from '@stratacrm/sdk';
import type { useStudioDraft } from '../draft/studio-draft.ts';

type Studio = ReturnType<typeof useStudioDraft>;

/** Code that plugins brought and that can be used as this. */
export function partsOf({ draft }: Pick<Studio, 'draft'>, kind: PluginPartDocument['part']): PluginPartDocument[] {
  return (draft?.all('plugin_part') ?? [])
    .map(({ document }) => document)
    .filter(({ part, archived }) => part === kind && archived !== true);
}

/** Whether a check can judge values of the field. */
export function suits({ types }: Pick<PluginPartDocument, 'types'>, field: CompiledField): boolean {
  return field.archived !== true && !field.system && (types?.includes(field.type) ?? true);
}

/** The first field of the object that a check is made for. */
export function fieldFor(studio: Studio, object: string, part: PluginPartDocument): CompiledField | undefined {
  return Object.values(studio.model.objects[object]?.fields ?? {}).find((field) => suits(part, field));
}

/** Checks that can judge a field of the object. */
export function checksFor(studio: Studio, object: string): PluginPartDocument[] {
  return partsOf(studio, 'validator').filter((part) => fieldFor(studio, object, part) !== undefined);
}

import type { ActionQuestion } from '../documents/action.ts';
import { FIELD_TYPES } from '../field-types/index.ts';
import type { FieldTraits, FieldType } from '../field-types/field-type.ts';
import type { CompiledField } from '../model/compiled.ts';

/** Field types a form can ask for: what people write and what needs no record of its own to be kept in. */
export const QUESTION_TYPES: readonly FieldType[] = FIELD_TYPES.filter(
  ({ traits, storage }) => typeof traits !== 'function' && canAsk(traits) && storage !== 'virtual',
);

const names: ReadonlySet<string> = new Set(QUESTION_TYPES.map(({ name }) => name));

export function isQuestionType(name: string): boolean {
  return names.has(name);
}

/** The question as a field, for whatever parses, shows and edits values. */
export function questionField({ prefill: _, ...question }: ActionQuestion): CompiledField {
  return { ...question, kind: 'field', id: question.name, object: '', system: false, origin: '' };
}

function canAsk({ computed, file, numbered, timed, rolled_up }: FieldTraits): boolean {
  return ![computed, file, numbered, timed, rolled_up].some(Boolean);
}

import { fieldType, type CompiledField, type JsonValue } from '@stratacrm/sdk';
import { ref, watch, type Ref } from 'vue';
import { valueContext } from './value-context.ts';

/**
 * The text of a number while it is typed: `1,2` is no reason to jump about. What is a number is told as one; what is not yet
 * is told as typed, so that the form can say why.
 */
export function useNumberText(
  field: () => CompiledField,
  value: () => JsonValue | undefined,
  tell: (value: JsonValue) => void,
): { text: Ref<string>; typed: (event: Event) => void } {
  const text = ref(asText(value()));
  let told: JsonValue | undefined = value();

  watch(value, (now) => {
    if (now !== told) text.value = asText(now);
    told = now;
  });

  function typed(event: Event): void {
    text.value = (event.target as HTMLInputElement).value;
    told = parse(field(), text.value);
    tell(told);
  }

  return { text, typed };
}

function parse(field: CompiledField, text: string): JsonValue {
  if (text.trim() === '') return null;
  const parsed = fieldType(field.type).fromText(text, field, valueContext());
  return parsed.ok ? parsed.value : text;
}

function asText(value: JsonValue | undefined): string {
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value);
}

import { fieldType, type CompiledField, type JsonValue } from '@stratacrm/sdk';
import { ref, watch, type Ref } from 'vue';
import { valueContext, valueText } from './value-context.ts';

/**
 * A value as people write it, `1h 30m` or `2:30 pm`, while it is typed: what the type can read is told as a value, what it
 * cannot yet as it stands. Once one leaves, it is shown as the type shows it.
 */
export function useWrittenText(
  field: () => CompiledField,
  value: () => JsonValue | undefined,
  tell: (value: JsonValue) => void,
  show: (value: JsonValue) => string = (known) => shown(field(), known),
): { text: Ref<string>; typed: (event: Event) => void; left: () => void } {
  const text = ref(asText(value()));
  let told = value();

  watch(value, (now) => {
    if (JSON.stringify(now) !== JSON.stringify(told)) text.value = asText(now);
    told = now;
  });

  function typed(event: Event): void {
    text.value = (event.target as HTMLInputElement).value;
    told = read(field(), text.value);
    tell(told);
  }

  function left(): void {
    text.value = asText(value());
  }

  function asText(known: JsonValue | undefined): string {
    return known === null || known === undefined ? '' : show(known);
  }

  return { text, typed, left };
}

function read(field: CompiledField, written: string): JsonValue {
  if (written.trim() === '') return null;
  const parsed = fieldType(field.type).fromText(written.trim(), field, valueContext());
  return parsed.ok ? parsed.value : written;
}

/** What is no value of the type yet is shown as it was typed. */
function shown(field: CompiledField, value: JsonValue): string {
  const parsed = fieldType(field.type).parse(value, field, valueContext());
  return parsed.ok ? valueText(field, value) : String(value);
}

import type { FieldDocument, SelectOption } from '../documents/field.ts';
import { nearest } from '../suggestion.ts';
import { quoted, wrongType } from './failure.ts';
import type { Parsed } from './field-type.ts';
import { plainText } from './text-value.ts';

/** The option with exactly this value; archived ones count, for records keep them. */
export function parseOption(input: unknown, field: FieldDocument): Parsed {
  if (typeof input !== 'string') return wrongType(input, { en: 'the value of an option', zh: '选项的值' });
  const options = field.options ?? [];
  return options.some((option) => option.value === input) ? { ok: true, value: input } : notAnOption(input, options);
}

/** The option that a text names: by value or by label in either language, in whatever letter case. */
export function readWrittenOption(text: string, field: FieldDocument): Parsed {
  const options = field.options ?? [];
  const wanted = plainText(text).toLowerCase();
  const found =
    options.find((option) => option.value === text) ??
    options.find((option) => namesOf(option).some((name) => plainText(name).toLowerCase() === wanted));
  return found === undefined ? notAnOption(text, options) : { ok: true, value: found.value };
}

function namesOf(option: SelectOption): string[] {
  return [option.value, option.label.en, option.label.zh];
}

/** `nearest` is the value of the option that was probably meant, for programs; `suggestion` says so to people. */
function notAnOption(text: string, options: readonly SelectOption[]): Parsed {
  const offered = options.filter((option) => option.archived !== true);
  const name = nearest(plainText(text), offered.flatMap(namesOf));
  const meant = offered.find((option) => name !== undefined && namesOf(option).includes(name));
  const suggestion =
    meant === undefined ? '' : { en: ` Did you mean "${meant.label.en}"?`, zh: `您是不是要选“${meant.label.zh}”？` };
  const params = { value: quoted(text), suggestion, ...(meant === undefined ? {} : { nearest: meant.value }) };
  return { ok: false, code: 'not_an_option', params };
}

/** What people read for an option's value; the value itself where the option is gone. */
export function optionLabel(value: string, field: FieldDocument, locale: 'en' | 'zh'): string {
  return field.options?.find((option) => option.value === value)?.label[locale] ?? value;
}

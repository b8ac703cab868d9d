import type { FieldDocument } from '../../documents/field.ts';
import type { JsonValue } from '../../json.ts';
import { wrongType } from '../failure.ts';
import type { FieldType, Parsed } from '../field-type.ts';
import { optionLabel, parseOption, readWrittenOption } from '../option-value.ts';
import { optionsSettings } from '../settings.ts';
import { traits } from '../traits.ts';

const MOST_CHOICES = 1000;

/** A set: without repetition, in the order of the options; none chosen is a missing value. */
function canonical(values: readonly JsonValue[], field: FieldDocument): Parsed {
  const chosen = new Set(values);
  if (chosen.size === 0) return { ok: true, value: null };
  return {
    ok: true,
    value: (field.options ?? []).map((option) => option.value).filter((value) => chosen.delete(value)),
  };
}

function readAll(items: readonly unknown[], field: FieldDocument, read: (item: unknown) => Parsed): Parsed {
  const values: JsonValue[] = [];
  for (const item of items) {
    const parsed = read(item);
    if (!parsed.ok) return parsed;
    values.push(parsed.value);
  }
  return canonical(values, field);
}

export const multiSelect: FieldType = {
  name: 'multi_select',
  label: { en: 'Several choices', zh: '多选' },
  description: { en: 'Any number of several options.', zh: '从若干选项中选任意个。' },
  icon: 'list-checks',
  editor: 'choices',
  settings: optionsSettings,
  storage: 'text_array',
  traits: traits({ options: true }),
  expressionType: () => ({ type: 'list', of: { type: 'text' } }),
  parse(input, field) {
    if (!Array.isArray(input) || input.length > MOST_CHOICES)
      return wrongType(input, { en: 'a list of option values', zh: '选项值的列表' });
    return readAll(input, field, (item) => parseOption(item, field));
  },
  fromText(written, field) {
    const whole = readWrittenOption(written, field);
    if (whole.ok) return canonical([whole.value], field);
    const parts = written.split(/[,;|，；、\n]/).filter((part) => part.trim() !== '');
    return readAll(parts, field, (part) => readWrittenOption(part as string, field));
  },
  format(value, field, context) {
    const labels = (value as string[]).map((item) => optionLabel(item, field, context.locale));
    return labels.join(context.locale === 'zh' ? '、' : ', ');
  },
  jsonSchema: (field) => ({
    type: 'array',
    items: { type: 'string', enum: (field.options ?? []).map((option) => option.value) },
    uniqueItems: true,
  }),
};

import type { FieldDocument } from '../../documents/field.ts';
import { boolean } from '../boolean/boolean.ts';
import { currency } from '../currency/currency.ts';
import { date } from '../date/date.ts';
import { datetime } from '../datetime/datetime.ts';
import { decimal } from '../decimal/decimal.ts';
import type { FieldTraits, FieldType } from '../field-type.ts';
import { duration } from '../duration/duration.ts';
import { integer } from '../integer/integer.ts';
import { percent } from '../percent/percent.ts';
import { text } from '../text/text.ts';

/** What a formula may give. Each is shown and described as a field of that type would be. */
export const FORMULA_RESULTS: readonly FieldType[] = [
  text,
  integer,
  decimal,
  currency,
  percent,
  boolean,
  date,
  datetime,
  duration,
];

/** The field type of a formula's result; text where it says none. */
export function resultType(field: FieldDocument): FieldType {
  return FORMULA_RESULTS.find((type) => type.name === field.result) ?? text;
}

function computed(field: FieldDocument): FieldTraits {
  return {
    ...(resultType(field).traits as FieldTraits),
    computed: true,
    unique: false,
    searchable: false,
    country: false,
  };
}

export const formula: FieldType = {
  name: 'formula',
  label: { en: 'Formula', zh: '公式' },
  description: { en: 'Computed from other fields whenever it is read.', zh: '读取时由其他字段计算得出。' },
  icon: 'sigma',
  editor: 'readonly',
  settings: [
    { name: 'expression', type: 'expression', label: { en: 'Formula', zh: '公式' }, required: true },
    {
      name: 'result',
      type: 'field_type',
      label: { en: 'Gives', zh: '结果类型' },
      required: true,
      options: FORMULA_RESULTS.map((type) => ({ value: type.name, label: type.label })),
    },
    { name: 'scale', type: 'integer', label: { en: 'Digits after the point', zh: '小数位数' }, min: 0, max: 12 },
  ],
  storage: 'virtual',
  traits: computed,
  expressionType: (field, resolve) => resultType(field).expressionType(field, resolve),
  parse: (input, field, context) => resultType(field).parse(input, field, context),
  fromText: (written, field, context) => resultType(field).fromText(written, field, context),
  format: (value, field, context) => resultType(field).format(value, field, context),
  jsonSchema: (field) => ({ ...resultType(field).jsonSchema(field), readOnly: true }),
};

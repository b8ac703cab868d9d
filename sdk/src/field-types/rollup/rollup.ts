import type { FieldDocument } from '../../documents/field.ts';
import { currency } from '../currency/currency.ts';
import { date } from '../date/date.ts';
import { datetime } from '../datetime/datetime.ts';
import { decimal } from '../decimal/decimal.ts';
import { duration } from '../duration/duration.ts';
import type { FieldTraits, FieldType } from '../field-type.ts';
import { integer } from '../integer/integer.ts';
import { percent } from '../percent/percent.ts';
import { time } from '../time/time.ts';

/** What a roll-up may give. Each is kept, shown and described as a field of that type would be. */
export const ROLLUP_RESULTS: readonly FieldType[] = [
  integer,
  decimal,
  currency,
  percent,
  date,
  datetime,
  time,
  duration,
];

/** The field type of a roll-up's values, which the compiler of the model finds out; a number until it has. */
function resultType(field: FieldDocument): FieldType {
  return ROLLUP_RESULTS.find((type) => type.name === field.result) ?? integer;
}

const SUMMED: readonly string[] = ['bigint', 'decimal', 'money'];
const COMPARED: readonly string[] = [...SUMMED, 'date', 'time', 'timestamptz'];

/** Whether the roll-up's function gives something over such a field. */
function isSuitable(
  { type, result }: FieldDocument,
  { function: name }: FieldDocument,
  resolve: (type: string) => FieldType,
): boolean {
  if (name === undefined || name === 'count') return false;
  const { storage } = resolve(type);
  const kept = storage === 'result' ? resolve(result ?? 'integer').storage : storage;
  return (name === 'sum' || name === 'avg' ? SUMMED : COMPARED).includes(kept);
}

function computed(field: FieldDocument): FieldTraits {
  const traits = resultType(field).traits as FieldTraits;
  return { ...traits, computed: true, rolled_up: true, unique: false, searchable: false };
}

export const rollup: FieldType = {
  name: 'rollup',
  label: { en: 'Roll-up', zh: '汇总' },
  description: {
    en: 'Counts or sums up records that refer to this one, and is kept right by every write.',
    zh: '对引用本记录的其他记录计数或汇总，随每次写入即时更新。',
  },
  icon: 'layers-2',
  editor: 'readonly',
  settings: [
    { name: 'children', type: 'object', label: { en: 'Records of', zh: '汇总的对象' }, required: true },
    {
      name: 'via',
      type: 'field',
      of: 'children',
      needs: 'reference',
      label: { en: 'That point here by', zh: '通过引用字段' },
      help: { en: 'Their reference to this object.', zh: '这些记录中指向本对象的引用字段。' },
      fits: (candidate, own) => candidate.to === own.object,
      required: true,
    },
    {
      name: 'function',
      type: 'select',
      label: { en: 'Gives their', zh: '汇总方式' },
      options: [
        { value: 'count', label: { en: 'Number', zh: '个数' } },
        { value: 'sum', label: { en: 'Sum', zh: '合计' } },
        { value: 'min', label: { en: 'Least', zh: '最小值' } },
        { value: 'max', label: { en: 'Greatest', zh: '最大值' } },
        { value: 'avg', label: { en: 'Average', zh: '平均值' } },
      ],
      required: true,
    },
    {
      name: 'field',
      type: 'field',
      of: 'children',
      label: { en: 'Of the field', zh: '汇总字段' },
      help: {
        en: 'A number, an amount, a date or a duration; the number of records needs none.',
        zh: '数字、金额、日期或时长字段；计数时无需填写。',
      },
      fits: isSuitable,
    },
    {
      name: 'where',
      type: 'expression',
      of: 'children',
      expects: { type: 'bool' },
      label: { en: 'Only those where', zh: '仅统计符合条件的记录' },
      help: {
        en: 'Over their own stored fields, such as record.stage == "won"; neither the clock nor the user.',
        zh: '只能使用其自身的存储字段，例如 record.stage == "won"；不能使用当前时间和当前用户。',
      },
    },
    {
      name: 'scale',
      type: 'integer',
      label: { en: 'Digits after the point', zh: '小数位数' },
      help: { en: 'Empty: as many as their field has.', zh: '留空则与汇总字段一致。' },
      min: 0,
      max: 12,
    },
  ],
  storage: 'result',
  traits: computed,
  expressionType: (field, resolve) => resultType(field).expressionType(field, resolve),
  parse: (input, field, context) => resultType(field).parse(input, field, context),
  fromText: (written, field, context) => resultType(field).fromText(written, field, context),
  format: (value, field, context) => resultType(field).format(value, field, context),
  jsonSchema: (field) => ({ ...resultType(field).jsonSchema(field), readOnly: true }),
};

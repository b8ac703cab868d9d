import type { FieldType } from '../field-type.ts';
import { parseText } from '../text-value.ts';
import { traits } from '../traits.ts';
import { DEFAULT_PATTERN } from './number-pattern.ts';

const MAX_LENGTH = 100;

export const autoNumber: FieldType = {
  name: 'auto_number',
  label: { en: 'Running number', zh: '自动编号' },
  description: { en: 'A number the system gives each new record.', zh: '系统为每条新记录分配的编号。' },
  icon: 'list-ordered',
  editor: 'readonly',
  settings: [
    {
      name: 'format',
      type: 'text',
      label: { en: 'Form', zh: '格式' },
      help: {
        en: `OPP-{00000} gives OPP-00042; without one, ${DEFAULT_PATTERN}.`,
        zh: `OPP-{00000} 生成 OPP-00042；不填则为 ${DEFAULT_PATTERN}。`,
      },
    },
    {
      name: 'gap_free',
      type: 'boolean',
      label: { en: 'Without gaps', zh: '连续无缺号' },
      help: {
        en: 'No number is ever missing, as invoices need it. New records are then stored one after the other: each waits for the one before. Leave it off where a gap does not matter.',
        zh: '编号绝不缺号，适用于发票等单据。新记录因此依次保存，后一条须等待前一条完成；无此要求时请勿开启。',
      },
    },
  ],
  storage: 'text',
  traits: traits({ sortable: true, searchable: true, unique: true, computed: true, numbered: true }),
  expressionType: () => ({ type: 'text' }),
  parse: (input) => parseText(input, MAX_LENGTH),
  fromText: (written) => parseText(written.trim(), MAX_LENGTH),
  format: (value) => String(value),
  jsonSchema: () => ({ type: 'string', maxLength: MAX_LENGTH, readOnly: true }),
};

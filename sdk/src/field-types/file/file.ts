import type { FieldType } from '../field-type.ts';
import { fileName, fileSchema, maxSizeSetting, parseFile, readWrittenFile } from '../file-value.ts';
import { traits } from '../traits.ts';

export const file: FieldType = {
  name: 'file',
  label: { en: 'File', zh: '文件' },
  description: {
    en: 'One file: a contract, a quote, a drawing. Found by its name.',
    zh: '一个文件，如合同、报价单、图纸，可按文件名查找。',
  },
  icon: 'paperclip',
  editor: 'file',
  settings: [
    maxSizeSetting,
    {
      name: 'extensions',
      type: 'text',
      label: { en: 'Allowed endings', zh: '允许的扩展名' },
      help: { en: 'Such as: pdf, docx, xlsx. Without any, all are.', zh: '例如：pdf、docx、xlsx。不填则不限。' },
    },
  ],
  storage: 'text_and_value',
  traits: traits({ sortable: true, searchable: true, file: true }),
  expressionType: () => ({ type: 'text' }),
  parse: parseFile,
  fromText: readWrittenFile,
  format: fileName,
  text: fileName,
  jsonSchema: fileSchema,
};

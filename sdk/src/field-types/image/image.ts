import type { FieldType } from '../field-type.ts';
import { fileName, fileSchema, maxSizeSetting, parseFile, readWrittenFile } from '../file-value.ts';
import { traits } from '../traits.ts';

export const image: FieldType = {
  name: 'image',
  label: { en: 'Picture', zh: '图片' },
  description: {
    en: 'One picture (PNG, JPEG, GIF, WebP or AVIF), shown small in lists.',
    zh: '一张图片（PNG、JPEG、GIF、WebP 或 AVIF），列表中显示缩略图。',
  },
  icon: 'image',
  editor: 'image',
  settings: [
    maxSizeSetting,
    {
      name: 'max_side',
      type: 'integer',
      label: { en: 'Longest side (pixels)', zh: '最长边（像素）' },
      min: 16,
      max: 50_000,
    },
  ],
  storage: 'text_and_value',
  traits: traits({ sortable: true, searchable: true, file: true, picture: true }),
  expressionType: () => ({ type: 'text' }),
  parse: parseFile,
  fromText: readWrittenFile,
  format: fileName,
  text: fileName,
  jsonSchema: fileSchema,
};

/** Pictures that a browser shows and that can hold no program. */
export const PICTURE_TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'];

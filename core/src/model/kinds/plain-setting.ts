import { z } from 'zod';
import { filledText } from './shape.ts';

/** What settings are asked for most, of whatever they are. */
export type PlainSettingType = 'text' | 'integer' | 'number' | 'boolean' | 'select';

interface Limits {
  min?: number;
  max?: number;
  options?: readonly { value: string }[];
}

/** The shape of such a setting, as its own description limits it. */
export function plainSetting(type: PlainSettingType, { min, max, options }: Limits): z.ZodType {
  switch (type) {
    case 'text':
      return filledText;
    case 'integer':
      return z
        .int()
        .min(min ?? Number.MIN_SAFE_INTEGER)
        .max(max ?? Number.MAX_SAFE_INTEGER);
    case 'number':
      return z.number();
    case 'boolean':
      return z.boolean();
    case 'select':
      return z.enum((options ?? []).map((option) => option.value));
  }
}

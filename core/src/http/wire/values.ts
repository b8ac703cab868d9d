import { z } from 'zod';

/** Any JSON value. Bounded in depth and text before it comes to a schema. */
export const json = z.unknown().meta({ id: 'JsonValue', description: 'Any JSON value.' });

export const label = z
  .strictObject({ en: z.string(), zh: z.string() })
  .meta({ id: 'Label', description: 'A text in every language.' });

export const locale = z.enum(['en', 'zh']);

/** A whole number as a query carries it. */
export const wholeNumber = z.codec(z.string().regex(/^-?\d{1,9}$/), z.int(), { decode: Number, encode: String });

/** `true` or `false` as a query carries it. */
export const flag = z.codec(z.enum(['true', 'false']), z.boolean(), {
  decode: (text) => text === 'true',
  encode: (value) => (value ? ('true' as const) : ('false' as const)),
});

export const id = z.uuid();
export const timestamp = z.string().meta({ format: 'date-time' });
export const name = z.string().trim().min(1).max(200);
export const email = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\s@]+@[^\s@]+$/)
  .meta({ format: 'email' });
export const timeZone = z
  .string()
  .refine(isTimeZone, { params: { form: 'time_zone' } })
  .meta({ description: 'IANA name, such as Asia/Shanghai.' });

/** `{ data }`, as nearly every answer is. */
export function data<Schema extends z.ZodType>(schema: Schema) {
  return z.strictObject({ data: schema });
}

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

import { isPattern, SENSITIVITIES, SYSTEM_RIGHTS, type DocumentKind } from '@stratacrm/sdk';
import { z } from 'zod';

/** The longest name of anything; a money field adds `__currency` and PostgreSQL cuts off after 63. */
export const MAX_NAME = 50;

/** Whether PostgreSQL and JSON can both keep the text. */
export function isStorableText(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

export function text(max: number): z.ZodType<string> {
  return z
    .string()
    .max(max)
    .refine(isStorableText, { params: { code: 'invalid_text' } });
}

/** Any JSON whose texts can be kept. */
export const json = z.json().refine(isStorableJson, { params: { code: 'invalid_text' } });

function isStorableJson(value: unknown): boolean {
  if (typeof value === 'string') return isStorableText(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isStorableText(name) && isStorableJson(inner));
}

/** `constructor` is the one such word that every JavaScript object already answers to. */
export function isName(value: string): boolean {
  return value.length <= MAX_NAME && /^[a-z][a-z0-9_]*$/.test(value) && value !== 'constructor';
}

export const name = z.string().refine(isName, { params: { code: 'invalid_name' } });

/** A field name, or one reached through references. */
export const fieldPath = z
  .string()
  .max(300)
  .refine((value) => value.split('.').every(isName), { params: { code: 'invalid_name' } });

export const filledText = text(200).refine((value) => value.trim() !== '', { params: { code: 'required' } });

export const label = z.strictObject({ en: filledText, zh: filledText });

export const longLabel = z.strictObject({ en: text(4_000), zh: text(4_000) });

export const expression = text(10_000).refine((value) => value.trim() !== '', { params: { code: 'required' } });

export const pattern = text(500).refine(isPattern, { params: { code: 'invalid_pattern' } });

export const sensitivity = z.enum(SENSITIVITIES);

export const sort = text(500);

const meta = z.strictObject({
  owner: text(200).optional(),
  strategy: text(200).optional(),
  purpose: text(4_000).optional(),
  review_by: z.iso.date().optional(),
  expires_on: z.iso.date().optional(),
});

export const hue = z.enum(['grey', 'blue', 'teal', 'green', 'amber', 'red', 'purple']);

export const option = z.strictObject({
  value: text(100).refine((value) => value.trim() !== '', { params: { code: 'required' } }),
  label,
  color: hue.optional(),
  archived: z.boolean().optional(),
  when: z.array(text(100)).min(1).max(500).optional(),
});

/** Options of a select: each value once. */
export const options = z
  .array(option)
  .max(2_000)
  .superRefine((items, context) => refuseTwice(items, 'value', context));

/** A list whose items are told apart by a property, so that layers can be laid over it. */
export function keyed<Item extends z.ZodType<object>>(item: Item, key: string, max = 500): z.ZodType<z.infer<Item>[]> {
  return z
    .array(item)
    .max(max)
    .superRefine((items, context) => refuseTwice(items, key, context));
}

function refuseTwice(items: readonly object[], key: string, context: z.RefinementCtx): void {
  const seen = new Set<unknown>();
  items.forEach((item, index) => {
    const value = (item as Record<string, unknown>)[key];
    if (seen.has(value)) {
      const params = { code: 'duplicate_entry', value: String(value) };
      context.addIssue({ code: 'custom', path: [index, key], params });
    }
    seen.add(value);
  });
}

export const systemRight = z.enum(SYSTEM_RIGHTS);

/** The properties that every document has. */
export function base<Kind extends DocumentKind>(kind: Kind) {
  return {
    kind: z.literal(kind),
    id: z.uuid(),
    name,
    label,
    description: longLabel.optional(),
    archived: z.boolean().optional(),
    meta: meta.optional(),
  };
}

import { shownLink, type CompiledField, type JsonValue } from '@stratacrm/sdk';

/** Where a click on a value leads, by the field's type: mail program, telephone, page. */
const LINKS: Readonly<Record<string, (value: string) => string>> = {
  email: (value) => `mailto:${value}`,
  phone: (value) => `tel:${value}`,
  url: (value) => (/^https?:\/\//i.test(value) ? value : ''),
};

/** The address to follow, or null. */
export function linkOfValue(field: CompiledField, value: JsonValue | undefined): string | null {
  const own = shownLink(value ?? null, field);
  if (own !== null) return own;
  return (typeof value === 'string' && LINKS[field.type]?.(value)) || null;
}

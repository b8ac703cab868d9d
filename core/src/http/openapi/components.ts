import type { JsonSchema, JsonValue } from '@stratacrm/sdk';
import { z } from 'zod';

/** The named schemas of one description, gathered while its operations are written. */
export interface Components {
  /** The schema as it stands in an operation; named parts go to the components. */
  schema(schema: z.ZodType): JsonSchema;
  /** Adds a schema that was made elsewhere; answers with the reference to it. */
  add(name: string, schema: JsonSchema): JsonSchema;
  all(): Record<string, JsonSchema>;
}

const PLACE = '#/components/schemas/';

export function createComponents(): Components {
  const named = new Map<string, JsonSchema>();
  const reference = (name: string): JsonSchema => ({ $ref: `${PLACE}${name}` });
  return {
    schema(schema) {
      const { $schema: _dialect, $defs = {}, ...rest } = toJsonSchema(schema);
      for (const [name, part] of Object.entries($defs as Record<string, JsonSchema>)) named.set(name, plain(part));
      return plain(rest);
    },
    add(name, schema) {
      named.set(name, schema);
      return reference(name);
    },
    all: () => Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Wrapped, so that a schema with a name becomes a reference also where it stands alone. */
function toJsonSchema(schema: z.ZodType): JsonSchema {
  const wrapped = z.toJSONSchema(z.strictObject({ it: schema }), {
    target: 'draft-2020-12',
    io: 'output',
  }) as JsonSchema;
  const it = (wrapped['properties'] as Record<string, JsonSchema>)['it'] ?? {};
  return wrapped['$defs'] === undefined ? it : { ...it, $defs: wrapped['$defs'] };
}

/** References point to the components; the bounds that zod adds to every integer say nothing. */
function plain<Value extends JsonValue>(value: Value): Value {
  if (Array.isArray(value)) return value.map((part) => plain(part)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).filter(
    ([key, part]) =>
      !(key === 'id' && typeof part === 'string') && !Object.is(Math.abs(Number(part)), Number.MAX_SAFE_INTEGER),
  );
  return Object.fromEntries(
    parts.map(([key, part]) => [
      key,
      key === '$ref' && typeof part === 'string' ? part.replace('#/$defs/', PLACE) : plain(part),
    ]),
  ) as Value;
}

import type { ExpressionType } from '../expressions/expression-type.ts';
import type { JsonValue } from '../json.ts';
import type { Result } from './step-kind.ts';

/** How deep values of a sample become names, and how many of them. */
const DEEPEST = 5;
const MOST = 100;

/** A value of a sample: where it is, the name it goes by, and its type. */
interface SamplePlace {
  path: readonly string[];
  name: string;
  type: ExpressionType;
}

/** What a sample of JSON says later steps may name: `{ "order": { "no": 1 } }` under `payload` gives `payload_order_no`. */
export function sampleNames(prefix: string, sample: JsonValue | undefined): Result[] {
  return placesOf(prefix, sample).map(({ name, type }) => ({ name, type }));
}

/** The values of what came in, under the names of the sample; what is absent or of another type is missing. */
export function sampleValues(
  prefix: string,
  sample: JsonValue | undefined,
  actual: JsonValue,
): { [name: string]: JsonValue } {
  return Object.fromEntries(
    placesOf(prefix, sample).map(({ path, name, type }) => [name, fittingValue(valueAt(actual, path), type)]),
  );
}

/** The sample as it is written, when it is JSON; undefined when it is not. */
export function readSample(sample: JsonValue | undefined): JsonValue | undefined {
  if (typeof sample !== 'string' || sample.trim() === '') return undefined;
  try {
    return JSON.parse(sample) as JsonValue;
  } catch {
    return undefined;
  }
}

function placesOf(prefix: string, sample: JsonValue | undefined): SamplePlace[] {
  const places = new Map<string, SamplePlace>();
  const walk = (value: JsonValue, path: readonly string[]): void => {
    if (places.size >= MOST) return;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      if (path.length < DEEPEST) for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
      return;
    }
    const type = typeOf(value);
    const name = [prefix, ...path]
      .join('_')
      .toLowerCase()
      .replaceAll(/[^a-z0-9_]+/g, '_')
      .slice(0, 100);
    if (type !== null && path.length > 0 && !places.has(name)) places.set(name, { path, name, type });
  };
  const read = readSample(sample);
  if (read !== undefined) walk(read, []);
  return [...places.values()];
}

function typeOf(value: JsonValue): ExpressionType | null {
  switch (typeof value) {
    case 'string':
      return { type: 'text' };
    case 'boolean':
      return { type: 'bool' };
    case 'number':
      return { type: Number.isInteger(value) ? 'int' : 'decimal' };
    default:
      return Array.isArray(value) && typeof value[0] === 'string' ? { type: 'list', of: { type: 'text' } } : null;
  }
}

function valueAt(value: JsonValue, path: readonly string[]): JsonValue {
  let at: JsonValue = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, key)) return null;
    at = at[key] ?? null;
  }
  return at;
}

/** A value from outside, where it is of the type; a missing one where it is not. */
export function fittingValue(value: JsonValue | undefined, { type }: ExpressionType): JsonValue {
  switch (type) {
    case 'text':
      return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
    case 'bool':
      return typeof value === 'boolean' ? value : null;
    case 'int':
      return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
    case 'decimal':
      return typeof value === 'number' ? String(value) : isDecimal(value) ? value : null;
    case 'date':
    case 'timestamp':
    case 'ref':
      return typeof value === 'string' ? value : null;
    default:
      return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : null;
  }
}

/** Amounts are often sent as texts, so that nothing of them is lost. */
function isDecimal(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && /^-?\d{1,30}(\.\d{1,30})?$/.test(value);
}

import type { BulkRequest, JsonObject, JsonValue, PluginHost, RecordData, RecordQuery } from '@stratacrm/sdk';

/** Most ids that stand in one filter. */
export const TOGETHER = 100;

/** All records a query finds, page by page. */
export async function* everyPage(host: PluginHost, object: string, query: RecordQuery): AsyncGenerator<RecordData[]> {
  let cursor: string | null = null;
  do {
    const page: { data: RecordData[]; page: { next: string | null } } = await host.records.query(object, {
      limit: 200,
      ...query,
      ...(cursor !== null && { cursor }),
    });
    yield page.data;
    cursor = page.page.next;
  } while (cursor !== null);
}

export async function everyRecord(host: PluginHost, object: string, query: RecordQuery): Promise<RecordData[]> {
  const found: RecordData[] = [];
  for await (const page of everyPage(host, object, query)) found.push(...page);
  return found;
}

/** `holding in ["…", "…"]`. */
export function among(path: string, ids: readonly string[]): string {
  return `${path} in [${ids.map((id) => JSON.stringify(id)).join(', ')}]`;
}

export function inPieces<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

/** The id of a reference, whether it came as an id or as a record. */
export function idOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value;
  return isObject(value) && typeof value['id'] === 'string' ? value['id'] : null;
}

/** A field of a record that a reference leads to. */
export function inside(value: JsonValue | undefined, field: string): JsonValue {
  return isObject(value) ? (value[field] ?? null) : null;
}

export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** An amount, of whatever shape the sum of amounts comes in. */
export function amountOf(value: JsonValue | undefined): string {
  if (isObject(value)) return amountOf(value['amount']);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '0';
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Writes all of it or nothing; whoever asked reads what was wrong. */
export async function writeAll(host: PluginHost, object: string, request: BulkRequest): Promise<void> {
  const {
    errors: [first],
  } = await host.records.bulk(object, { ...request, mode: 'all' });
  if (first !== undefined) host.refuse(first.message, first.path);
}

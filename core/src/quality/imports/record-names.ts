import type { JsonValue, RecordData } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { scanRecords } from '../../records/scan-records.ts';
import { ReferenceLookup } from './reference-lookup.ts';

/** Up to so many records all names are taken into memory: 100,000 are some 20 MB and 0.3 s. */
const mostNames = 100_000;

/**
 * The records of an object by the fields that name them, as far as the importing person may see them. Of an object too large
 * to take in whole, only records with one of the `wanted` names are sure to be there; the others serve as suggestions.
 */
export async function loadNames(
  ctx: AccessContext,
  object: string,
  fields: readonly string[],
  wanted: () => Promise<readonly string[]>,
): Promise<ReferenceLookup> {
  const lookup = new ReferenceLookup();
  const added = new Set<string>();
  const add = (records: readonly RecordData[]): void => {
    for (const record of records) {
      if (added.has(record.id)) continue;
      added.add(record.id);
      lookup.addRecord(
        record.id,
        fields.map((field) => textOf(record[field])),
      );
    }
  };
  if (fields.length === 0 || ctx.access.permission(object, 'read').kind === 'no') return lookup;
  const all = await scanRecords(ctx, object, { fields, limit: mostNames });
  add(all);
  if (all.length < mostNames) return lookup;
  const names = (await wanted()).map((name) => name.trim().toLowerCase());
  for (const field of fields) {
    add(await scanRecords(ctx, object, { fields, named: { field, names }, limit: 2 * names.length }));
  }
  return lookup;
}

/** A value as one line of text, by which records are told apart. */
export function textOf(value: JsonValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

import type { JsonObject, JsonValue, OutsideRow, PushedChange } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { loadUnguarded } from '../../records/pipeline/load-current.ts';
import { queryRecords } from '../../records/query-records.ts';
import { systemContext } from '../../workflow/system-context.ts';
import type { FieldMapping, MappedField } from './field-mapping.ts';
import type { WaitingChange } from './waiting-changes.ts';

/** What waits, and how it is told. */
export interface ToldChange {
  change: WaitingChange;
  told: PushedChange;
}

/** What waits as the code of a connector is told it: the records as they are now. What nobody outside knows and is gone here is not told. */
export async function toldRecords(
  ctx: AccessContext,
  object: string,
  mapping: FieldMapping,
  changes: readonly WaitingChange[],
): Promise<ToldChange[]> {
  const ids = changes.map(({ record }) => record);
  const living = await livingRows(ctx, object, mapping, ids);
  const keyName = mapping.key.field.name;
  const gone = new Map<string, JsonValue>(
    (
      await loadUnguarded(
        systemContext(ctx.db, ctx.catalog),
        ctx.catalog.object(object),
        'deleted',
        ids.filter((id) => !living.has(id)),
      )
    ).map((state) => [String(state['id']), state[keyName] ?? null]),
  );
  return changes.flatMap((change): ToldChange[] => {
    const { record: id, action } = change;
    const row = living.get(id);
    if (row !== undefined) {
      const event = action === 'delete' ? 'create' : action;
      return [{ change, told: { event, id, key: row[mapping.key.outside] ?? null, row } }];
    }
    const key = gone.get(id) ?? null;
    return key === null ? [] : [{ change, told: { event: 'delete', id, key, row: null } }];
  });
}

/** By id, of those that the plugin may read; of their fields what it may read. */
async function livingRows(
  ctx: AccessContext,
  object: string,
  { key, fields }: FieldMapping,
  ids: readonly string[],
): Promise<Map<string, OutsideRow>> {
  const readable = fields.filter((each) => isReadable(ctx, object, each));
  const paths = [...new Set(['id', key.field.name, ...readable.map(({ path }) => path)])];
  const filter = `id in [${ids.map((id) => JSON.stringify(id)).join(', ')}]`;
  const { data } = await queryRecords(ctx, object, { fields: paths, filter, limit: 200 });
  return new Map(
    (data as JsonObject[]).map((record) => {
      const row = readable.map(({ outside, path }) => [outside, valueAt(record, path)] as const);
      return [String(record['id']), Object.fromEntries(row)];
    }),
  );
}

function isReadable({ access }: AccessContext, object: string, { field, via }: MappedField): boolean {
  const may = (of: string, name: string): boolean => !['none', 'masked'].includes(access.field(of, name));
  return may(object, field.name) && (via === null || may(via.object, via.field.name));
}

function valueAt(record: JsonObject, path: string): JsonValue {
  return path.split('.').reduce<JsonValue>((value, name) => {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value[name] ?? null) : null;
  }, record);
}

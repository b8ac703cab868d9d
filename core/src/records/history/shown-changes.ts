import { relationOf, sameJson, type CompiledField, type HistoryEntry, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { visibleIds } from '../query/visible-ids.ts';
import { linkedRecords } from '../sight/linked-ids.ts';
import { seesAll } from '../sight/sees-all.ts';
import type { Sight } from '../sight/sight.ts';

type Fields = Readonly<Record<string, CompiledField>>;

/**
 * Takes out of the entries what the reader may not see: of lists of references and of pointers the records hidden from
 * him. A change of which he sees nothing is not told.
 */
export async function hideLinks(
  ctx: AccessContext,
  sight: Sight,
  fields: Fields,
  entries: readonly HistoryEntry[],
): Promise<void> {
  const hiding = (name: string): boolean => {
    const field = fields[name];
    const kind = field && relationOf(field)?.kind;
    return (kind === 'many' || kind === 'any') && !seesAll(sight, field!);
  };
  const changes = entries.flatMap((entry) => entry.changes).filter((change) => hiding(change.field));
  if (changes.length === 0) return;
  const wanted = new Map<string, Set<string>>();
  for (const { field, from, to } of changes) {
    for (const { object, id } of [from, to].flatMap((value) => linkedRecords(fields[field]!, value))) {
      wanted.set(object, (wanted.get(object) ?? new Set()).add(id));
    }
  }
  const seen = new Set<string>();
  for (const [object, ids] of wanted) for (const id of await visibleIds(ctx, object, [...ids], 'any')) seen.add(id);
  for (const entry of entries) {
    entry.changes = entry.changes.flatMap((change) => {
      if (!hiding(change.field)) return [change];
      const [from, to] = [change.from, change.to].map((value) => shown(fields[change.field]!, value, seen));
      return sameJson(from!, to!) ? [] : [{ ...change, from: from!, to: to! }];
    });
  }
}

function shown(field: CompiledField, value: JsonValue, seen: ReadonlySet<string>): JsonValue {
  if (!Array.isArray(value)) return linkedRecords(field, value).every(({ id }) => seen.has(id)) ? value : null;
  const left = value.filter((id) => seen.has(id as string));
  return left.length === 0 ? null : left;
}

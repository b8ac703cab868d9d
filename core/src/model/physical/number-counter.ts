import type { CompiledField } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';

/** The first of so many numbers in a row, out of a counter that nobody else reads until the transaction ends. */
export async function drawRange(db: Queryable, field: Pick<CompiledField, 'id'>, count: number): Promise<bigint> {
  const { rows } = await db.query<{ last: string }>(
    'update core.number_counter set last = last + $2 where field_id = $1 returning last',
    [field.id, count],
    'draw_range',
  );
  const last = rows[0]?.last;
  // undefined_object: the field is numbered otherwise by now, and this request's catalog does not know it yet.
  if (last === undefined) throw Object.assign(new Error('The field has no counter'), { code: '42704' });
  return BigInt(last) - BigInt(count) + 1n;
}

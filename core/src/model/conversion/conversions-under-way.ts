import type { ConversionProgress } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { Catalog } from '../catalog.ts';

/** How far the conversions of a publish that is under way have come, under the names the live release has. */
export async function conversionsUnderWay(db: Queryable, catalog: Catalog): Promise<ConversionProgress[]> {
  const { rows } = await db.query<{ field_id: string; done: string; total: string }>(
    'select field_id::text, done, total from core.conversion order by field_id',
  );
  const fields = new Map(
    Object.values(catalog.model.objects).flatMap((object) =>
      Object.values(object.fields).map((field) => [field.id, field] as const),
    ),
  );
  return rows.flatMap(({ field_id, done, total }) => {
    const field = fields.get(field_id);
    if (field === undefined) return [];
    const { object, name, label } = field;
    // Records that got a value since it was counted are done too.
    return [{ object, field: name, label, done: Number(done), total: Math.max(Number(done), Number(total)) }];
  });
}

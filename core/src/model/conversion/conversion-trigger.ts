import type { Queryable } from '../../kernel/database.ts';
import { RECORD_SCHEMA } from '../physical.ts';
import type { ColumnConversion } from '../physical/ddl-step.ts';
import { columnParts } from '../physical/shape.ts';
import { identifier, literal } from '../physical/sql-text.ts';

/** Name of the trigger, and of its function, that marks what is written while a field is converted. */
export function triggerName(fieldId: string): string {
  return `cv_${fieldId.replaceAll('-', '').slice(0, 16)}`;
}

/** From here on every write of the former column leaves a mark, in its own transaction: none is missed. */
export async function beginMarking(db: Queryable, { table, from }: ColumnConversion): Promise<void> {
  const name = triggerName(from.field.id);
  const columns = columnParts(from.shape).map(({ suffix }) => identifier(from.column + suffix));
  await db.query(
    `create or replace function ${RECORD_SCHEMA}.${name}() returns trigger language plpgsql as
     $mark$ begin
       insert into core.conversion_mark (field_id, record_id) values (${literal(from.field.id)}, new.id);
       return null;
     end $mark$`,
  );
  await db.query(
    `create or replace trigger ${name} after insert or update of ${columns.join(', ')} on ${table}
     for each row execute function ${RECORD_SCHEMA}.${name}()`,
  );
}

export async function endMarking(db: Queryable, { table, from }: ColumnConversion): Promise<void> {
  const name = triggerName(from.field.id);
  // At the switch everybody waits: what can be said at once is not said one after the other.
  await db.query(
    `drop trigger if exists ${name} on ${table}; drop function if exists ${RECORD_SCHEMA}.${name}();
     delete from core.conversion where field_id = ${literal(from.field.id)};
     delete from core.conversion_mark where field_id = ${literal(from.field.id)}`,
  );
}

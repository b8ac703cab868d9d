import type { Database } from '../../kernel/database.ts';
import { RECORD_SCHEMA } from '../physical.ts';
import { readExisting } from '../physical/existing-objects.ts';
import { withoutBlocking } from '../physical/run-ddl.ts';
import { identifier } from '../physical/sql-text.ts';
import { definitionOf } from './conversion-definition.ts';
import { triggerName } from './conversion-trigger.ts';
import type { ConversionRun } from './run-conversion.ts';

/**
 * Takes back what an interrupted publish left of conversions that are not among these: their triggers, their marks and
 * the places they had come to. The columns stay, and serve when the conversion is wanted again.
 */
export async function abandonConversions(database: Database, wanted: readonly ConversionRun[]): Promise<void> {
  const kept = await stillWanted(database, wanted);
  const { triggers } = await readExisting(database);
  const names = new Set(kept.map(triggerName));
  for (const { table, name } of triggers.filter((each) => !names.has(each.name))) {
    await withoutBlocking(database, async (transaction) => {
      await transaction.query(`drop trigger if exists ${identifier(name)} on ${RECORD_SCHEMA}.${identifier(table)}`);
      await transaction.query(`drop function if exists ${RECORD_SCHEMA}.${identifier(name)}()`);
    });
  }
  await database.query('delete from core.conversion where field_id <> all($1::uuid[])', [kept]);
  await database.query('delete from core.conversion_mark where field_id <> all($1::uuid[])', [kept]);
}

/** Fields whose conversion has begun just so. */
async function stillWanted(database: Database, wanted: readonly ConversionRun[]): Promise<string[]> {
  const { rows } = await database.query<{ field_id: string; definition: string }>(
    'select field_id::text, definition from core.conversion',
  );
  const definitions = new Map(
    wanted.map(({ conversion, workspace }) => [conversion.from.field.id, definitionOf(conversion, workspace)]),
  );
  return rows.filter((row) => definitions.get(row.field_id) === row.definition).map((row) => row.field_id);
}

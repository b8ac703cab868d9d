import { traitsOf, type ColumnMapping, type CompiledField } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { FileTable } from './file-table.ts';
import { importableFields, matchColumns } from './match-columns.ts';
import { valueContext } from './value-context.ts';

const sampledValues = 200;

/** Where the columns of a table probably go in an object, as far as the caller may write there. */
export function guessMapping(ctx: AccessContext, object: string, table: FileTable): ColumnMapping[] {
  const target = ctx.catalog.object(object);
  const fields = writableFields(ctx, object);
  const columns = table.columns.map((column, index) => ({ column, values: sample(table, index) }));
  return matchColumns(columns, { object: target, fields, context: valueContext(ctx) });
}

/** Fields a file can fill and the caller may write. */
export function writableFields(ctx: AccessContext, object: string): CompiledField[] {
  return importableFields(ctx.catalog.object(object)).filter(
    (field) => ctx.access.field(object, field.name) === 'edit',
  );
}

/** A unique field among those mapped finds existing records. */
export function guessKey(ctx: AccessContext, object: string, mapping: readonly ColumnMapping[]): string | null {
  const { fields } = ctx.catalog.object(object);
  const unique = mapping.find(({ field }) => {
    const found = field === null ? undefined : fields[field];
    return found?.unique === true && !traitsOf(found).reference;
  });
  return unique?.field ?? null;
}

function sample(table: FileTable, column: number): string[] {
  const values = new Set<string>();
  for (const row of table.sample) {
    const value = row[column]?.trim() ?? '';
    if (value !== '') values.add(value);
    if (values.size >= sampledValues) break;
  }
  return [...values];
}

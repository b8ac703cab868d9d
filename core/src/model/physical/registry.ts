import type { Queryable } from '../../kernel/database.ts';
import { RECORD_SCHEMA } from '../physical.ts';
import type { Shape } from './shape.ts';

export interface PhysicalTable {
  document_id: string;
  name: string;
  /** It is kept in pieces by time. */
  partitioned: boolean;
}

/** A column (or the three of money) and the field document whose values of this shape it keeps, in force or not. */
export interface PhysicalColumn {
  table_id: string;
  document_id: string;
  shape: Shape;
  name: string;
}

/** Which tables and columns exist, and whose they are. It changes only together with them. */
export interface Registry {
  tables: readonly PhysicalTable[];
  columns: readonly PhysicalColumn[];
}

export async function readRegistry(db: Queryable): Promise<Registry> {
  const tables = await db.query<PhysicalTable>(
    `select document_id, name, exists (
       select from pg_class where relnamespace = to_regnamespace($1) and relname = t.name and relkind = 'p') as partitioned
     from core.physical_table as t`,
    [RECORD_SCHEMA],
  );
  const columns = await db.query<PhysicalColumn>('select table_id, document_id, shape, name from core.physical_column');
  return { tables: tables.rows, columns: columns.rows };
}

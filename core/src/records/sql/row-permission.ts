import { sql, type RawBuilder } from 'kysely';
import type { ObjectPermission } from '../../access/access-profile.ts';
import { expressionToSql } from '../../expressions-sql/expression-to-sql.ts';
import type { Place } from './record-source.ts';

/** Whether the roles allow it with this record: true or false, never null. What is shared by hand is not looked at. */
export function rowPermission(permission: ObjectPermission, record: Place): RawBuilder<unknown> {
  if (permission.kind !== 'rows') return permission.kind === 'all' ? sql`true` : sql`false`;
  const rules = permission.rules.map((rule) => sql`coalesce(${expressionToSql(rule, record)}, false)`);
  return sql`(${sql.join(rules, sql` or `)})`;
}

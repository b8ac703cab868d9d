import type { CheckedExpression } from '@stratacrm/sdk';
import type { RawBuilder } from 'kysely';
import type { SqlScope } from './sql-scope.ts';

/** The SQL of a checked expression. */
export function expressionToSql(_expression: CheckedExpression, _scope: SqlScope): RawBuilder<unknown> {
  throw new Error('not built yet');
}

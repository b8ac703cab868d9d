import type { ExpressionType } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';

const NAMES: Record<Exclude<ExpressionType['type'], 'list'>, string> = {
  bool: 'boolean',
  int: 'numeric',
  decimal: 'numeric',
  text: 'text',
  date: 'date',
  time: 'time',
  timestamp: 'timestamptz',
  // Milliseconds: intervals of days would depend on the session's time zone.
  duration: 'numeric',
  ref: 'uuid',
  json: 'jsonb',
  place: 'jsonb',
  null: 'text',
  dyn: 'text',
};

/** The PostgreSQL type of an expression's type. */
export function sqlType(type: ExpressionType): RawBuilder<unknown> {
  return type.type === 'list' ? sql.raw(`${itemType(type)}[]`) : sql.raw(NAMES[type.type]);
}

function itemType(type: ExpressionType & { type: 'list' }): string {
  return type.of.type === 'list' ? 'text' : NAMES[type.of.type];
}

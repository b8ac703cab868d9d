import { checkExpression } from '../expressions/check-expression.ts';
import type { ExpressionScope } from '../expressions/expression.ts';
import type { ExpressionType } from '../expressions/expression-type.ts';
import { fillPieces } from './placeholders.ts';

const SAMPLES: { [Type in ExpressionType['type']]?: string } = {
  bool: 'true',
  int: '1',
  decimal: '1.5',
  text: '"x"',
  date: 'date("2026-01-01")',
  timestamp: 'timestamp("2026-01-01T00:00:00Z")',
  duration: 'duration("1h")',
  ref: '"00000000-0000-7000-8000-000000000000"',
};

/** The filter with a literal of the right type in each place of a value, so that it can be checked; null when a value cannot be. */
export function filterSample(filter: string, scope: ExpressionScope): string | null {
  let sound = true;
  const sample = fillPieces(filter, (source) => {
    const literal = sampleLiteral(source, scope);
    if (literal === undefined) sound = false;
    return literal ?? 'null';
  });
  return sound ? sample : null;
}

/** Some literal of the type that the expression has; undefined when it has none. */
export function sampleLiteral(source: string, scope: ExpressionScope): string | undefined {
  const result = checkExpression(source, scope);
  return result.ok ? SAMPLES[result.expression.type.type] : undefined;
}

/** A value as a CEL literal of its type; null when it is missing, and nothing can be compared with it. */
export function celLiteral(value: unknown, type: ExpressionType): string | null {
  if (value === null || value === undefined) return null;
  switch (type.type) {
    case 'int':
    case 'decimal':
    case 'bool':
      return String(value as number | string | boolean);
    case 'date':
      return `date(${JSON.stringify(value)})`;
    case 'timestamp':
      return `timestamp(${JSON.stringify(value)})`;
    case 'duration':
      return `duration("${String(value as number)}ms")`;
    default:
      return JSON.stringify(value);
  }
}

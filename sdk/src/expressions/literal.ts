import { isId } from '../field-types/id-value.ts';
import { readInstant } from '../field-types/datetime/datetime.ts';
import { dateNumber, instantText, isDate } from './calendar.ts';
import type { ExpressionNode, LiteralNode, LiteralValue } from './expression-node.ts';
import type { ExpressionType } from './expression-type.ts';
import type { SourceRange } from './check-failure.ts';

export function literal(type: ExpressionType, value: LiteralValue, range: SourceRange): LiteralNode {
  return { kind: 'literal', type, value, from: range.from, to: range.to };
}

/** The text that is written out at a node, or undefined where it is not a text literal. */
export function writtenText(node: ExpressionNode): string | undefined {
  return node.kind === 'literal' && node.type.type === 'text' ? (node.value as string) : undefined;
}

/** A text literal taken as a date, moment or id, where one is wanted and it is one. */
export function readLiteral(node: ExpressionNode, wanted: ExpressionType): LiteralNode | undefined {
  const text = writtenText(node);
  if (text === undefined) return undefined;
  if (wanted.type === 'date' && isDate(text)) return literal(wanted, text, node);
  if (wanted.type === 'ref' && isId(text)) return literal(wanted, text.toLowerCase(), node);
  if (wanted.type !== 'timestamp') return undefined;
  const instant = readInstant(text);
  return instant === null || !inCalendar(instant) ? undefined : literal(wanted, instantText(instant), node);
}

function inCalendar(instant: number): boolean {
  return instant >= dateNumber('0001-01-01') && instant < dateNumber('9999-12-31') + 86_400_000;
}

const DURATION_PART = /(\d{1,12})(d|h|ms|m|s)/y;
const UNITS: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** `36h`, `1d12h`, `-90m` in milliseconds, or null. */
export function readDuration(text: string): number | null {
  const negative = text.startsWith('-');
  const body = negative ? text.slice(1) : text;
  let total = 0;
  let at = 0;
  while (at < body.length) {
    DURATION_PART.lastIndex = at;
    const found = DURATION_PART.exec(body);
    if (found === null) return null;
    total += Number(found[1]) * UNITS[found[2]!]!;
    at = DURATION_PART.lastIndex;
  }
  if (at === 0 || total > LONGEST_DURATION) return null;
  return negative ? -total : total;
}

/** About 285 years: further, moments cannot be moved exactly by PostgreSQL's intervals. */
export const LONGEST_DURATION = 9e12;

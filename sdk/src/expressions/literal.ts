import { isId } from '../field-types/id-value.ts';
import { readInstant } from '../field-types/datetime/datetime.ts';
import { readClockTime } from '../field-types/time/clock-time.ts';
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

/** A text literal taken as a date, time, moment or id, where one is wanted and it is one. */
export function readLiteral(node: ExpressionNode, wanted: ExpressionType): LiteralNode | undefined {
  const text = writtenText(node);
  if (text === undefined) return undefined;
  if (wanted.type === 'date' && isDate(text)) return literal(wanted, text, node);
  if (wanted.type === 'ref' && isId(text)) return literal(wanted, text.toLowerCase(), node);
  if (wanted.type === 'time') return clockTime(text, node);
  if (wanted.type !== 'timestamp') return undefined;
  const instant = readInstant(text);
  return instant === null || !inCalendar(instant) ? undefined : literal(wanted, instantText(instant), node);
}

function clockTime(text: string, node: ExpressionNode): LiteralNode | undefined {
  const time = readClockTime(text);
  return time === null ? undefined : literal({ type: 'time' }, time, node);
}

function inCalendar(instant: number): boolean {
  return instant >= dateNumber('0001-01-01') && instant < dateNumber('9999-12-31') + 86_400_000;
}

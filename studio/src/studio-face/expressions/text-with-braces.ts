import { completionsAt, type Completions, type ExpressionScope } from '@stratacrm/sdk';

/** How a text with values in `{{ }}` is completed: the names between the braces, and what stands around them. */
export interface BracesScopes {
  inside: ExpressionScope;
  /** null: around them is plain text. */
  outside: ExpressionScope | null;
}

const CLOSED = /\{\{.*?\}\}/gs;

/** What may stand at the position, and where what is completed begins; null in plain text. */
export function completionsInText(
  text: string,
  position: number,
  { inside, outside }: BracesScopes,
): Completions | null {
  const before = text.slice(0, position);
  const opened = before.lastIndexOf('{{');
  if (opened !== -1 && !before.slice(opened).includes('}}')) {
    const start = opened + 2;
    const { from, options } = completionsAt(before.slice(start), position - start, inside);
    return { from: from + start, options };
  }
  if (outside === null) return null;
  // A value in braces is a value like any other: a number of the same length, so that all places stay.
  const plain = before.replaceAll(CLOSED, (piece) => '0'.repeat(piece.length));
  return completionsAt(plain, position, outside);
}

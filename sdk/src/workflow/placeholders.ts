/** A text in pieces: what stands there, and expressions whose value is filled in. */
export interface Piece {
  kind: 'text' | 'expression';
  source: string;
}

/** Takes `Dear {{ record.name }}` apart. Braces that are not closed are plain text. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(/\{\{(.*?)\}\}/gs)) {
    if (match.index > at) pieces.push({ kind: 'text', source: text.slice(at, match.index) });
    pieces.push({ kind: 'expression', source: match[1]!.trim() });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ kind: 'text', source: text.slice(at) });
  return pieces;
}

/** Fills in the expressions of a text. */
export function fillPieces(text: string, fill: (source: string) => string): string {
  return piecesOf(text)
    .map(({ kind, source }) => (kind === 'text' ? source : fill(source)))
    .join('');
}

/** The text with other expressions in its braces; one that stays the same stays as it was written. */
export function rewritePieces(text: string, rewrite: (source: string) => string): string {
  return text.replace(/\{\{(.*?)\}\}/gs, (whole, inner: string) => {
    const source = inner.trim();
    const written = rewrite(source);
    return written === source ? whole : `{{${inner.replace(source, () => written)}}}`;
  });
}

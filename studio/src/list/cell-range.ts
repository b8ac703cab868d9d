/** A place in the list: line and column by number. */
export interface CellPlace {
  line: number;
  column: number;
}

/** A rectangle of cells, both ends included. */
export interface CellRange {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export function rangeBetween(one: CellPlace, other: CellPlace): CellRange {
  return {
    top: Math.min(one.line, other.line),
    bottom: Math.max(one.line, other.line),
    left: Math.min(one.column, other.column),
    right: Math.max(one.column, other.column),
  };
}

/**
 * Where pasted rows go: from the first cell of the range on. A range larger than what is pasted is filled with it again and
 * again, as one cell is with Ctrl-V over many.
 */
export function spread(rows: readonly (readonly string[])[], range: CellRange): (CellPlace & { text: string })[] {
  const wide = Math.max(...rows.map((row) => row.length));
  const [down, across] = [
    repeats(range.bottom - range.top + 1, rows.length),
    repeats(range.right - range.left + 1, wide),
  ];
  const cells: (CellPlace & { text: string })[] = [];
  for (let line = 0; line < rows.length * down; line++) {
    for (let column = 0; column < wide * across; column++) {
      const text = rows[line % rows.length]?.[column % wide];
      if (text !== undefined) cells.push({ line: range.top + line, column: range.left + column, text });
    }
  }
  return cells;
}

function repeats(room: number, size: number): number {
  return Math.max(1, Math.floor(room / size));
}

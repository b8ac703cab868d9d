const BEGINS_FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^[+-]?[\d.,\s]+%?$/;

/**
 * A text that a spreadsheet program would take for a formula gets an apostrophe before it, so that nothing somebody wrote
 * into a record is ever carried out on another's machine. Numbers and telephone numbers are no formulas.
 */
export function harmless(cell: string): string {
  return BEGINS_FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}

/** The text as it was before: what was taken out as a file can be brought in again. */
export function unguarded(cell: string): string {
  const text = cell.slice(1);
  return cell.startsWith("'") && harmless(text) === cell ? text : cell;
}

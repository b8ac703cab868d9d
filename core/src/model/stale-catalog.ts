/**
 * undefined_table, undefined_column, undefined_object; datatype_mismatch and undefined_function come of a column that has
 * another type now; feature_not_supported is "cached plan must not change result type" of a prepared statement.
 */
const codes = new Set(['42P01', '42703', '42704', '42804', '42883', '0A000']);

/**
 * Tells whether the database refused a statement because the catalog it was compiled from is no longer the live one: a
 * field was renamed or converted between taking the catalog and running the statement. The remedy is to take
 * `model.refresh()` and to run the request once more with it.
 */
export function isStaleCatalogError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return codes.has(String(error.code)) || waitedForWhatIsGone(error);
}

/** internal_error, of one who waited for the lock of a sequence that was then dropped. */
function waitedForWhatIsGone(error: object): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'XX000' && String(message).startsWith('could not open relation');
}

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
  return typeof error === 'object' && error !== null && 'code' in error && codes.has(String(error.code));
}

import { StrataError, describeError, type ErrorCode, type Locale } from '@stratacrm/sdk';

/** What became of many runs that were changed alike. */
export interface ManyChanged {
  changed: number;
  errors: { id: string; code: string; message: string }[];
}

/** Changes each run by itself, so that one that cannot be changed holds up none of the others. */
export async function changeMany(
  locale: Locale,
  ids: readonly string[],
  change: (id: string) => Promise<void>,
): Promise<ManyChanged> {
  const errors: ManyChanged['errors'] = [];
  const distinct = new Set(ids);
  for (const id of distinct) {
    try {
      await change(id);
    } catch (error) {
      if (!(error instanceof StrataError) || error.status >= 500) throw error;
      errors.push({ id, code: error.code, message: describeError(locale, error.code as ErrorCode, error.params) });
    }
  }
  return { changed: distinct.size - errors.length, errors };
}

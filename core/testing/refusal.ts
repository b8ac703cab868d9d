import { StrataError } from '@stratacrm/sdk';

/** The error with which something was refused. It fails when it was not, or when something else went wrong. */
export async function refusal(work: Promise<unknown>): Promise<StrataError> {
  const error: unknown = await work.then(
    () => new Error('It was not refused'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StrataError) return error;
  throw error;
}

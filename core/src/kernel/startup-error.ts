/** Strata cannot start for a reason a person can act on. The message is one line: what is wrong, then what to do. */
export class StartupError extends Error {
  override name = 'StartupError';
}

/** What the command's end says to the shell. */
export const exitCodes = {
  ok: 0,
  /** The server or the network refused. */
  failed: 1,
  /** The command line was wrong. */
  usage: 2,
  /** It ran, but some rows have errors and did not go in. */
  incomplete: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with a message for its user, in his language, and no stack. */
export class CliError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.failed) {
    super(message);
    this.name = 'CliError';
    this.exitCode = exitCode;
  }
}

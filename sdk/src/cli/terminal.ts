import { createInterface } from 'node:readline/promises';

/** Where a command writes and asks; tests put their own in its place. */
export interface Terminal {
  /** Results: what a pipe should carry on. */
  out(text: string): void;
  /** Everything else: progress, remarks, errors. */
  err(text: string): void;
  /** Somebody watches and may answer. */
  readonly interactive: boolean;
  readonly columns: number;
  ask(question: string): Promise<string>;
}

export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
    async ask(question) {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
  };
}

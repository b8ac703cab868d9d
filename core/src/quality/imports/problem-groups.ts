import type { ImportProblem } from '@stratacrm/sdk';
import type { CellProblem } from './column-reader.ts';

/** A person reads some tens of groups; the rest is in the rows and in the file of errors. */
const mostGroups = 300;

/** Counts rows with the same problem, so that 1,480 rows with one misspelt product are one line to a person. */
export class ProblemGroups {
  #groups = new Map<string, ImportProblem>();

  add(problems: readonly CellProblem[]): void {
    for (const { column, code, message, severity, value, suggestion } of problems) {
      const key = JSON.stringify([column, code, severity, value ?? message]);
      const group = this.#groups.get(key);
      if (group !== undefined) group.rows++;
      else if (this.#groups.size < 20 * mostGroups) {
        this.#groups.set(key, {
          column,
          code,
          message,
          severity,
          rows: 1,
          ...(value !== undefined && { value }),
          ...(suggestion !== undefined && { suggestion }),
        });
      }
    }
  }

  /** Errors before warnings, many rows before few. */
  list(): ImportProblem[] {
    const errorsFirst = (problem: ImportProblem): number => (problem.severity === 'error' ? 0 : 1);
    return [...this.#groups.values()]
      .toSorted((a, b) => errorsFirst(a) - errorsFirst(b) || b.rows - a.rows)
      .slice(0, mostGroups);
  }
}

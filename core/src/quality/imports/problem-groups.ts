import { errorCatalogue, type ErrorCode, type ImportProblem, type Locale } from '@stratacrm/sdk';
import type { CellProblem } from './column-reader.ts';

/** Of one kind of problem in one column so many values are shown one by one; the rest is one line. */
const mostValues = 30;

/** Beyond so many different values of one kind only their number is kept. */
const mostRemembered = 1_000;

/** Problems of one code in one column. */
interface Kind {
  byValue: Map<string, ImportProblem>;
  /** Rows with values beyond those remembered. */
  others: number;
}

/** Counts rows with the same problem, so that 1,480 rows with one misspelt product are one line to a person. */
export class ProblemGroups {
  #locale: Locale;
  #kinds = new Map<string, Kind>();

  constructor(locale: Locale) {
    this.#locale = locale;
  }

  add(problems: readonly CellProblem[]): void {
    for (const problem of problems) this.#addOne(problem);
  }

  #addOne({ column, code, message, severity, value, suggestion }: CellProblem): void {
    const kind = this.#kindOf(JSON.stringify([column, code, severity]));
    const group = kind.byValue.get(value ?? message);
    if (group !== undefined) group.rows++;
    else if (kind.byValue.size >= mostRemembered) kind.others++;
    else {
      const shown = { ...(value !== undefined && { value }), ...(suggestion !== undefined && { suggestion }) };
      kind.byValue.set(value ?? message, { column, code, message, severity, rows: 1, ...shown });
    }
  }

  #kindOf(key: string): Kind {
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const kind = { byValue: new Map<string, ImportProblem>(), others: 0 };
    this.#kinds.set(key, kind);
    return kind;
  }

  /** Errors before warnings, many rows before few; what is left of a kind stands after its values. */
  list(): ImportProblem[] {
    const errorsFirst = (problem: ImportProblem): number => (problem.severity === 'error' ? 0 : 1);
    return [...this.#kinds.values()]
      .flatMap((kind) => this.#shown(kind))
      .toSorted((a, b) => errorsFirst(a) - errorsFirst(b) || b.rows - a.rows);
  }

  #shown({ byValue, others }: Kind): ImportProblem[] {
    const groups = [...byValue.values()].toSorted((a, b) => b.rows - a.rows);
    const rest = groups.splice(mostValues);
    const rows = rest.reduce((sum, group) => sum + group.rows, others);
    if (rows === 0) return groups;
    const { column, code, severity } = groups[0]!;
    return [...groups, { column, code, severity, rows, message: restOf(this.#locale, code) }];
  }
}

function restOf(locale: Locale, code: string): string {
  const title = errorCatalogue[code as ErrorCode].title[locale];
  return locale === 'zh' ? `${title}（其他值）` : `${title} (other values)`;
}

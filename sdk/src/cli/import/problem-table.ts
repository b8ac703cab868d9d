import type { ImportProblem } from '../../wire/imports.ts';
import type { Text } from '../language.ts';
import { displayWidth, fit } from './display-width.ts';

const mostShown = 30;

/** The problems of a preview as a table for a terminal of so many columns. */
export function problemTable(problems: readonly ImportProblem[], columns: number, say: Text): string {
  if (problems.length === 0) return '';
  const shown = problems.slice(0, mostShown);
  const head = [say({ en: 'rows', zh: '行数' }), say({ en: 'column', zh: '列' }), say({ en: 'problem', zh: '问题' })];
  const cells = shown.map((problem) => [String(problem.rows), problem.column, describe(problem, say)]);
  const widths = [0, 1].map((at) => Math.min(24, Math.max(...[head, ...cells].map((row) => displayWidth(row[at]!)))));
  const last = Math.max(20, columns - widths[0]! - widths[1]! - 4);
  const line = ([rows, column, text]: string[]): string =>
    `${' '.repeat(Math.max(0, widths[0]! - displayWidth(rows!)))}${rows}  ${fit(column!, widths[1]!)}  ${fit(text!, last).trimEnd()}`;
  const more = problems.length - shown.length;
  const rest = more > 0 ? [say({ en: `… and ${more} more`, zh: `……还有 ${more} 项` })] : [];
  return `${[line(head), ...cells.map(line), ...rest].join('\n')}\n`;
}

function describe({ severity, message }: ImportProblem, say: Text): string {
  return severity === 'error' ? message : `${say({ en: 'Warning: ', zh: '提醒：' })}${message}`;
}

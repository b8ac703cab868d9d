import type { Label } from '../../label.ts';
import type { ExpressionType } from '../expression-type.ts';

/**
 * What a parameter takes. `date` also takes a moment, which is first turned into the date it falls on. `digits` is a
 * whole number from 0 to 12 written out. `pattern` is a text written out. `same` is any value of the type of the others.
 */
export type ParameterKind =
  'text' | 'text_or_list' | 'number' | 'int' | 'date' | 'place' | 'digits' | 'pattern' | 'same' | 'same_ordered';

export interface FunctionParameter {
  name: string;
  kind: ParameterKind;
  optional?: boolean;
}

/** The clock and the place in which an expression is evaluated. */
export interface EvaluationClock {
  /** Milliseconds since 1970. */
  now: number;
  time_zone: string;
}

/**
 * One function of the expression language. Values at run time: int and decimal are Decimal, text and date (`2026-11-21`)
 * strings, timestamp and duration milliseconds, a reference its id, a list an array.
 */
export interface ExpressionFunction {
  parameters: readonly FunctionParameter[];
  /** The last parameter may be given several times. */
  variadic?: boolean;
  /** Written `x.contains(y)`; the others are written `abs(x)`. */
  method?: boolean;
  /** `same`: the type its arguments share. */
  result: ExpressionType | 'same' | 'number_of_first';
  /** Takes null itself. Without it a missing argument makes the result missing. */
  takesNull?: boolean;
  /** Has no exact counterpart in the database, so that filters and row rules cannot use it. */
  notInSql?: boolean;
  usesClock?: boolean;
  doc: Label;
  /** A complete expression over an account-like record, for the documentation. */
  example: string;
  compute(args: readonly unknown[], clock: EvaluationClock): unknown;
}

import type { Issue } from '../errors/strata-error.ts';
import type { CompiledModel } from '../model/compiled.ts';
import type { ExpressionNode } from './expression-node.ts';
import type { ExpressionType } from './expression-type.ts';

/** What an expression may name. */
export interface ExpressionScope {
  model: Pick<CompiledModel, 'objects'>;
  /** The object whose record is in question. */
  object: string;
  /** filter: bare names are the record's fields. record: `record.x`, `old.x`, `user.x`. */
  form: 'filter' | 'record';
  /**
   * It will run in the database on stored records (filters, row rules, formulas): what has no exact meaning there (`regex`)
   * or has no former state (`old`, `changed`) is refused. Default: true for filters, false for the record form.
   */
  sql?: boolean;
  /** The type it must have; default: anything. */
  expect?: ExpressionType;
}

/** An expression that was read and type-checked. Immutable; made once per release and kept. */
export interface CheckedExpression {
  source: string;
  object: string;
  node: ExpressionNode;
  type: ExpressionType;
  /** Every field path of the record it reads: `['account', 'industry']`. */
  paths: readonly (readonly string[])[];
  /** Every field it reads of any object, also of the records in lists: `order_line.quantity`. */
  reads: readonly string[];
  /** It asks for lists of records or for a hierarchy, which lie beyond what paths reach. */
  usesRecords: boolean;
  /** Field paths read of the record's former state. */
  oldPaths: readonly (readonly string[])[];
  usesUser: boolean;
  /** now() or today(): not the same tomorrow. */
  usesClock: boolean;
}

/** What is wrong with an expression and where, for the editor's underline. */
export interface ExpressionProblem extends Issue {
  /** Offsets into the source, end exclusive. */
  from: number;
  to: number;
  /** A text that would be right in place of from…to. */
  suggestion?: string;
}

export type CheckResult = { ok: true; expression: CheckedExpression } | { ok: false; problems: ExpressionProblem[] };

/** Where an expression's names get their values. Values are canonical API values; currency amounts as workspace amount. */
export interface ExpressionBindings {
  /** Value of a field path of the record, null when missing; a reference's own value is its id. */
  record(path: readonly string[]): unknown;
  old(path: readonly string[]): unknown;
  user: ExpressionUser;
  now: Date;
  time_zone: string;
  /** Where lists of records and hierarchies are found; without it their values are missing. */
  records?: ExpressionRecords;
}

/** Records beyond the one in question. Only the living count. */
export interface ExpressionRecords {
  /** Value of a field path of some record, null when missing. */
  value(object: string, id: string, path: readonly string[]): unknown;
  /** Ids of the records of an object whose field `via` names the record. */
  related(object: string, via: string, id: string): readonly string[];
  /** Those of the ids that are records of the object. */
  living(object: string, ids: readonly string[]): readonly string[];
  /** The record itself and all that lie above it by the reference `via`; none where it is not there. */
  lineage(object: string, via: string, id: string): readonly string[];
}

/** What expressions know of the person who acts. */
export interface ExpressionUser {
  id: string;
  email: string;
  name: string;
  roles: readonly string[];
  /** Ids of the teams he belongs to. */
  teams: readonly string[];
  /** Ids of the teams he manages and all teams beneath them. */
  managed_teams: readonly string[];
  /** Id of a portal user's own record; null or absent for everybody else. */
  record?: string | null;
}

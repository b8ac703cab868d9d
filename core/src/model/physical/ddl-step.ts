import type { Label } from '@stratacrm/sdk';

/** A statement with parameters, for the registry. */
export interface RegistryChange {
  text: string;
  values: readonly unknown[];
}

/**
 * One step of a DDL plan. expand: alone in a transaction, with its registry changes, before the release is live. switch:
 * all together, in the transaction that makes the release live. Each can be planned again after an interruption.
 */
export interface TableStep {
  phase: 'expand' | 'switch';
  text: Label;
  sql: readonly string[];
  registry: readonly RegistryChange[];
  /** Rows that are carried over in batches after the step. */
  backFill?: BackFill;
}

/** Values carried over from one column to another: `set` is assignments over the row, for the rows that differ. */
export interface BackFill {
  table: string;
  set: string;
  where: string;
}

/** What must be counted before the plan may run; more than none is a problem. */
export interface TableCheck {
  sql: string;
  object: string;
  field: string;
  path: string;
  code: 'incompatible_type_change' | 'duplicate_values' | 'partitioned_unique';
  params: Record<string, string>;
}

export interface TablePlan {
  steps: TableStep[];
  checks: TableCheck[];
}

import type { CompiledField, Label } from '@stratacrm/sdk';
import type { NameSource } from './name-source.ts';
import type { Shape } from './shape.ts';

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
}

/** A field, and the column that keeps its values. */
export interface KeptField {
  field: CompiledField;
  shape: Shape;
  /** As it is called before the switch. */
  column: string;
  /** Where the records are to which its values point; null when they point to none. */
  names: NameSource | null;
  /** Where the record names the country its numbers are from; null where the field asks no other field. */
  country: CountrySource | null;
}

/** A field beside another, as it is kept now. */
export interface CountrySource {
  field: CompiledField;
  shape: Shape;
  column: string;
}

/** A field that gets another type: its values are read anew into another column, while people go on writing into the one. */
export interface ColumnConversion {
  /** Qualified and quoted, as it is called before the switch. */
  table: string;
  /** As it is now. */
  from: KeptField;
  /** As it is to be; where the field comes back to a former type, its column still has what it had. */
  to: KeptField;
}

/** What must be counted before the plan may run; more than none is a problem. */
export interface TableCheck {
  sql: string;
  object: string;
  field: string;
  path: string;
  code: 'duplicate_values' | 'partitioned_unique';
  params: Record<string, string>;
}

export interface TablePlan {
  steps: TableStep[];
  /** Fields whose columns are new, and empty in every record. */
  empty: CompiledField[];
  conversions: ColumnConversion[];
  checks: TableCheck[];
}

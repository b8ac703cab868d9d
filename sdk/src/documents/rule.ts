import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { DocumentBase } from './document.ts';

interface RuleBase extends DocumentBase<'rule'> {
  object: string;
  /** CEL over `record` and `old`; the rule is looked at only where it is true. */
  when?: string;
}

/** What must hold of every saved record. */
export interface ValidationRule extends RuleBase {
  type: 'validation';
  /** CEL over `record`, `old`, `user` that must hold. A missing value makes it not hold: guard with `has(record.x)`. */
  assert: string;
  message: Label;
  /** The fields beside which the message stands. */
  fields?: string[];
  /** enforce refuses, warn saves and tells, shadow only counts. */
  mode: 'enforce' | 'warn' | 'shadow';
}

/** A value the system sets before validation. */
export interface DefaultRule extends RuleBase {
  type: 'default';
  field: string;
  /** CEL over `record`, `old`, `user`. */
  value: string;
  /** create: only when the field is empty on a new record; save: on every save where `when` holds. */
  on: 'create' | 'save';
}

/** When fields are shown. */
export interface VisibilityRule extends RuleBase {
  type: 'visibility';
  fields: string[];
  visible: string;
}

/** A check that a plugin brought, given to a field: asked when the field or what the check looks at changes. */
export interface CheckRule extends RuleBase {
  type: 'check';
  /** Name of the check: `bank__iban_check`. */
  validator: string;
  field: string;
  /** What the check looks at besides → the field that says it. */
  inputs?: { [name: string]: string };
  settings?: { [name: string]: JsonValue };
  /** Said instead of the check's own words. */
  message?: Label;
  mode: ValidationRule['mode'];
}

export type RuleDocument = ValidationRule | DefaultRule | VisibilityRule | CheckRule;

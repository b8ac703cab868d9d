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

export type RuleDocument = ValidationRule | DefaultRule | VisibilityRule;

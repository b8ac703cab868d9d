/** What a field is compared with: a value of its own, another field of the record, or an expression kept as its text. */
export type ConditionValue = string | number | { readonly field: string } | { readonly expression: string };

/** One line of a filter, or one condition of a rule, as people put it together without writing CEL. */
export interface Condition {
  /** Field name or dotted path; `related("contact.account")` for the records that point here by that field. */
  field: string;
  /** It speaks of the record as it was before the change, which only expressions in the record form can. */
  former?: true;
  /** Name of one of the field's operators. */
  operator: string;
  /** What the operator wants: nothing, one value, several, two, a number of days. Numbers may be given as decimal text. */
  values: readonly ConditionValue[];
  /** What is asked of the records of a list: all of it, of each by itself. */
  where?: readonly Condition[];
}

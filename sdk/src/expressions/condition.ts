/** One line of a filter as people put it together without writing CEL. */
export interface Condition {
  /** Field name or dotted path; `related("contact.account")` for the records that point here by that field. */
  field: string;
  /** Name of one of the field's operators. */
  operator: string;
  /** What the operator wants: nothing, one value, several, two, a number of days. Numbers may be given as decimal text. */
  values: readonly (string | number)[];
  /** What is asked of the records of a list: all of it, of each by itself. */
  where?: readonly Condition[];
}

/** The type of an expression or of a name in it. */
export type ExpressionType =
  | {
      type:
        | 'bool'
        | 'int'
        | 'decimal'
        | 'text'
        | 'date'
        | 'time'
        | 'timestamp'
        | 'duration'
        | 'place'
        | 'json'
        | 'null'
        | 'dyn';
    }
  /**
   * Several values. A list of references is a list of records: child records and what a field that holds several
   * references points to; its value is the ids, and the fields of each are reached by a dot after the item's name.
   */
  | { type: 'list'; of: ExpressionType }
  /** A reference; its value is the id, its fields are reached by a dot. */
  | { type: 'ref'; object: string };

export interface RecordListType {
  type: 'list';
  of: { type: 'ref'; object: string };
}

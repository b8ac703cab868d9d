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
  | { type: 'list'; of: ExpressionType }
  /** A reference; its value is the id, its fields are reached by a dot. */
  | { type: 'ref'; object: string };

/** How large an expression may be, so that checking and running it stays quick whoever wrote it. */
export const EXPRESSION_LIMITS = {
  /** Characters of source; room for a filter naming two hundred records by id. */
  length: 10_000,
  /** Parts of the parsed expression. */
  nodes: 1000,
  /** How deep brackets, calls and paths nest. */
  depth: 60,
  /** Items of one list. */
  items: 250,
  /** exists(), all(), exists_one() and filter() inside one another. */
  quantifiers: 2,
  /** Lists of records and hierarchies that one expression asks for: each is a query of its own. */
  lists: 10,
  /** References followed in one path. */
  path: 6,
} as const;

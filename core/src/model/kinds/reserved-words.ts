/** Columns that PostgreSQL itself puts on every table. Its other words are free: every statement of ours quotes names. */
const postgres = 'ctid oid tableoid xmin xmax cmin cmax';

/** Words of CEL's grammar, and the names that expressions already know. */
const expressions =
  'as break const continue else false for function if import in let loop namespace null package return true var void ' +
  'while record old user now today changed has';

const owners = new Map<string, string>([
  ...expressions.split(' ').map((word): [string, string] => [word, 'CEL']),
  ...postgres.split(' ').map((word): [string, string] => [word, 'PostgreSQL']),
]);

/** Whose word a name is; null when it is free. */
export function reservedWord(name: string): string | null {
  return owners.get(name) ?? null;
}

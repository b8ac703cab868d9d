/** Words that PostgreSQL takes as part of its own grammar: a column of such a name could be used only in quotes. */
const postgres =
  'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation ' +
  'column concurrently constraint create cross current_catalog current_date current_role current_schema current_time ' +
  'current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze ' +
  'from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit ' +
  'localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references ' +
  'returning right select session_user similar some symmetric system_user table tablesample then to trailing true union ' +
  'unique user using variadic verbose when where window with ctid oid tableoid xmin xmax cmin cmax';

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

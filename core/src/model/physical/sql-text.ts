import pg from 'pg';

/** DDL takes no parameters, so names and values are written into its text: always through these. */
export function identifier(name: string): string {
  return pg.escapeIdentifier(name);
}

export function literal(value: string): string {
  return pg.escapeLiteral(value);
}

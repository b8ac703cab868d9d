import pg from 'pg';

const asText = (value: string): string => value;
const asTextArray = pg.types.getTypeParser(1009 as never, 'text');
/** What JavaScript has no exact value for stays text; the codec of each field type knows what it means. */
const parsers = new Map<number, (value: string) => unknown>([
  ...[20, 1700, 1082, 1114, 1184, 1083, 1186].map((oid) => [oid, asText] as const),
  ...[1016, 1231, 1182, 1115, 1185, 1183, 1187].map((oid) => [oid, asTextArray] as const),
]);

/** How a value of this type is read from PostgreSQL's text. */
export function typeParser(oid: number, format?: string): (value: string) => unknown {
  return (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format as 'text');
}

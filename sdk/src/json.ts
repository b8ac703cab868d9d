/** Any value that JSON can carry. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

export type JsonObject = { [key: string]: JsonValue };

/** A JSON Schema (draft 2020-12) as plain data. */
export type JsonSchema = { [keyword: string]: JsonValue };

import { compile } from 'json-schema-to-typescript';
import type { JsonSchema, JsonValue } from '../../json.ts';

const banner = `/**
 * The objects of a Strata workspace, written by \`strata types\`. Do not edit: run it again.
 */`;

/** TypeScript for the JSON Schemas of a workspace's objects: an interface each, and \`StrataObjects\` by object name. */
export async function typesOf(objects: Readonly<Record<string, JsonSchema>>): Promise<string> {
  const names = Object.keys(objects).toSorted();
  const definitions = Object.fromEntries(names.map((name) => [interfaceName(name), untitled(objects[name]!)]));
  const properties = Object.fromEntries(names.map((name) => [name, { $ref: `#/$defs/${interfaceName(name)}` }]));
  const root = {
    title: 'StrataObjects',
    description: 'Every object of the workspace, by its name in the API.',
    type: 'object',
    properties,
    required: names,
    additionalProperties: false,
    $defs: definitions,
  };
  const text = await compile(root as Parameters<typeof compile>[0], 'StrataObjects', {
    bannerComment: banner,
    format: false,
    additionalProperties: false,
    unknownAny: true,
  });
  return indented(text);
}

/** Tells the SDK which objects there are, so that `host.records.query('account')` answers with accounts. */
export function hostTypesOf(objects: Readonly<Record<string, JsonSchema>>): string {
  const names = Object.keys(objects).toSorted();
  const lines = names.map((name) => `    ${name}: Plain<${interfaceName(name)}>;`);
  return `
/** An interface says nothing of names it does not have; this does. */
type Plain<T> = { [K in keyof T]-?: T[K] };

declare module '@stratacrm/sdk' {
  interface RecordTypes {
${lines.join('\n')}
  }
}
`;
}

/** The generator leaves layout to Prettier, which is too much to carry for it. */
function indented(text: string): string {
  let depth = 0;
  const lines = text
    .trim()
    .split('\n')
    .map((line) => {
      const words = line.trim();
      if (/^(\/\*|\*)/.test(words)) return `${'  '.repeat(depth)}${words.startsWith('*') ? ' ' : ''}${words}`;
      const opened = words.split('{').length;
      const closed = words.split('}').length;
      const closesFirst = words.startsWith('}') ? 1 : 0;
      depth = Math.max(0, depth - closesFirst);
      const placed = `${'  '.repeat(depth)}${words}`;
      depth += opened - closed + closesFirst;
      return placed.trimEnd();
    });
  return `${lines.join('\n')}\n`;
}

/** `air__flight` → `AirFlight`. */
function interfaceName(object: string): string {
  return object
    .split(/_+/)
    .filter((word) => word !== '')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('');
}

/** A title would become the name of a type of its own, in whatever language the label is; it is kept as a comment. */
function untitled(schema: JsonValue): JsonValue {
  if (Array.isArray(schema)) return schema.map(untitled);
  if (schema === null || typeof schema !== 'object') return schema;
  const { title, $id: _, $schema: __, ...rest } = schema;
  const kept = Object.fromEntries(
    Object.entries(rest).map(([keyword, value]) => [
      keyword,
      keyword === 'enum' || keyword === 'const' ? value : untitled(value),
    ]),
  );
  return typeof title === 'string' && kept['description'] === undefined ? { ...kept, description: title } : kept;
}

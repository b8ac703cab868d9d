import type { JsonSchema, JsonValue } from '@stratacrm/sdk';
import { z } from 'zod';
import type { Route, RouteHeader } from '../route.ts';
import { problem } from '../wire/problem.ts';
import type { Components } from './components.ts';

type Part = { [key: string]: JsonValue };

/** Schemas and parameters that say more than the route's own, where the object is known. */
export interface Concrete {
  id?: string;
  summary?: string;
  /** Path parameters that are spelt out in the path. */
  fixed?: readonly string[];
  body?: JsonSchema;
  success?: JsonSchema;
}

/** One operation of the description. */
export function operationOf(route: Route, components: Components, concrete: Concrete = {}): Part {
  const body = requestBody(route, components, concrete);
  return {
    operationId: concrete.id ?? route.id,
    summary: concrete.summary ?? route.summary,
    tags: [route.tag],
    parameters: [
      ...pathParameters(route, components).filter((each) => !concrete.fixed?.includes(String(each['name']))),
      ...queryParameters(route, components),
      ...(route.headers ?? []).map((name) => HEADERS[name]),
      { $ref: '#/components/parameters/Accept-Language' },
    ],
    ...(body === null ? {} : { requestBody: body }),
    responses: responses(route, components, concrete),
    ...(route.for === 'public' ? { security: [] } : {}),
    ...(route.right === undefined ? {} : { description: `Needs the right \`${route.right}\`.` }),
  };
}

function pathParameters(route: Route, components: Components): Part[] {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const { properties } = described(components.schema(route.params));
  return names.map((name) => ({ name, in: 'path', required: true, schema: properties[name] ?? { type: 'string' } }));
}

function queryParameters(route: Route, components: Components): Part[] {
  const { properties, required } = described(components.schema(route.query));
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = schema;
    return {
      name,
      in: 'query',
      ...(required.includes(name) ? { required: true } : {}),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

function described(schema: JsonSchema): { properties: Record<string, JsonSchema>; required: string[] } {
  return {
    properties: (schema['properties'] ?? {}) as Record<string, JsonSchema>,
    required: (schema['required'] ?? []) as string[],
  };
}

function requestBody(route: Route, components: Components, concrete: Concrete): Part | null {
  if (route.file !== undefined && route.file !== false)
    return {
      required: true,
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    };
  if (route.method === 'GET' || route.method === 'DELETE') return null;
  const schema = concrete.body ?? components.schema(unwrapped(route.body));
  return { required: !route.body.safeParse(undefined).success, content: { 'application/json': { schema } } };
}

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
}

function responses(route: Route, components: Components, concrete: Concrete): Part {
  const { status, description, schema, media = 'application/json' } = route.success;
  const answer = concrete.success ?? (schema === undefined ? undefined : components.schema(schema));
  components.schema(problem);
  const content = Object.fromEntries([media].flat().map((each) => [each, { schema: answer ?? {} }]));
  return {
    [String(status)]: { description, ...(answer === undefined ? {} : { content }) },
    ...(route.cacheable === true ? { '304': { description: 'Not changed' } } : {}),
    default: { $ref: '#/components/responses/Problem' },
  };
}

const HEADERS: Record<RouteHeader, Part> = {
  'If-Match': { $ref: '#/components/parameters/If-Match' },
  'If-None-Match': { $ref: '#/components/parameters/If-None-Match' },
  'Idempotency-Key': { $ref: '#/components/parameters/Idempotency-Key' },
  Range: { $ref: '#/components/parameters/Range' },
};

/** The parameters that operations refer to. */
export const HEADER_PARAMETERS: Part = {
  'Accept-Language': header('Accept-Language', 'Language of the texts in errors: `en` or `zh`.'),
  'If-Match': header(
    'If-Match',
    'The ETag of the version that was worked on; answers 412 when it is no longer the newest.',
  ),
  'If-None-Match': header(
    'If-None-Match',
    'The ETag of what one has; answers 304 when it is still the newest. `*` on a PUT: only if there is nothing yet.',
  ),
  'Idempotency-Key': header(
    'Idempotency-Key',
    'Any text of one’s own; the same request sent again with it is carried out once.',
  ),
  Range: header('Range', 'The part that is wanted, such as `bytes=0-1023`; answered with 206.'),
};

function header(name: string, description: string): Part {
  return { name, in: 'header', description, schema: { type: 'string' } };
}

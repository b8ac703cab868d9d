import type { JsonValue } from '@stratacrm/sdk';
import type { AccessProfile } from '../../access/access-profile.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Route } from '../route.ts';
import { createComponents } from './components.ts';
import { describeObjects } from './describe-objects.ts';
import { HEADER_PARAMETERS, operationOf } from './operation.ts';

/** A description of the API (OpenAPI 3.1). */
export type ApiDescription = { [key: string]: JsonValue };

/** The whole API, with the objects and fields its reader may see spelt out; null for one who is not signed in. */
export function describeApi(routes: readonly Route[], catalog: Catalog, access: AccessProfile | null): ApiDescription {
  const memory = `openapi ${access?.key ?? ''}`;
  const known = catalog.derived.get(memory) as ApiDescription | undefined;
  if (known !== undefined) return known;
  const description = describe(routes, catalog, access);
  catalog.derived.set(memory, description);
  return description;
}

function describe(routes: readonly Route[], catalog: Catalog, access: AccessProfile | null): ApiDescription {
  const components = createComponents();
  const paths: Record<string, { [key: string]: JsonValue }> = {};
  const add = (path: string, method: string, operation: JsonValue): void => {
    (paths[path] ??= {})[method.toLowerCase()] = operation;
  };
  for (const route of routes) add(route.path, route.method, operationOf(route, components));
  if (access !== null)
    for (const { path, method, operation } of describeObjects(routes, catalog, access, components))
      add(path, method, operation);
  return {
    openapi: '3.1.1',
    info: {
      title: `${catalog.model.workspace.name} · Strata API`,
      version: String(catalog.release),
      description: 'Errors are `application/problem+json`. `version` is the number of the live release.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { cookie: [] }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components.all(),
      parameters: HEADER_PARAMETERS,
      responses: {
        Problem: {
          description: 'What is wrong, where, and what to do about it',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The token of a session, or an API key.' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'strata_session' },
      },
    },
  };
}

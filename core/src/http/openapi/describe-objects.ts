import type { CompiledObject, JsonSchema, JsonValue, ModelResponse } from '@stratacrm/sdk';
import type { AccessProfile } from '../../access/access-profile.ts';
import { readableModel } from '../../access/readable-model.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Route } from '../route.ts';
import type { Components } from './components.ts';
import { operationOf, type Concrete } from './operation.ts';
import { recordSchema } from './record-schemas.ts';

interface ConcreteOperation {
  path: string;
  method: string;
  operation: JsonValue;
}

/** The record routes once more for every object the reader may see, with its own name and fields. */
export function describeObjects(
  routes: readonly Route[],
  catalog: Catalog,
  access: AccessProfile,
  components: Components,
): ConcreteOperation[] {
  const model = readableModel(catalog, access);
  const records = routes.filter((route) => route.path.startsWith(PREFIX));
  return Object.values(model.objects).flatMap((object) => {
    const schemas = schemasOf(model, object.name, components);
    const offered = object.managed ? records.filter((route) => READS.has(route.id)) : records;
    return offered.map((route) => ({
      path: route.path.replace('{object}', object.name),
      method: route.method,
      operation: operationOf(route, components, concreteOf(route, object, schemas)),
    }));
  });
}

const PREFIX = '/api/records/{object}';
const READS = new Set(['listRecords', 'queryRecords', 'getRecord', 'recordHistory', 'recordTimeline']);

interface Schemas {
  record: JsonSchema;
  create: JsonSchema;
  update: JsonSchema;
}

function schemasOf(model: ModelResponse, name: string, components: Components): Schemas {
  return {
    record: components.add(`record.${name}`, recordSchema(model, name, 'read')),
    create: components.add(`record.${name}.create`, recordSchema(model, name, 'create')),
    update: components.add(`record.${name}.update`, recordSchema(model, name, 'update')),
  };
}

function concreteOf(route: Route, object: CompiledObject, { record, create, update }: Schemas): Concrete {
  const common = {
    id: `${route.id}.${object.name}`,
    summary: `${object.label.en}: ${route.summary}`,
    fixed: ['object'],
  };
  const written = {
    type: 'object',
    properties: { data: record, warnings: WARNINGS },
    required: ['data'],
    additionalProperties: false,
  };
  const concrete: Record<string, Partial<Concrete>> = {
    listRecords: { success: pageOf(record) },
    queryRecords: { success: { anyOf: [pageOf(record), { $ref: '#/components/schemas/GroupPage' }] } },
    getRecord: {
      success: { type: 'object', properties: { data: record }, required: ['data'], additionalProperties: false },
    },
    createRecord: { body: create, success: written },
    updateRecord: { body: update, success: written },
    restoreRecord: { success: written },
    bulkRecords: { body: bulkOf(create, update) },
  };
  return { ...common, ...concrete[route.id] };
}

function pageOf(record: JsonSchema): JsonSchema {
  return {
    type: 'object',
    properties: {
      data: { type: 'array', items: record },
      page: { type: 'object', properties: { next: { type: ['string', 'null'] } }, required: ['next'] },
      count: { type: 'integer' },
      estimated: { const: true },
    },
    required: ['data', 'page'],
    additionalProperties: false,
  };
}

function bulkOf(create: JsonSchema, update: JsonSchema): JsonSchema {
  const identified = {
    type: 'object',
    properties: { id: { type: 'string', format: 'uuid' }, version: { type: 'integer' } },
    required: ['id'],
  };
  return {
    type: 'object',
    properties: {
      create: { type: 'array', items: create },
      update: {
        type: 'array',
        items: identified,
        description: `Each with its id and the properties of ${String(update['$ref'])}.`,
      },
      upsert: {
        type: 'object',
        properties: {
          key: {
            type: 'string',
            description:
              'A unique field, or the name of a rule of fields that are unique together; by one with a condition, only records the condition holds for are found. Each row gives all fields of the key.',
          },
          rows: { type: 'array', items: update },
        },
        required: ['key', 'rows'],
        additionalProperties: false,
      },
      delete: { type: 'array', items: { type: 'string', format: 'uuid' } },
      restore: { type: 'array', items: { type: 'string', format: 'uuid' } },
      mode: { enum: ['all', 'partial'] },
    },
    additionalProperties: false,
  };
}

const WARNINGS: JsonSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
    required: ['path', 'code', 'message'],
  },
};

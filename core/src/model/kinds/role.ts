import { FIELD_PERMISSIONS, VERBS, type ObjectGrant, type RoleDocument } from '@stratacrm/sdk';
import { z } from 'zod';
import type { ExpressionUse, Kind, Reference } from './kind.ts';
import { keyReference } from './reference.ts';
import { base, expression, name, systemRight } from './shape.ts';

const permission = z.union([z.boolean(), expression]).optional();
const nameOrAll = z.union([z.literal('*'), name]);

const schema = z.strictObject({
  ...base('role'),
  grants: z.record(
    nameOrAll,
    z.strictObject({
      create: permission,
      read: permission,
      update: permission,
      delete: permission,
      export: permission,
      share: permission,
      fields: z.record(nameOrAll, z.enum(FIELD_PERMISSIONS)).optional(),
    }),
  ),
  rights: z.array(systemRight).optional(),
  second_factor: z.literal('required').optional(),
  portal: z.literal(true).optional(),
});

export const roleKind: Kind<'role'> = {
  kind: 'role',
  schema: () => schema,
  object: () => null,
  references: (document) =>
    named(document.grants).flatMap(([object, grant]) => [
      { ...keyReference(document, ['grants', object], { kind: 'object', name: object }), optional: true },
      ...fieldReferences(document, object, grant),
    ]),
  expressions: (document) =>
    Object.entries(document.grants).flatMap(([object, grant]) =>
      VERBS.flatMap((verb) => rowRule(object, verb, grant[verb])),
    ),
};

function named<Value>(entries: Record<string, Value>): [string, Value][] {
  return Object.entries(entries).filter(([key]) => key !== '*');
}

function fieldReferences(document: RoleDocument, object: string, grant: ObjectGrant): Reference[] {
  return named(grant.fields ?? {}).map(([field]) => ({
    ...keyReference(document, ['grants', object, 'fields', field], { kind: 'field', object, path: field }),
    optional: true,
  }));
}

function rowRule(object: string, verb: string, permission: unknown): ExpressionUse[] {
  if (typeof permission !== 'string') return [];
  return [
    { path: ['grants', object, verb], source: permission, object, form: 'record', sql: true, expect: { type: 'bool' } },
  ];
}

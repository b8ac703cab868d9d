import {
  StrataError,
  didYouMean,
  fieldType,
  isFieldType,
  relationOf,
  traitsOf,
  type CompiledField,
  type CompiledModel,
  type CompiledObject,
} from '@stratacrm/sdk';
import type { Catalog, CatalogObject } from './catalog.ts';
import { RECORD_SCHEMA } from './physical.ts';
import { MANAGED_TABLES } from './platform/documents.ts';

type Incoming = { object: string; field: CompiledField };

/** Adds to a compiled model what only the server needs to know. */
export function buildCatalog(
  model: CompiledModel,
  settingsVersion: number,
  documents: Pick<
    Catalog,
    | 'rates'
    | 'roles'
    | 'optionSets'
    | 'workflows'
    | 'emailTemplates'
    | 'dashboards'
    | 'actions'
    | 'pluginParts'
    | 'unfinished'
  >,
): Catalog {
  const incoming = incomingReferences(model);
  const objects = new Map(
    Object.values(model.objects).map((object) => [object.name, catalogObject(object, incoming.get(object.name) ?? [])]),
  );
  return {
    release: model.release,
    variant: model.variant,
    etag: `${model.release}.${settingsVersion}${model.variant === '' ? '' : `.${model.variant}`}`,
    model,
    rates: documents.rates,
    roles: documents.roles,
    optionSets: documents.optionSets,
    unfinished: documents.unfinished,
    workflows: documents.workflows,
    emailTemplates: documents.emailTemplates,
    dashboards: documents.dashboards,
    actions: documents.actions,
    pluginParts: documents.pluginParts,
    derived: new Map(),
    has: (name) => objects.has(name),
    object(name) {
      const found = objects.get(name);
      if (found === undefined) {
        throw new StrataError('unknown_object', { object: name, suggestion: didYouMean(name, objects.keys()) });
      }
      return found;
    },
  };
}

function catalogObject(object: CompiledObject, incoming: readonly Incoming[]): CatalogObject {
  const table = MANAGED_TABLES[object.name] ?? { schema: RECORD_SCHEMA, name: object.name };
  return { ...object, table, incoming };
}

function incomingReferences(model: CompiledModel): Map<string, Incoming[]> {
  const incoming = new Map<string, Incoming[]>();
  for (const object of Object.values(model.objects)) {
    for (const field of Object.values(object.fields)) {
      for (const target of field.system ? [] : linkTargets(field)) {
        const list = incoming.get(target) ?? [];
        list.push({ object: object.name, field });
        incoming.set(target, list);
      }
    }
  }
  return incoming;
}

/** Every object to whose records a field's values may point. */
export function linkTargets(field: CompiledField): readonly string[] {
  const relation = relationOf(field);
  if (relation === undefined) return [];
  return relation.kind === 'any' ? relation.to : [relation.to];
}

/** The object a field points to; null when it is no reference. */
export function referenceTarget(field: CompiledField): string | null {
  if (!isFieldType(field.type) || !traitsOf(field).reference) return null;
  const type = fieldType(field.type).expressionType(field, fieldType);
  return type.type === 'ref' ? type.object : null;
}

import { relationOf, type CompiledField, type Issue } from '@stratacrm/sdk';
import type { Catalog } from './catalog.ts';

/** A hierarchy is made by a reference of records to their own kind, and each kind has at most one. */
export function hierarchyProblems(catalog: Catalog, field: CompiledField): Issue[] {
  if (field.hierarchy !== true) return [];
  if (!pointsToOwn(field)) return [unsuitable(field, OWN)];
  const { fields } = catalog.object(field.object);
  const others = Object.values(fields).filter((other) => other.hierarchy === true && other.archived !== true);
  return others.length > 1 && others[0] !== field ? [unsuitable(field, ONLY)] : [];
}

const OWN = { en: 'a reference to its own object', zh: '引用自身对象的字段' };
const ONLY = { en: 'the only hierarchy of its object', zh: '该对象唯一的层级字段' };

function pointsToOwn(field: CompiledField): boolean {
  const relation = relationOf(field);
  return relation?.kind === 'one' && relation.to === field.object;
}

function unsuitable(field: CompiledField, needs: { en: string; zh: string }): Issue {
  return { path: 'hierarchy', code: 'unsuitable_field', params: { place: 'hierarchy', needs, target: field.name } };
}

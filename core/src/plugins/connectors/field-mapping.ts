import {
  StrataError,
  childListOf,
  pluginPartName,
  traitsOf,
  type CompiledField,
  type ConnectorDeclaration,
  type Label,
  type OutsideField,
} from '@stratacrm/sdk';
import type { Catalog } from '../../model/catalog.ts';
import { referenceTarget } from '../../records/sight/reference-target.ts';
import type { RunnablePlugin } from '../running/running-plugin.ts';
import type { ConnectorSetup } from './connector-setup.ts';

/** Whose connector it is, and what its manifest says of it. */
export interface Connector {
  plugin: RunnablePlugin;
  declared: ConnectorDeclaration;
}

/** An outside field with the field of ours that it stands for. */
export interface MappedField {
  outside: string;
  /** As queries name it: `amount`, `donor.email`. */
  path: string;
  field: CompiledField;
  /** The field of the record that is referred to, by which it is found. */
  via: { object: string; field: CompiledField } | null;
}

export interface FieldMapping {
  key: MappedField;
  /** The key too. */
  fields: MappedField[];
}

/** Outside fields as the model has them, where what they stand for follows renames; else as the manifest says. */
export function outsideFields(catalog: Catalog, { plugin, declared }: Connector): readonly OutsideField[] {
  const document = catalog.pluginParts.get(pluginPartName(plugin.manifest.prefix, 'connector', declared.name));
  return document?.outside ?? declared.outside;
}

/** The path of ours that an outside field stands for now; null: none. Nothing: a field that is no longer there. */
export function pathOf(
  catalog: Catalog,
  { declared }: Connector,
  { mapping }: ConnectorSetup,
  outside: OutsideField,
): string | null | undefined {
  if (!Object.hasOwn(mapping, outside.name)) return outside.to ?? null;
  const ids = mapping[outside.name];
  if (ids === undefined || ids === null) return null;
  let object: string | null = declared.object;
  const names: string[] = [];
  for (const id of ids) {
    const field: CompiledField | undefined =
      object !== null && catalog.has(object)
        ? Object.values(catalog.object(object).fields).find((each) => each.id === id)
        : undefined;
    if (field === undefined) return undefined;
    names.push(field.name);
    object = referenceTarget(field);
  }
  return names.join('.');
}

/** The fields of a path; null where there are none such. */
export function fieldsOfPath(catalog: Catalog, object: string, path: string): Omit<MappedField, 'outside'> | null {
  const [name = '', below, ...rest] = path.split('.');
  const field = fieldOf(catalog, object, name);
  if (field === undefined || rest.length > 0) return null;
  if (below === undefined) return { path, field, via: null };
  const target = referenceTarget(field);
  const found = target === null ? undefined : fieldOf(catalog, target, below);
  return target === null || found === undefined ? null : { path, field, via: { object: target, field: found } };
}

function fieldOf(catalog: Catalog, object: string, name: string): CompiledField | undefined {
  if (!catalog.has(object)) return undefined;
  const { fields } = catalog.object(object);
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return field?.archived === true ? undefined : field;
}

/** Why a field cannot stand for one outside; null: it can. */
export function unsuitable(connector: Connector, outside: string, mapped: Omit<MappedField, 'outside'>): Label | null {
  const { declared } = connector;
  if (outside === declared.key && (mapped.via !== null || mapped.field.unique !== true))
    return { en: 'needs a unique field of the record itself', zh: '必须对应记录自身的唯一字段' };
  const { computed, file } = traitsOf(mapped.field);
  if (file || childListOf(mapped.field) !== undefined)
    return { en: 'stands for files or a list, which cannot be linked', zh: '对应了文件或子列表，无法同步' };
  if (declared.pull !== undefined && declared.push === undefined && (computed || mapped.field.system))
    return { en: 'stands for a field that nobody can write', zh: '对应了不可写入的字段' };
  return null;
}

/** All that is wrong with how it is set up. */
export function mappingProblems(catalog: Catalog, connector: Connector, setup: ConnectorSetup): StrataError[] {
  const { declared } = connector;
  return outsideFields(catalog, connector).flatMap((outside) => {
    const needs = problemOf(catalog, connector, setup, outside);
    return needs === null
      ? []
      : [new StrataError('connector_not_set_up', { connector: declared.label, field: outside.label, needs })];
  });
}

function problemOf(catalog: Catalog, connector: Connector, setup: ConnectorSetup, outside: OutsideField): Label | null {
  const path = pathOf(catalog, connector, setup, outside);
  const isKey = outside.name === connector.declared.key;
  if (path === null) return isKey ? { en: 'stands for no field', zh: '没有对应字段' } : null;
  const found = path === undefined ? null : fieldsOfPath(catalog, connector.declared.object, path);
  if (found === null) return { en: 'stands for a field that is no longer there', zh: '所对应的字段已不存在' };
  return unsuitable(connector, outside.name, found);
}

/** Throws `connector_not_set_up`. */
export function mappingOf(catalog: Catalog, connector: Connector, setup: ConnectorSetup): FieldMapping {
  const [problem] = mappingProblems(catalog, connector, setup);
  if (problem !== undefined) throw problem;
  const fields = outsideFields(catalog, connector).flatMap((outside): MappedField[] => {
    const path = pathOf(catalog, connector, setup, outside);
    const found = path ? fieldsOfPath(catalog, connector.declared.object, path) : null;
    return found === null ? [] : [{ ...found, outside: outside.name }];
  });
  const key = fields.find(({ outside }) => outside === connector.declared.key);
  if (key === undefined) {
    const { label: name, key: field } = connector.declared;
    const needs = { en: 'stands for no field', zh: '没有对应字段' };
    throw new StrataError('connector_not_set_up', { connector: name, field, needs });
  }
  return { key, fields };
}

/** What can be written of it; a link that both reads and tells may show what is worked out here. */
export function isWritable({ field }: MappedField): boolean {
  return !traitsOf(field).computed && !field.system;
}

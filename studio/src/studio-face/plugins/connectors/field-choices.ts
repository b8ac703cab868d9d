import { childListOf, traitsOf, type CompiledField, type ConnectorInfo, type ModelResponse } from '@stratacrm/sdk';
import { label, t } from '../../../i18n/i18n.ts';

/** Fields of ours that may stand for one outside: those of the record, and those by which a record it refers to is found. */
export interface FieldChoices {
  own: Choice[];
  groups: { title: string; choices: Choice[] }[];
}

interface Choice {
  path: string;
  text: string;
}

type Objects = ModelResponse['objects'];

export function fieldChoices(objects: Objects, connector: ConnectorInfo, outside: string): FieldChoices {
  const fields = Object.values(objects[connector.object]?.fields ?? {}).filter((field) => isOffered(connector, field));
  if (outside === connector.key) return { own: fields.filter(isUnique).map((field) => choice(field)), groups: [] };
  return {
    own: fields.filter((field) => !isReference(field)).map((field) => choice(field)),
    groups: fields.filter(isReference).flatMap((field) => {
      const target = typeof field.to === 'string' ? objects[field.to] : undefined;
      const choices = Object.values(target?.fields ?? {}).filter(isKnownBy);
      const title = t('connectors.fieldsOf', { field: label(field.label) });
      return choices.length === 0 ? [] : [{ title, choices: choices.map((each) => choice(each, field)) }];
    }),
  };
}

/** What is chosen stands by itself in the closed list, so it names the whole way. */
function choice(field: CompiledField, via?: CompiledField): Choice {
  if (via === undefined) return { path: field.name, text: label(field.label) };
  return { path: `${via.name}.${field.name}`, text: `${label(via.label)} › ${label(field.label)}` };
}

function isOffered({ pushes }: ConnectorInfo, field: CompiledField): boolean {
  const { computed, file } = traitsOf(field);
  if (field.archived === true || file || childListOf(field) !== undefined) return false;
  return pushes || (!computed && !field.system);
}

function isUnique(field: CompiledField): boolean {
  return field.unique === true;
}

function isReference(field: CompiledField): boolean {
  return traitsOf(field).reference;
}

/** What people know a record by: a number, an address, a name. */
function isKnownBy(field: CompiledField): boolean {
  const { searchable, reference, file, computed } = traitsOf(field);
  return field.archived !== true && !reference && !file && !computed && (searchable || field.unique === true);
}

import { traitsOf, type CompiledObject } from '@stratacrm/sdk';
import type { FormValues } from '../form/form-values.ts';
import { label } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';

/** What can be written into the timeline of a record: a note, a call, a task. */
export interface TimelineKind {
  key: string;
  label: string;
  object: CompiledObject;
  /** The field that refers to the record. */
  via: string;
  given: FormValues;
}

/** Of objects that stand in timelines, can refer to a record of this object, and that the user may create. */
export function timelineKinds(object: CompiledObject): TimelineKind[] {
  const catalogue = useCatalogue();
  return Object.values(catalogue.objects)
    .filter(
      (each) => each.timeline !== undefined && each.archived !== true && catalogue.may(each.name, 'create') !== 'no',
    )
    .flatMap((each) => kindsOf(each, object));
}

function kindsOf(of: CompiledObject, about: CompiledObject): TimelineKind[] {
  const via = Object.values(of.fields).find(
    (field) => !field.system && traitsOf(field).reference && useCatalogue().targetOf(field) === about.name,
  );
  if (via === undefined) return [];
  const type = of.fields[of.timeline?.type ?? ''];
  const options = (type?.options ?? []).filter((option) => option.archived !== true);
  if (type === undefined || options.length === 0)
    return [{ key: of.name, label: label(of.label), object: of, via: via.name, given: {} }];
  return options.map((option) => ({
    key: `${of.name} ${option.value}`,
    label: label(option.label),
    object: of,
    via: via.name,
    given: { [type.name]: option.value },
  }));
}

import { childListOf, type CompiledField, type Issue, type Label } from '@stratacrm/sdk';
import { referenceTarget } from './build-catalog.ts';
import type { Catalog } from './catalog.ts';

/**
 * The records of an owned list belong to one record and go with it: their reference must point to its object, be required
 * and delete them with it. A list itself is never required: how many records it must have is said by a rule.
 */
export function childrenProblems(catalog: Catalog, field: CompiledField): Issue[] {
  const list = childListOf(field);
  if (list === undefined) return [];
  const required: Issue[] = field.required === true ? [{ path: 'required', code: 'list_required' }] : [];
  const via = catalog.has(list.object) ? catalog.object(list.object).fields[list.via] : undefined;
  // What is not there at all is reported as a dangling reference.
  if (via === undefined) return required;
  const lacking = whatLacks(catalog, field, via);
  if (lacking.length === 0) return required;
  const missing: Label = {
    en: lacking.map((each) => each.en).join(', '),
    zh: lacking.map((each) => each.zh).join('、'),
  };
  const params = { via: `${list.object}.${list.via}`, lacking: missing };
  return [...required, { path: 'via', code: 'children_via', params }];
}

function whatLacks(catalog: Catalog, field: CompiledField, via: CompiledField): Label[] {
  const { label } = catalog.object(field.object);
  const lacking: Label[] = [];
  if (referenceTarget(via) !== field.object || via.system)
    lacking.push({ en: `it must point to ${label.en}`, zh: `必须指向“${label.zh}”` });
  if (via.required !== true) lacking.push({ en: 'it must be required', zh: '必须设为必填' });
  if (via.on_delete !== 'cascade')
    lacking.push({ en: 'on_delete must be cascade', zh: '“被引用记录删除时”必须为一并删除' });
  return lacking;
}

import {
  childListOf,
  partSettingIssues,
  traitsOf,
  type CheckRule,
  type CompiledField,
  type Document,
  type FieldDocument,
  type Issue,
  type Label,
  type PluginPartDocument,
} from '@stratacrm/sdk';
import type { Catalog } from './catalog.ts';
import type { ModelProblem } from './model-problem.ts';

/** Checks and types of fields that plugins brought, set up otherwise than they can be. */
export function partProblems(documents: readonly Document[], catalog: Catalog): ModelProblem[] {
  return documents.flatMap((document): ModelProblem[] => {
    if (document.kind === 'rule' && document.type === 'check')
      return checkIssues(document, catalog).map((issue) => problem(document.kind, document.name, issue));
    if (document.kind === 'field' && document.as !== undefined)
      return shapeIssues(document, document.as, catalog).map((issue) =>
        problem(document.kind, `${document.object}.${document.name}`, issue),
      );
    if (document.kind === 'plugin_part' && document.part === 'enricher')
      return proposedIssues(document, catalog).map((issue) => problem(document.kind, document.name, issue));
    if (document.kind === 'plugin_part' && document.part === 'connector')
      return outsideIssues(document, catalog).map((issue) => problem(document.kind, document.name, issue));
    return [];
  });
}

/** What a connector's author proposes has to be of use: records are found by a field that no two have alike. */
function outsideIssues({ object = '', outside = [], key }: PluginPartDocument, catalog: Catalog): Issue[] {
  return outside.flatMap(({ name, to }, at): Issue[] => {
    const field = to !== undefined && catalog.has(object) ? catalog.object(object).fields[to] : undefined;
    if (name !== key || field === undefined || field.unique === true) return [];
    const needs = { en: 'a unique field', zh: '唯一字段' };
    const place = `outside.${at}.to`;
    return [{ path: place, code: 'unsuitable_field', params: { place, needs, target: to ?? '' } }];
  });
}

/** Values of which people can judge what they see: neither files nor other records, and nothing the system sets. */
export function isProposable(field: CompiledField): boolean {
  const { computed, file, link } = traitsOf(field);
  return !computed && !file && !link && !field.system && childListOf(field) === undefined;
}

function proposedIssues({ object = '', fields = [] }: PluginPartDocument, catalog: Catalog): Issue[] {
  return fields.flatMap((name, at): Issue[] => {
    const field = catalog.has(object) ? catalog.object(object).fields[name] : undefined;
    if (field === undefined || isProposable(field)) return [];
    const needs = { en: 'a value that people write', zh: '由人填写的值' };
    return [{ path: `fields.${at}`, code: 'unsuitable_field', params: { place: `fields.${at}`, needs, target: name } }];
  });
}

function problem(kind: Document['kind'], key: string, { path, code, params = {} }: Issue): ModelProblem {
  return { kind, key, path, code, params };
}

function checkIssues(rule: CheckRule, catalog: Catalog): Issue[] {
  const part = catalog.pluginParts.get(rule.validator);
  // What is not there at all is told as a dangling reference.
  if (part?.part !== 'validator') return [];
  return [
    ...typeIssue(part, part.types, 'field', fieldOf(catalog, rule, rule.field)),
    ...inputIssues(rule, part, catalog),
    ...under('settings', partSettingIssues(part.form, rule.settings)),
  ];
}

function inputIssues(rule: CheckRule, part: PluginPartDocument, catalog: Catalog): Issue[] {
  const { inputs = [] } = part;
  const given = rule.inputs ?? {};
  const unknown = Object.keys(given)
    .filter((name) => !inputs.some((each) => each.name === name))
    .map((name): Issue => ({ path: `inputs.${name}`, code: 'unknown_setting', params: { name } }));
  const each = inputs.flatMap(({ name, label, required, types }): Issue[] => {
    const chosen = given[name];
    if (chosen !== undefined) return typeIssue(part, types, `inputs.${name}`, fieldOf(catalog, rule, chosen));
    return required === true ? [{ path: `inputs.${name}`, code: 'required', params: { label } }] : [];
  });
  return [...unknown, ...each];
}

function shapeIssues(field: FieldDocument, as: string, catalog: Catalog): Issue[] {
  const part = catalog.pluginParts.get(as);
  if (part?.part !== 'field_type') return [];
  return [
    ...typeIssue(part, [part.base ?? ''], 'as', field),
    ...under('as_settings', partSettingIssues(part.form, field.as_settings)),
  ];
}

function typeIssue(
  { label }: { label: Label },
  wanted: readonly string[] | undefined,
  path: string,
  field: Pick<FieldDocument, 'type'> | undefined,
): Issue[] {
  if (wanted === undefined || field === undefined || wanted.includes(field.type)) return [];
  const list = { en: wanted.join(', '), zh: wanted.join('、') };
  return [{ path, code: 'wrong_part_type', params: { part: label, wanted: list, type: field.type } }];
}

function fieldOf(catalog: Catalog, { object }: CheckRule, name: string): CompiledField | undefined {
  return catalog.has(object) ? catalog.object(object).fields[name] : undefined;
}

function under(place: string, issues: readonly Issue[]): Issue[] {
  return issues.map((issue) => ({ ...issue, path: `${place}.${issue.path}` }));
}

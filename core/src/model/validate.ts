import {
  checkExpression,
  documentKey,
  fieldType,
  isFieldType,
  needOfPart,
  traitsOf,
  type CompiledField,
  type Document,
  type ErrorCode,
  type ErrorParameters,
  type FieldTraits,
  type Issue,
} from '@stratacrm/sdk';
import { atOnce, type Breather, type Pieces } from '../kernel/breather.ts';
import { actionProblems } from './action-problems.ts';
import type { Catalog } from './catalog.ts';
import { checkDocument } from './check-document.ts';
import { childrenProblems } from './children-problems.ts';
import { fieldAt } from './field-at.ts';
import type { FoldedDocument } from './fold.ts';
import { formulaCycles } from './formula-cycles.ts';
import { goneTargets } from './gone-targets.ts';
import { hierarchyProblems } from './hierarchy-problems.ts';
import { kindOf } from './kinds/index.ts';
import type { ExpressionUse, Reference, Target } from './kinds/kind.ts';
import type { ModelProblem } from './model-problem.ts';
import { partProblems } from './part-problems.ts';
import { partitionProblems } from './partition-problems.ts';
import { processProblems } from './process-problems.ts';
import { rollupProblems } from './rollups/rollup-problems.ts';

import { uniqueTogetherProblems } from './unique-together-problems.ts';
import { workflowProblems } from './workflow-problems.ts';

/** Everything wrong with the folded documents: shapes, names taken twice, references to nothing, expressions. */
export function validate(documents: readonly FoldedDocument[], catalog: Catalog): ModelProblem[] {
  return atOnce(problemsOf(documents, catalog));
}

/** The same beside running traffic: requests are answered in between. */
export function validateBeside(
  documents: readonly FoldedDocument[],
  catalog: Catalog,
  breather: Breather,
): Promise<ModelProblem[]> {
  return breather.through(problemsOf(documents, catalog));
}

function* problemsOf(documents: readonly FoldedDocument[], catalog: Catalog): Pieces<ModelProblem[]> {
  const problems: ModelProblem[] = [];
  for (const found of groupsOf(documents, catalog)) {
    problems.push(...found);
    yield;
  }
  return problems;
}

function* groupsOf(documents: readonly FoldedDocument[], catalog: Catalog): Generator<readonly ModelProblem[]> {
  const isGone = goneTargets(documents);
  const live = documents.map((folded) => folded.document).filter((document) => isInForce(document, isGone));
  yield doubles(live);
  for (const document of live) {
    yield [
      ...shapeProblems(document),
      ...namedProblems(document, catalog, isGone),
      ...(document.kind === 'field' ? fieldProblems(catalog, document) : []),
    ];
  }
  yield workflowProblems(live, catalog);
  yield actionProblems(live, catalog);
  yield partProblems(live, catalog);
  yield processProblems(live, catalog);
  yield formulaCycles(catalog);
  yield rollupProblems(catalog);
  yield uniqueTogetherProblems(catalog);
  yield partitionProblems(catalog);
}

/** What a document of sound shape names and is not there or does not suit, and what is wrong with its expressions. */
export function namedProblems(
  document: Document,
  catalog: Catalog,
  isGone: (target: Target) => boolean = () => false,
): ModelProblem[] {
  const kind = kindOf(document);
  return [
    ...kind
      .references(document as never)
      .flatMap((reference) => referenceProblems(document, reference, catalog, isGone)),
    ...kind.expressions(document as never).flatMap((use) => expressionProblems(document, use, catalog)),
  ];
}

function isInForce(document: Document, isGone: (target: Target) => boolean): boolean {
  if (document.archived === true) return false;
  const object = kindOf(document).object(document as never);
  return object === null || document.kind === 'object' || !isGone({ kind: 'object', name: object });
}

function problem(document: Document, path: string, code: ErrorCode, params: ErrorParameters = {}): ModelProblem {
  return { kind: document.kind, key: documentKey(document), path, code, params };
}

function fromIssue(document: Document, issue: Issue): ModelProblem {
  return problem(document, issue.path, issue.code, issue.params);
}

function doubles(documents: readonly Document[]): ModelProblem[] {
  const seen = new Set<string>();
  return documents.flatMap((document) => {
    const key = `${document.kind} ${documentKey(document)}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [problem(document, 'name', 'name_taken', { kind: document.kind, name: documentKey(document) })];
  });
}

/** Patches of several layers may together make a shape that none of them would. */
function shapeProblems(document: Document): ModelProblem[] {
  const check = checkDocument(document.kind, document as unknown as Record<string, unknown>);
  return check.ok ? [] : check.issues.map((issue) => fromIssue(document, issue));
}

function referenceProblems(
  document: Document,
  reference: Reference,
  catalog: Catalog,
  isGone: (target: Target) => boolean,
): ModelProblem[] {
  const { target } = reference;
  if (reference.optional === true && isGone(target)) return [];
  const path = reference.path.join('.');
  const found = resolve(target, catalog);
  if (found === null) {
    return [problem(document, path, 'dangling_reference', { place: path, target: targetText(target) })];
  }
  if (target.kind === 'screen') return screenProblems(document, path, target, catalog);
  if (target.kind === 'view_type') return viewTypeProblems(document, target, catalog);
  if (target.kind !== 'field' || target.needs === undefined || found === true) return [];
  if (traitsOf(found)[target.needs]) return [];
  const params = { place: path, needs: traitText[target.needs], target: targetText(target) };
  return [problem(document, path, 'unsuitable_field', params)];
}

/** A screen is made for one kind of place, and perhaps for some objects or field types alone. */
function screenProblems(
  document: Document,
  path: string,
  { name, mount, object, type }: Extract<Target, { kind: 'screen' }>,
  { model }: Catalog,
): ModelProblem[] {
  const screen = model.screens?.[name];
  if (screen === undefined) return [];
  const fits =
    screen.mount === mount &&
    (object === undefined || (screen.objects?.includes(object) ?? true)) &&
    (type === undefined || (screen.types?.includes(type) ?? true));
  return fits ? [] : [problem(document, path, 'unsuitable_screen', { place: path, target: name, mount: screen.mount })];
}

/** Each part that must be is filled, and each by a field that can stand at its place. */
function viewTypeProblems(
  document: Document,
  { name, object, parts }: Extract<Target, { kind: 'view_type' }>,
  catalog: Catalog,
): ModelProblem[] {
  const type = catalog.model.view_types?.[name];
  if (type === undefined) return [];
  const at = (part: string): string => `declared.parts.${part}`;
  const strange = Object.keys(parts).filter((part) => type.parts.every((each) => each.name !== part));
  return [
    ...strange.map((part) => problem(document, at(part), 'unknown_view_part', { path: at(part), target: name, part })),
    ...type.parts.flatMap((part) => {
      const path = at(part.name);
      const filling = parts[part.name];
      if (filling === undefined)
        return part.required === true
          ? [problem(document, path, 'unfilled_view_part', { path, target: name, part: part.label })]
          : [];
      const field = fieldAt(catalog, object, filling);
      const needs = needOfPart(part);
      if (field === null || needs === undefined || traitsOf(field)[needs]) return [];
      const target = `${object}.${filling}`;
      return [problem(document, path, 'unsuitable_field', { place: path, needs: traitText[needs], target })];
    }),
  ];
}

const traitText: Record<keyof FieldTraits, { en: string; zh: string }> = {
  sortable: { en: 'sortable', zh: '可排序' },
  groupable: { en: 'groupable', zh: '可分组' },
  searchable: { en: 'searchable', zh: '可搜索' },
  unique: { en: 'fit to be unique', zh: '可设为唯一' },
  summable: { en: 'summable', zh: '可求和' },
  bucketable: { en: 'a date', zh: '日期' },
  suggested: { en: 'of free words', zh: '自由词语' },
  options: { en: 'a choice', zh: '选项' },
  country: { en: 'able to name a country', zh: '可表示国家或地区的字段' },
  reference: { en: 'a reference', zh: '引用' },
  link: { en: 'a reference', zh: '引用' },
  computed: { en: 'computed', zh: '自动计算' },
  numbered: { en: 'numbered', zh: '自动编号' },
  rolled_up: { en: 'a roll-up', zh: '汇总' },
  file: { en: 'a file', zh: '文件' },
  picture: { en: 'a picture', zh: '图片' },
  timed: { en: 'a time limit', zh: '时限' },
  personal: { en: 'about a person', zh: '个人信息' },
};

/** What the target is: the field, true for anything else that is there, null for nothing. */
function resolve(target: Target, catalog: Catalog): CompiledField | true | null {
  switch (target.kind) {
    case 'object':
      return catalog.has(target.name) ? true : null;
    case 'option_set':
      return catalog.optionSets.has(target.name) ? true : null;
    case 'role':
      return catalog.roles.has(target.name) ? true : null;
    case 'workflow':
      return catalog.workflows.has(target.name) ? true : null;
    case 'screen':
      return Object.hasOwn(catalog.model.screens ?? {}, target.name) ? true : null;
    case 'view_type':
      return Object.hasOwn(catalog.model.view_types ?? {}, target.name) ? true : null;
    case 'plugin_part':
      return catalog.pluginParts.get(target.name)?.part === target.part ? true : null;
    case 'view':
      return catalog.has(target.object) && hasView(catalog, target.object, target.name) ? true : null;
    case 'field':
      return fieldAt(catalog, target.object, target.path);
    case 'option': {
      const field = fieldAt(catalog, target.object, target.field);
      return field?.options?.some((option) => option.value === target.value) === true ? true : null;
    }
  }
}

function hasView(catalog: Catalog, object: string, name: string): boolean {
  return catalog.object(object).views.some((view) => view.name === name);
}

function targetText(target: Target): string {
  switch (target.kind) {
    case 'object':
    case 'option_set':
    case 'role':
    case 'workflow':
    case 'screen':
    case 'plugin_part':
    case 'view':
    case 'view_type':
      return target.name;
    case 'field':
      return `${target.object}.${target.path}`;
    case 'option':
      return `${target.object}.${target.field} = ${target.value}`;
  }
}

function expressionProblems(document: Document, use: ExpressionUse, catalog: Catalog): ModelProblem[] {
  // A rule for every object must be right for each of them; one example of where it is not is enough.
  const objects = use.object === '*' ? Object.keys(catalog.model.objects) : [use.object];
  for (const object of objects) {
    if (!catalog.has(object)) continue;
    const { model } = catalog;
    const scope = {
      model,
      object,
      form: use.form,
      ...(use.sql && { sql: true }),
      ...(use.expect && { expect: use.expect }),
    };
    const result = checkExpression(use.source, scope);
    if (result.ok) continue;
    const path = use.path.join('.');
    return result.problems.map((each) => problem(document, path, each.code, each.params));
  }
  return [];
}

function fieldProblems(catalog: Catalog, document: Document): ModelProblem[] {
  if (document.kind !== 'field' || !isFieldType(document.type) || !catalog.has(document.object)) return [];
  const field = catalog.object(document.object).fields[document.name];
  if (field === undefined) return [];
  return [
    ...managedProblems(catalog, field),
    ...optionProblems(field),
    ...uniqueProblems(field),
    ...hierarchyProblems(catalog, field),
    ...defaultProblems(catalog, field),
    ...childrenProblems(catalog, field),
  ].map((issue) => fromIssue(document, issue));
}

function managedProblems(catalog: Catalog, field: CompiledField): Issue[] {
  const object = catalog.object(field.object);
  if (!object.managed || field.origin === object.origin) return [];
  return [{ path: 'object', code: 'platform_document', params: { kind: 'object', name: object.name } }];
}

function optionProblems(field: CompiledField): Issue[] {
  if (!traitsOf(field).options || (field.options?.length ?? 0) > 0 || field.option_set !== undefined) return [];
  return [{ path: 'options', code: 'required', params: { label: 'options' } }];
}

function uniqueProblems(field: CompiledField): Issue[] {
  if (field.unique !== true || traitsOf(field).unique) return [];
  const params = { place: 'unique', needs: traitText.unique, target: field.name };
  return [{ path: 'unique', code: 'unsuitable_field', params }];
}

function defaultProblems(catalog: Catalog, field: CompiledField): Issue[] {
  if (field.default === undefined || field.default === null) return [];
  if (traitsOf(field).file) return [{ path: 'default', code: 'no_default_file' }];
  const { currency, locale, time_zone, phone_country } = catalog.model.workspace;
  const parsed = fieldType(field.type).parse(field.default, field, { currency, locale, time_zone, phone_country });
  return parsed.ok ? [] : [{ path: 'default', code: parsed.code, params: parsed.params }];
}

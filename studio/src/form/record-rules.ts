import {
  checkExpression,
  evaluateExpression,
  relationOf,
  type CheckedExpression,
  type CompiledObject,
  type ExpressionBindings,
  type JsonValue,
  type LayoutDocument,
  type ModelResponse,
} from '@stratacrm/sdk';
import { plainValue, valueAt } from '../fields/references.ts';
import { valueContext, valueProblem } from '../fields/value-context.ts';
import { label, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import { useSession } from '../stores/session.ts';
import { isWritable, type FormValues } from './form-values.ts';

/** Expressions of the current model, each read once; gone with the model. */
const checked = new WeakMap<ModelResponse, Map<string, CheckedExpression | null>>();

export interface FormState {
  object: CompiledObject;
  values: FormValues;
  /** The record as last saved; absent on a new one. */
  base?: FormValues | undefined;
}

/** Evaluates a condition over the values in a form; null where it cannot be said here and only the server can. */
export function evaluate(source: string, state: FormState): unknown {
  const model = useCatalogue().model;
  if (model === null) return null;
  const expression = read(source, state.object, model);
  if (expression === null || !answerable(expression, state)) return null;
  try {
    return evaluateExpression(expression, bindings(state));
  } catch {
    return null;
  }
}

/** Names of the fields that rules now hide. */
export function hiddenFields(state: FormState): Set<string> {
  const hidden = new Set<string>();
  for (const rule of state.object.rules) {
    if (rule.type !== 'visibility' || rule.archived === true) continue;
    if (rule.when !== undefined && evaluate(rule.when, state) !== true) continue;
    if (evaluate(rule.visible, state) === false || isMissing(rule.visible, state))
      for (const name of rule.fields) hidden.add(name);
  }
  return hidden;
}

/** Whether a section or item of a layout is now shown. */
export function isShown(visible: string | undefined, state: FormState): boolean {
  return visible === undefined || visible === '' || !(evaluate(visible, state) === false || isMissing(visible, state));
}

/** What is wrong with the values, by field, as far as it can be said while typing; '' holds what has no field. */
export function problemsOf(state: FormState, names: readonly string[]): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const name of names) {
    const problem = fieldProblem(state, name);
    if (problem !== null) problems[name] = problem;
  }
  for (const [places, message] of brokenRules(state, 'enforce')) {
    const place = places.find((each) => names.includes(each)) ?? '';
    problems[place] ??= message;
  }
  return problems;
}

/** Messages of rules that only warn. */
export function warningsOf(state: FormState): Record<string, string> {
  return Object.fromEntries([...brokenRules(state, 'warn')].map(([places, message]) => [places[0] ?? '', message]));
}

function fieldProblem(state: FormState, name: string): string | null {
  const field = state.object.fields[name];
  if (field === undefined || !isWritable(field)) return null;
  const plain = plainValue(field, state.values[name]);
  if (plain === null) return field.required === true ? t('fields.neededNow', { label: label(field.label) }) : null;
  return valueProblem(field, plain, { fields: state.object.fields, record: state.values });
}

function* brokenRules(state: FormState, mode: 'enforce' | 'warn'): Generator<[string[], string]> {
  for (const rule of state.object.rules) {
    if (rule.type !== 'validation' || rule.mode !== mode || rule.archived === true) continue;
    if (rule.when !== undefined && evaluate(rule.when, state) !== true) continue;
    if (evaluate(rule.assert, state) === false || isMissing(rule.assert, state))
      yield [rule.fields ?? [], label(rule.message)];
  }
}

/** As on the server: a missing value makes a condition not hold. Not to be mixed up with one that cannot be said here. */
function isMissing(source: string, state: FormState): boolean {
  const model = useCatalogue().model;
  const expression = model === null ? null : read(source, state.object, model);
  return expression !== null && answerable(expression, state) && evaluate(source, state) === null;
}

function read(source: string, object: CompiledObject, model: ModelResponse): CheckedExpression | null {
  const known = checked.get(model) ?? new Map<string, CheckedExpression | null>();
  checked.set(model, known);
  const key = `${object.name} ${source}`;
  let found = known.get(key);
  if (found === undefined) {
    const objects = { ...model.objects, [object.name]: object };
    const result = checkExpression(source, { model: { objects }, object: object.name, form: 'record' });
    found = result.ok ? result.expression : null;
    known.set(key, found);
  }
  return found;
}

/**
 * A path through a reference is known only as far as the form has that record's fields. Teams beneath one's own, lists of
 * records and hierarchies the server alone knows: such a rule is left to it, and its warning comes with the answer to the save.
 */
function answerable(expression: CheckedExpression, state: FormState): boolean {
  if (expression.source.includes('managed_teams') || expression.usesRecords) return false;
  return expression.paths.every((path) => {
    if (path.length === 1) return true;
    const reference = state.values[path[0] ?? ''];
    return reference === null || reference === undefined || valueAt(state.values, path.join('.')) !== undefined;
  });
}

function bindings(state: FormState): ExpressionBindings {
  const me = useSession().me;
  const value = (values: FormValues | undefined) => (path: readonly string[]) =>
    bound(state.object, values ?? {}, path);
  return {
    record: value(state.values),
    old: value(state.base),
    user: {
      id: me?.id ?? '',
      email: me?.email ?? '',
      name: me?.name ?? '',
      roles: me?.roles ?? [],
      teams: me?.teams ?? [],
      managed_teams: [],
      record: me?.portal?.record ?? null,
    },
    now: new Date(),
    time_zone: valueContext().time_zone,
  };
}

function bound(object: CompiledObject, values: FormValues, path: readonly string[]): JsonValue {
  const field = useCatalogue().field(object.name, path.join('.')) ?? object.fields[path[0] ?? ''];
  const value = valueAt(values, path.join('.')) ?? null;
  if (field === undefined || value === null) return value;
  if (relationOf(field) !== undefined) return plainValue(field, value);
  return isMoney(value) ? inWorkspaceCurrency(value) : value;
}

function isMoney(value: JsonValue): value is { amount: string; currency: string } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && 'amount' in value && 'currency' in value
  );
}

function inWorkspaceCurrency(value: { amount: string; currency: string }): string | null {
  const { workspace } = useCatalogue();
  if (value.currency === workspace.currency) return value.amount;
  const rate = workspace.exchange_rates[value.currency];
  return rate === undefined ? null : String(Number(value.amount) * Number(rate));
}

/** Every field of a layout that is shown now, section by section. */
export function shownSections(layout: LayoutDocument, state: FormState) {
  const hidden = hiddenFields(state);
  return layout.sections
    .filter((section) => isShown(section.visible, state))
    .map((section) => ({
      section,
      items: section.items.filter(
        (item) =>
          state.object.fields[item.field] !== undefined && !hidden.has(item.field) && isShown(item.visible, state),
      ),
    }))
    .filter(({ section, items }) => items.length > 0 || section.screen !== undefined);
}

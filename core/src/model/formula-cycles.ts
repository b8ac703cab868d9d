import { checkExpression, fieldType, isFieldType, type CompiledField } from '@stratacrm/sdk';
import { referenceTarget } from './build-catalog.ts';
import type { Catalog } from './catalog.ts';
import type { ModelProblem } from './model-problem.ts';

/** Formulas that, over whatever detours, would need their own value. Each circle is reported once. */
export function formulaCycles(catalog: Catalog): ModelProblem[] {
  const needs = dependencies(catalog);
  const done = new Set<string>();
  const problems: ModelProblem[] = [];
  const visit = (key: string, trail: readonly string[]): void => {
    const at = trail.indexOf(key);
    if (at >= 0) {
      const circle = [...trail.slice(at), key].join(' → ');
      problems.push({ kind: 'field', key, path: 'expression', code: 'formula_cycle', params: { circle } });
      return;
    }
    if (done.has(key)) return;
    done.add(key);
    for (const next of needs.get(key) ?? []) visit(next, [...trail, key]);
  };
  for (const key of needs.keys()) visit(key, []);
  return problems;
}

/** Formula → the formulas it reads, as `object.field`. */
function dependencies(catalog: Catalog): Map<string, string[]> {
  const needs = new Map<string, string[]>();
  for (const object of Object.values(catalog.model.objects)) {
    for (const field of Object.values(object.fields)) {
      if (!isFormula(field)) continue;
      const checked = checkExpression(field.expression, { model: catalog.model, object: object.name, form: 'record' });
      if (!checked.ok) continue;
      const read = checked.expression.paths.flatMap((path) => formulasOn(catalog, object.name, path));
      needs.set(`${object.name}.${field.name}`, read);
    }
  }
  return needs;
}

function isFormula(field: CompiledField): field is CompiledField & { expression: string } {
  return isFieldType(field.type) && fieldType(field.type).storage === 'virtual' && field.expression !== undefined;
}

function formulasOn(catalog: Catalog, object: string, path: readonly string[]): string[] {
  const [step = '', ...rest] = path;
  const field = catalog.has(object) ? catalog.object(object).fields[step] : undefined;
  if (field === undefined) return [];
  const target = referenceTarget(field);
  const further = target === null || rest.length === 0 ? [] : formulasOn(catalog, target, rest);
  return isFormula(field) ? [`${object}.${step}`, ...further] : further;
}

import { checkExpression, fieldType, isFieldType, type CompiledField } from '@stratacrm/sdk';
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
      const formulas = checked.expression.reads.filter((read) => isFormulaAt(catalog, read));
      needs.set(`${object.name}.${field.name}`, formulas);
    }
  }
  return needs;
}

function isFormula(field: CompiledField): field is CompiledField & { expression: string } {
  return isFieldType(field.type) && fieldType(field.type).storage === 'virtual' && field.expression !== undefined;
}

function isFormulaAt(catalog: Catalog, read: string): boolean {
  const [object = '', name = ''] = read.split('.');
  const field = catalog.has(object) ? catalog.object(object).fields[name] : undefined;
  return field !== undefined && isFormula(field);
}

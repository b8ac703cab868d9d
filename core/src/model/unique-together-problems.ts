import { checkExpression, fieldType, isFieldType, type ExpressionNode } from '@stratacrm/sdk';
import type { Catalog } from './catalog.ts';
import type { ModelProblem } from './model-problem.ts';

/** Rules of uniqueness that no index can keep: over computed fields, over other records, over the clock. */
export function uniqueTogetherProblems(catalog: Catalog): ModelProblem[] {
  return Object.values(catalog.model.objects).flatMap((object) =>
    (object.unique ?? []).flatMap(({ fields, where }, index): ModelProblem[] => {
      const at = { kind: 'object' as const, key: object.name };
      const computed = fields.flatMap((name, position): ModelProblem[] => {
        const field = object.fields[name];
        if (field === undefined || !isVirtual(field.type)) return [];
        const params = { place: `unique.${index}.fields.${position}`, needs: KEPT, target: `${object.name}.${name}` };
        return [{ ...at, path: params.place, code: 'unsuitable_field', params }];
      });
      const path = `unique.${index}.where`;
      const fit = where === undefined || isFit(catalog, object.name, where);
      return fit ? computed : [...computed, { ...at, path, code: 'unsuitable_condition', params: {} }];
    }),
  );
}

const KEPT = { en: 'kept in the record itself', zh: '保存在记录本身' };

function isVirtual(type: string): boolean {
  return isFieldType(type) && fieldType(type).storage === 'virtual';
}

/** One that does not check is told of by itself. */
function isFit(catalog: Catalog, object: string, where: string): boolean {
  const result = checkExpression(where, { model: catalog.model, object, form: 'record', sql: true });
  if (!result.ok) return true;
  const { expression } = result;
  const { fields } = catalog.object(object);
  const own = expression.paths.every((path) => path.length === 1 && !isVirtual(fields[path[0]!]?.type ?? ''));
  return own && !expression.usesClock && !expression.usesUser && !converts(expression.node);
}

/** Dates become moments, and both become texts, differently for each reader. */
function converts(node: ExpressionNode): boolean {
  if (node.kind === 'convert') return true;
  const inner = Object.values(node).flatMap((value: unknown) =>
    Array.isArray(value) ? (value as unknown[]) : [value],
  );
  return inner.some((each) => typeof each === 'object' && each !== null && 'kind' in each && converts(each as ExpressionNode)); // prettier-ignore
}

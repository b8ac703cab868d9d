import type { Catalog } from './catalog.ts';
import { isKeptCondition, isOwn } from './kept-condition.ts';
import type { ModelProblem } from './model-problem.ts';

/** Rules of uniqueness that no index can keep: over computed fields, over other records, over the clock. */
export function uniqueTogetherProblems(catalog: Catalog): ModelProblem[] {
  return Object.values(catalog.model.objects).flatMap((object) =>
    (object.unique ?? []).flatMap(({ fields, where }, index): ModelProblem[] => {
      const at = { kind: 'object' as const, key: object.name };
      const computed = fields.flatMap((name, position): ModelProblem[] => {
        const field = object.fields[name];
        if (field === undefined || isOwn(field)) return [];
        const params = { place: `unique.${index}.fields.${position}`, needs: KEPT, target: `${object.name}.${name}` };
        return [{ ...at, path: params.place, code: 'unsuitable_field', params }];
      });
      const path = `unique.${index}.where`;
      const fit = where === undefined || isKeptCondition(catalog, object.name, where, isOwn);
      return fit ? computed : [...computed, { ...at, path, code: 'unsuitable_condition', params: {} }];
    }),
  );
}

const KEPT = { en: 'kept in the record itself', zh: '保存在记录本身' };

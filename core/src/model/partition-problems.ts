import { fieldType, isFieldType, traitsOf, type CompiledObject } from '@stratacrm/sdk';
import type { Catalog } from './catalog.ts';
import type { ModelProblem } from './model-problem.ts';

/** Objects kept in pieces whose field of time is no stored one, or that want more than the pieces can promise. */
export function partitionProblems(catalog: Catalog): ModelProblem[] {
  return Object.values(catalog.model.objects).flatMap((object): ModelProblem[] => {
    const field = object.partition_by === undefined ? undefined : object.fields[object.partition_by];
    if (field === undefined) return [];
    const at = { kind: 'object' as const, key: object.name, path: 'partition_by' };
    const unique = uniqueNames(object);
    return [
      ...(isFieldType(field.type) && fieldType(field.type).storage === 'virtual'
        ? [
            {
              ...at,
              code: 'unsuitable_field' as const,
              params: { place: at.path, needs: KEPT, target: `${object.name}.${field.name}` },
            },
          ]
        : []),
      ...(unique.length > 0
        ? [{ ...at, code: 'partitioned_unique' as const, params: { object: object.label, fields: unique.join(', ') } }]
        : []),
    ];
  });
}

const KEPT = { en: 'kept in the record itself', zh: '保存在记录本身' };

/** Names of what must be unique: a database sees to that within one piece, not over all of them. */
export function uniqueNames({ fields, unique = [] }: Pick<CompiledObject, 'fields' | 'unique'>): string[] {
  const alone = Object.values(fields).filter((field) => field.unique === true && traitsOf(field).unique);
  return [...alone.map((field) => field.name), ...unique.map((each) => each.name)];
}

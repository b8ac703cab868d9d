import { checkExpression, rollupResult, storageOf, type CompiledField } from '@stratacrm/sdk';
import { referenceTarget } from '../build-catalog.ts';
import type { Catalog } from '../catalog.ts';
import type { ModelProblem } from '../model-problem.ts';
import { isKeptCondition } from '../kept-condition.ts';
import { rollupInput, rollupOf, type Rollup } from './rollup.ts';

/** Roll-ups of roll-ups of roll-ups …: each level is one more statement in every write below it. */
export const MOST_LEVELS = 4;

/** Roll-ups that nobody could keep right: over what is no child, over what cannot be summed, over themselves. */
export function rollupProblems(catalog: Catalog): ModelProblem[] {
  const rollups = allRollups(catalog);
  return [...rollups.flatMap((rollup) => ownProblems(catalog, rollup)), ...levelProblems(catalog, rollups)];
}

function allRollups(catalog: Catalog): Rollup[] {
  const fields = Object.values(catalog.model.objects).flatMap((object) => Object.values(object.fields));
  return fields.flatMap((field) => rollupOf(field) ?? []);
}

function keyOf({ object, name }: CompiledField): string {
  return `${object}.${name}`;
}

function problem({ field }: Rollup, path: string, code: ModelProblem['code'], params = {}): ModelProblem {
  return { kind: 'field', key: keyOf(field), path, code, params };
}

/** What names something that is not there is told of by itself. */
function ownProblems(catalog: Catalog, rollup: Rollup): ModelProblem[] {
  if (!catalog.has(rollup.children)) return [];
  const children = catalog.object(rollup.children);
  if (children.managed) return [problem(rollup, 'children', 'rollup_children', { children: children.label })];
  const via = children.fields[rollup.via];
  const problems: ModelProblem[] = [];
  if (via !== undefined && (storageOf(via) !== 'uuid' || referenceTarget(via) !== rollup.field.object)) {
    const params = { via: via.label, children: children.label, object: catalog.object(rollup.field.object).label };
    problems.push(problem(rollup, 'via', 'rollup_via', params));
  }
  const input = rollup.of === null ? undefined : children.fields[rollup.of];
  if (rollup.function !== 'count' && rollup.of === null) {
    problems.push(problem(rollup, 'field', 'required', { label: 'field' }));
  } else if (rollup.function !== 'count' && input !== undefined) {
    const fits = rollupResult(rollup.function, rollupInput(input)) !== null;
    if (!fits)
      problems.push(problem(rollup, 'field', 'rollup_input', { field: input.label, function: rollup.function }));
  }
  if (rollup.where !== null && !isKeptCondition(catalog, rollup.children, rollup.where)) {
    problems.push(problem(rollup, 'where', 'unsuitable_condition'));
  }
  return problems;
}

/** Circles and towers. Each circle is reported once. */
function levelProblems(catalog: Catalog, rollups: readonly Rollup[]): ModelProblem[] {
  const levels = new Map<string, number>();
  const problems: ModelProblem[] = [];
  const visit = (rollup: Rollup, trail: readonly string[]): number => {
    const key = keyOf(rollup.field);
    const at = trail.indexOf(key);
    if (at >= 0) {
      const circle = [...trail.slice(at), key].join(' → ');
      problems.push(problem(rollup, 'field', 'rollup_cycle', { circle }));
      return 0;
    }
    const known = levels.get(key);
    if (known !== undefined) return known;
    const below = rollupsRead(catalog, rollup).map((each) => visit(each, [...trail, key]));
    const level = 1 + Math.max(0, ...below);
    levels.set(key, level);
    if (level === MOST_LEVELS + 1) problems.push(problem(rollup, 'field', 'rollup_depth', { max: MOST_LEVELS }));
    return level;
  };
  for (const rollup of rollups) visit(rollup, []);
  return problems;
}

/** The roll-ups of the children that this one is made of, those in its condition among them. */
export function rollupsRead(catalog: Catalog, { children, of, where }: Rollup): Rollup[] {
  if (!catalog.has(children)) return [];
  const { fields } = catalog.object(children);
  const scope = { model: catalog.model, object: children, form: 'record' } as const;
  const checked = where === null ? null : checkExpression(where, scope);
  const named = checked?.ok === true ? checked.expression.paths.map(([first]) => first!) : [];
  return [...new Set([...(of === null ? [] : [of]), ...named])].flatMap((name) => {
    const field = fields[name];
    return field === undefined ? [] : (rollupOf(field) ?? []);
  });
}

import {
  checkExpression,
  childListOf,
  expressionValue,
  type CheckedExpression,
  type CompiledField,
  type ExplainedCondition,
  type ExplainedValue,
  type ExpressionNode,
  type JsonValue,
  type RecordData,
} from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import { readablePaths, type ReadablePaths } from '../../access/readable-paths.ts';
import { expressionToSql } from '../../expressions-sql/expression-to-sql.ts';
import type { Catalog } from '../../model/catalog.ts';
import { getRecord } from '../get-record.ts';
import { referenceTarget } from '../sight/reference-target.ts';
import { systemSight } from '../sight/sight.ts';
import { memoryOf } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { personValues } from './person-values.ts';

/** One rule on one record: about whom it is asked, and who asks. */
interface RuleQuestion {
  /** The context of the person in question, whose values `user` has. */
  about: AccessContext;
  asker: AccessContext;
  object: string;
  id: string;
}

/** A piece of the rule that stands by itself. */
interface Leaf {
  condition: ExplainedCondition;
  expression: CheckedExpression;
}

/**
 * Takes a row rule apart at its &&, || and ! and says of each piece whether it holds of this record, with the values it
 * reads. Of what the asker may not see neither the value nor the answer is told. To be called only for a record that the
 * asker sees.
 */
export async function explainRule(question: RuleQuestion, rule: CheckedExpression): Promise<ExplainedCondition> {
  const leaves: Leaf[] = [];
  const whole = takeApart(question, rule, rule.node, leaves);
  const holds = await evaluate(question, leaves);
  const read = await valuesRead(question, leaves);
  for (const [index, { condition, expression }] of leaves.entries()) {
    const values = read.of(expression);
    condition.holds = values === 'hidden' ? 'hidden' : (holds[index] ?? null);
    if (values !== 'hidden') condition.values = values;
  }
  return joined(whole);
}

function takeApart(
  question: RuleQuestion,
  rule: CheckedExpression,
  node: ExpressionNode,
  leaves: Leaf[],
): ExplainedCondition {
  const source = rule.source.slice(node.from, node.to);
  const operands = node.kind === 'logic' ? node.operands : node.kind === 'not' ? [node.operand] : [];
  if (operands.length > 0) {
    const parts = operands.map((operand) => takeApart(question, rule, operand, leaves));
    return { source, holds: null, join: node.kind === 'logic' ? node.operator : 'not', parts };
  }
  const condition: ExplainedCondition = { source, holds: null };
  leaves.push({ condition, expression: standingAlone(question, rule, node, source) });
  return condition;
}

/** The piece as a rule of its own, so that it is known what it reads by itself. */
function standingAlone({ about, object }: RuleQuestion, rule: CheckedExpression, node: ExpressionNode, source: string) {
  const scope = { model: about.catalog.model, object, form: 'record', sql: true, expect: { type: 'bool' } } as const;
  const result = checkExpression(source, scope);
  return result.ok ? result.expression : { ...rule, source, node };
}

async function evaluate({ about, object, id }: RuleQuestion, leaves: readonly Leaf[]): Promise<(boolean | null)[]> {
  const source = new RecordSource(systemSight(about.catalog), object).where(sql`t.id = ${given('id')}::uuid`);
  const columns = leaves.map(({ expression }, index) => {
    return sql`${expressionToSql(expression, source.record)} as ${sql.id(String(index))}`;
  });
  const statement = compileStatement(
    sql`select ${sql.join(columns)} ${source.fromWhere()}`,
    memoryOf(about.catalog).names,
  );
  const { rows } = await runStatement<Record<string, boolean | null>>(about, statement, { id });
  return leaves.map((_, index) => rows[0]?.[String(index)] ?? null);
}

interface ReadValues {
  of(expression: CheckedExpression): ExplainedValue[] | 'hidden';
}

/** Everything the pieces read of the record, in one reading of the asker's. */
async function valuesRead(question: RuleQuestion, leaves: readonly Leaf[]): Promise<ReadValues> {
  const { about, asker, object, id } = question;
  const may = readablePaths(asker.catalog.model, asker.access);
  const paths = leaves.flatMap(({ expression }) => expression.paths).filter((path) => may.path(object, path));
  const ends = new Map(paths.map((path) => [path.join('.'), endOf(asker.catalog, object, path)]));
  const asked = [...ends.values()].flatMap((end) =>
    end === undefined ? [] : [end.path, ...namePath(asker, may, end)],
  );
  const read = async (fields: readonly string[]) =>
    (await getRecord(asker, object, id, { fields: ['id', ...new Set(fields)] })).data;
  const data = await read(asked);
  // A reference that is followed comes as a record, or as nothing where that may not be seen: its id tells them apart.
  const bare = await read(paths.map(([first]) => first!));
  const person = await personValues(about);
  return {
    of(expression) {
      if (!tellable(asker, may, object, expression)) return 'hidden';
      const values = expression.paths.map((path) => valueAt(question, { data, bare }, path, ends.get(path.join('.'))));
      if (values.includes('hidden')) return 'hidden';
      const told = values.filter((value) => value !== 'hidden' && value !== 'none') as ExplainedValue[];
      return [...told, ...person.filter(({ name }) => names(expression.source, name))];
    },
  };
}

function names(source: string, name: string): boolean {
  return new RegExp(`\\b${name.replace('.', '\\.')}\\b`).test(source);
}

/** Lists of records tell of every record in them, so all of those must be open to the asker. */
function tellable(asker: AccessContext, may: ReadablePaths, object: string, expression: CheckedExpression): boolean {
  if (!expression.paths.every((path) => may.path(object, path))) return false;
  if (!expression.usesRecords) return true;
  return expression.reads.every((read) => {
    const [of = '', field = ''] = read.split('.');
    return may.field(of, field) && (of === object || asker.access.permission(of, 'read').kind === 'all');
  });
}

/** Where a path ends: at a field, or within its value. */
interface End {
  field: CompiledField;
  /** The dotted path of the field. */
  path: string;
  part: string | null;
}

function endOf({ model }: Catalog, object: string, path: readonly string[]): End | undefined {
  let at = object;
  for (const [index, name] of path.entries()) {
    const field = model.objects[at]?.fields[name];
    if (field === undefined) return undefined;
    const target = referenceTarget(field);
    if (index === path.length - 1 || target === null)
      return { field, path: path.slice(0, index + 1).join('.'), part: path[index + 1] ?? null };
    at = target;
  }
  return undefined;
}

/** Of a reference also what the record is called. */
function namePath({ catalog }: AccessContext, may: ReadablePaths, { field, path }: End): string[] {
  const target = referenceTarget(field);
  const object = target === null ? undefined : catalog.model.objects[target];
  return object !== undefined && may.field(object.name, object.name_field) ? [`${path}.${object.name_field}`] : [];
}

interface Readings {
  data: RecordData;
  bare: RecordData;
}

/** `hidden` where the way leads through a record that the asker may not see; `none`: a list, which is no one value. */
function valueAt(
  { asker, object }: RuleQuestion,
  { data, bare }: Readings,
  path: readonly string[],
  end: End | undefined,
): ExplainedValue | 'hidden' | 'none' {
  if (end === undefined || childListOf(end.field) !== undefined) return 'none';
  const name = `record.${path.join('.')}`;
  const steps = end.path.split('.');
  let [at, value]: [string, JsonValue] = [object, data];
  for (const [index, step] of steps.entries()) {
    const next: JsonValue = (value as { [step: string]: JsonValue })[step] ?? null;
    if (index < steps.length - 1) {
      at = referenceTarget(asker.catalog.object(at).fields[step]!)!;
      const empty = index === 0 && (bare[step] ?? null) === null;
      if (next === null)
        return empty || asker.access.permission(at, 'read').kind === 'all' ? { name, value: null } : 'hidden';
    }
    value = next;
  }
  return endValue(asker, name, end, value);
}

function endValue({ catalog }: AccessContext, name: string, { field, part }: End, value: JsonValue): ExplainedValue {
  if (part !== null) return { name, value: (value as { [part: string]: JsonValue } | null)?.[part] ?? null };
  const target = referenceTarget(field);
  if (target === null) return { name, value: expressionValue(field, value) };
  if (value === null || typeof value !== 'object') return { name, value };
  const { id, ...rest } = value as RecordData;
  const called = catalog.object(target).name_field;
  const text = expressionValue(catalog.object(target).fields[called]!, rest[called] ?? null);
  return { name, value: id, ...(typeof text === 'string' ? { text } : {}) };
}

/** Whether a chain holds follows from its parts, as Kleene's logic has it; of what is hidden nothing follows. */
function joined(condition: ExplainedCondition): ExplainedCondition {
  if (condition.parts === undefined) return condition;
  const parts = condition.parts.map(joined);
  return {
    ...condition,
    parts,
    holds: together(
      condition.join!,
      parts.map((part) => part.holds),
    ),
  };
}

type Holds = ExplainedCondition['holds'];

function together(join: 'and' | 'or' | 'not', parts: readonly Holds[]): Holds {
  if (join === 'not') return typeof parts[0] === 'boolean' ? !parts[0] : (parts[0] ?? null);
  const deciding = join === 'or';
  if (parts.includes(deciding)) return deciding;
  if (parts.includes('hidden')) return 'hidden';
  return parts.includes(null) ? null : !deciding;
}

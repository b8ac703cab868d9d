import {
  NAMES_OBJECT,
  StrataError,
  checkExpression,
  evaluateExpression,
  expressionValue,
  fillPieces,
  celLiteral,
  namesObject,
  piecesOf,
  scopeOf,
  type CheckedExpression,
  type ExpressionBindings,
  type ExpressionType,
  type JsonValue,
  type Result,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { readablePaths } from '../../access/readable-paths.ts';
import type { Catalog, CatalogObject } from '../../model/catalog.ts';
import { amountOf, RelatedRecords } from '../../records/pipeline/related-records.ts';
import { readerSight } from '../../records/sight/sight.ts';
import { planned } from '../../records/sql/catalog-memory.ts';

/** A value and its type. */
export interface TypedValue {
  value: JsonValue;
  type: ExpressionType;
}

/** What the names of a run stand for: ids of records, and plain values. */
export type NamedValues = { readonly [name: string]: JsonValue };

/**
 * Values of a step's expressions, read with the rights of whom the run acts for: a record he may not see is missing, a
 * field he may not see is an error.
 */
export class RunValues {
  readonly #ctx: AccessContext;
  readonly #names: readonly Result[];
  readonly #values: NamedValues;
  readonly #old: { [field: string]: JsonValue } | null;
  readonly #object: CatalogObject;
  readonly #known: RelatedRecords | null;

  constructor(
    ctx: AccessContext,
    names: readonly Result[],
    values: NamedValues,
    old: { [field: string]: JsonValue } | null,
    /** What was read for many runs at once (`readTogether`). */
    known: RelatedRecords | null = null,
  ) {
    this.#ctx = ctx;
    this.#names = names;
    this.#values = values;
    this.#old = old;
    this.#object = namesAsObject(names);
    this.#known = known;
  }

  async evaluate(source: string): Promise<TypedValue> {
    const expression = checkedOver(this.#ctx.catalog, this.#names, source);
    if (readsHidden(this.#ctx, this.#object, expression))
      throw new StrataError('run_hidden_field', { expression: source });
    const related = this.#known ?? relatedOf(this.#ctx, this.#object, this.#names);
    await related.load([expression], [{ before: null, after: { ...this.#values } }]);
    const value = evaluateExpression(expression, this.#bindings(related)) as JsonValue;
    return { value: value ?? null, type: expression.type };
  }

  async holds(source: string): Promise<boolean> {
    return (await this.evaluate(source)).value === true;
  }

  /** A text with its values filled in; what is missing is left empty. */
  async fill(template: string): Promise<string> {
    const texts = await this.#pieces(template);
    return fillPieces(template, (source) => {
      const { value } = texts.get(source)!;
      return value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    });
  }

  /** A filter with its values as literals; null when one is missing, and so nothing can match. */
  async filter(template: string): Promise<string | null> {
    const values = await this.#pieces(template);
    let missing = false;
    const filled = fillPieces(template, (source) => {
      const { value, type } = values.get(source)!;
      const literal = celLiteral(value, type);
      if (literal === null) missing = true;
      return literal ?? 'null';
    });
    return missing ? null : filled;
  }

  /** Field → value. */
  async record(values: JsonValue | undefined): Promise<{ [field: string]: JsonValue }> {
    const result: { [field: string]: JsonValue } = {};
    for (const [field, source] of Object.entries((values ?? {}) as { [field: string]: string }))
      result[field] = (await this.evaluate(source)).value;
    return result;
  }

  async #pieces(template: string): Promise<Map<string, TypedValue>> {
    const sources = piecesOf(template).filter((piece) => piece.kind === 'expression');
    const values = new Map<string, TypedValue>();
    for (const { source } of sources) values.set(source, await this.evaluate(source));
    return values;
  }

  /** The object whose record the name stands for. */
  #targetOf(name: string): string | undefined {
    return targetOf(this.#object, name);
  }

  #bindings(related: RelatedRecords): ExpressionBindings {
    const { actor, now } = this.#ctx;
    const valueAt = ([name, ...rest]: readonly string[]): unknown => {
      if (name === 'old') return this.#oldValue(rest);
      const value = this.#values[name!] ?? null;
      if (rest.length === 0) return value;
      const target = this.#targetOf(name!);
      return target === undefined || typeof value !== 'string' ? null : related.value(target, value, rest);
    };
    return {
      record: valueAt,
      old: () => null,
      user: {
        id: actor.userId ?? '',
        email: actor.email,
        name: actor.name,
        roles: actor.roles,
        teams: actor.teams,
        managed_teams: actor.managedTeams,
      },
      now,
      time_zone: actor.timeZone,
    };
  }

  /** The record as it was before the change, its own fields only. */
  #oldValue([field, ...rest]: readonly string[]): unknown {
    const target = this.#targetOf('old');
    const described = target === undefined ? undefined : this.#ctx.catalog.object(target).fields[field!];
    const value = this.#old?.[field!] ?? null;
    if (described === undefined || rest.length > 0) return null;
    return amountOf(expressionValue(described, value));
  }
}

/** Reads what these expressions ask of many runs' records, in one statement for each object that they reach. */
export async function readTogether(
  ctx: AccessContext,
  names: readonly Result[],
  sources: readonly string[],
  values: readonly NamedValues[],
): Promise<RelatedRecords> {
  const object = namesAsObject(names);
  const related = relatedOf(ctx, object, names);
  const expressions = sources.flatMap((source) => {
    try {
      const expression = checkedOver(ctx.catalog, names, source);
      return readsHidden(ctx, object, expression) ? [] : [expression];
    } catch {
      // What is wrong with it is told where it is evaluated.
      return [];
    }
  });
  await related.load(
    expressions,
    values.map((each) => ({ before: null, after: { ...each } })),
  );
  return related;
}

/** Whether it names a field that the reader may not see. */
function readsHidden({ catalog, access }: AccessContext, object: CatalogObject, { paths }: CheckedExpression): boolean {
  const readable = planned(catalog, `readable paths|${access.key}`, () => readablePaths(catalog.model, access));
  return paths.some(([name, ...rest]) => {
    const target = targetOf(object, name!);
    return rest.length > 0 && target !== undefined && target !== NAMES_OBJECT && !readable.path(target, rest);
  });
}

function targetOf(object: CatalogObject, name: string): string | undefined {
  const to = object.fields[name]?.to;
  return typeof to === 'string' ? to : undefined;
}

/** A workflow that a deletion begins is about a record in the recycle bin, and reads it there. */
function relatedOf(ctx: AccessContext, object: CatalogObject, names: readonly Result[]): RelatedRecords {
  const which = names.some(({ deleted }) => deleted === true) ? 'any' : 'living';
  return new RelatedRecords(ctx, object, readerSight(ctx.catalog, ctx.access), which);
}

function namesAsObject(names: readonly Result[]): CatalogObject {
  let object = OBJECTS.get(names);
  if (object === undefined)
    OBJECTS.set(names, (object = { ...namesObject(names), table: { schema: '', name: '' }, incoming: [] }));
  return object;
}

const OBJECTS = new WeakMap<readonly Result[], CatalogObject>();
const SHAPES = new WeakMap<readonly Result[], string>();

function shapeOf(names: readonly Result[]): string {
  let shape = SHAPES.get(names);
  if (shape === undefined)
    SHAPES.set(names, (shape = names.map(({ name, type }) => `${name}:${JSON.stringify(type)}`).join()));
  return shape;
}

function checkedOver(catalog: Catalog, names: readonly Result[], source: string): CheckedExpression {
  return planned(catalog, `workflow expression|${shapeOf(names)}|${source}`, () => {
    const result = checkExpression(source, scopeOf(catalog.model, names));
    if (result.ok) return result.expression;
    const [problem] = result.problems;
    throw new StrataError(problem!.code, problem!.params);
  });
}

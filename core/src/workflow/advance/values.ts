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
import type { CatalogObject } from '../../model/catalog.ts';
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

  constructor(
    ctx: AccessContext,
    names: readonly Result[],
    values: NamedValues,
    old: { [field: string]: JsonValue } | null,
  ) {
    this.#ctx = ctx;
    this.#names = names;
    this.#values = values;
    this.#old = old;
    this.#object = { ...namesObject(names), table: { schema: '', name: '' }, incoming: [] };
  }

  async evaluate(source: string): Promise<TypedValue> {
    const expression = this.#checked(source);
    this.#refuseHidden(expression);
    const related = new RelatedRecords(this.#ctx, this.#object, readerSight(this.#ctx.catalog, this.#ctx.access));
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

  #checked(source: string): CheckedExpression {
    const { catalog } = this.#ctx;
    const shape = this.#names.map(({ name, type }) => `${name}:${JSON.stringify(type)}`).join();
    return planned(catalog, `workflow expression|${shape}|${source}`, () => {
      const result = checkExpression(source, scopeOf(catalog.model, this.#names));
      if (result.ok) return result.expression;
      const [problem] = result.problems;
      throw new StrataError(problem!.code, problem!.params);
    });
  }

  #refuseHidden(expression: CheckedExpression): void {
    const { catalog, access } = this.#ctx;
    const readable = readablePaths(catalog.model, access);
    for (const [name, ...rest] of expression.paths) {
      const target = this.#targetOf(name!);
      if (rest.length > 0 && target !== undefined && target !== NAMES_OBJECT && !readable.path(target, rest))
        throw new StrataError('run_hidden_field', { expression: expression.source });
    }
  }

  /** The object whose record the name stands for. */
  #targetOf(name: string): string | undefined {
    const to = this.#object.fields[name]?.to;
    return typeof to === 'string' ? to : undefined;
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

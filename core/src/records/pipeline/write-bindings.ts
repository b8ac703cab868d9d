import {
  evaluateExpression,
  formulaValue,
  partField,
  expressionValue,
  type CheckedExpression,
  type CompiledField,
  type ExpressionBindings,
  type ExpressionUser,
  type JsonValue,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { formulaOf } from '../sight/checked-expression.ts';
import { referenceTarget } from '../sight/reference-target.ts';
import { storageOf } from '../store/field-column.ts';
import { workspaceAmount } from '../store/storage-codec.ts';
import { amountOf } from './related-records.ts';
import type { Write, WriteBatch } from './write-batch.ts';
import type { RecordState } from '../store/record-changes.ts';

/** What an expression gives for a record on its way; null when missing. */
export function evaluateFor(batch: WriteBatch, write: Write, expression: CheckedExpression): unknown {
  return evaluateExpression(expression, bindingsOf(batch, write));
}

/** A condition holds only when it is true; a missing answer is none. */
export function holds(batch: WriteBatch, write: Write, condition: CheckedExpression): boolean {
  return evaluateFor(batch, write, condition) === true;
}

/** The API value of a formula field over the record as it is to be. */
export function formulaFor(batch: WriteBatch, write: Write, field: CompiledField): JsonValue {
  const formula = formulaOf(batch.ctx.catalog, batch.object.name, field);
  if (formula === undefined) return null;
  return formulaValue(evaluateFor(batch, write, formula), field, batch.ctx.catalog.model.workspace);
}

function bindingsOf(batch: WriteBatch, write: Write): ExpressionBindings {
  const bindings: ExpressionBindings = {
    record: (path) => valueAt(batch, write.after, path, bindings),
    // A formula over the former state reads the former state.
    old: (path) =>
      write.before === null ? null : valueAt(batch, write.before, path, { ...bindings, record: bindings.old }),
    user: expressionUser(batch.ctx),
    now: batch.ctx.now,
    time_zone: batch.ctx.actor.timeZone,
  };
  return bindings;
}

function valueAt(
  batch: WriteBatch,
  state: RecordState,
  path: readonly string[],
  bindings: ExpressionBindings,
): JsonValue {
  const field = batch.object.fields[path[0]!];
  if (field === undefined) return null;
  const { workspace } = batch.ctx.catalog.model;
  const formula = formulaOf(batch.ctx.catalog, batch.object.name, field);
  if (formula !== undefined) {
    return amountOf(formulaValue(evaluateExpression(formula, bindings), field, workspace));
  }
  const value = state[field.name] ?? null;
  if (path.length > 1 && partField(field, path[1]!) !== undefined) return partValue(value, path[1]!);
  if (path.length > 1) return throughReference(batch, field, value, path.slice(1));
  if (value === null || storageOf(field) !== 'money') return expressionValue(field, value);
  const { amount, currency } = value as { amount: string; currency: string };
  return workspaceAmount(amount, currency, workspace);
}

function partValue(value: JsonValue, part: string): JsonValue {
  return (value as { [part: string]: JsonValue } | null)?.[part] ?? null;
}

function throughReference(batch: WriteBatch, field: CompiledField, id: JsonValue, rest: readonly string[]): JsonValue {
  const target = referenceTarget(field);
  return target === null || typeof id !== 'string' ? null : batch.related.value(target, id, rest);
}

function expressionUser({ actor }: AccessContext): ExpressionUser {
  return {
    id: actor.userId ?? '',
    email: actor.email,
    name: actor.name,
    roles: actor.roles,
    teams: actor.teams,
    managed_teams: actor.managedTeams,
  };
}

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
import { worthOf } from '../store/worth.ts';
import { planned } from '../sql/catalog-memory.ts';
import type { PendingRecord } from './reached-records.ts';
import { amountOf } from './related-records.ts';
import { isSettled, type Write, type WriteBatch } from './write-batch.ts';
import type { RecordState } from '../store/record-changes.ts';

/** Rounds of asking and fetching: two lists inside one another and what is asked of their items need no more than six. */
const MOST_ROUNDS = 20;

/** Makes sure that all these expressions read of these records, and of others beside them, is known. */
export async function prepareFor(
  batch: WriteBatch,
  expressions: readonly CheckedExpression[],
  writes: readonly Write[],
): Promise<void> {
  await batch.related.load(expressions, writes);
  await prepareOwners(batch, expressions);
  const reaching = expressions.filter((expression) => reaches(batch, expression));
  if (reaching.length === 0) return;
  family(batch).forEach(notePending);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (const write of writes) for (const expression of reaching) evaluateFor(batch, write, expression);
    if (!(await batch.reached.fetch())) return;
  }
  throw new Error(`Records that ${reaching.map(({ source }) => source).join(' ')} asks for were not found out`);
}

/** What is read through the record that the batch's records belong to, which may not be stored yet. */
async function prepareOwners(batch: WriteBatch, expressions: readonly CheckedExpression[]): Promise<void> {
  const { upper, object } = batch;
  if (upper === null) return;
  const through = (paths: readonly (readonly string[])[]) =>
    paths
      .filter(([first, ...rest]) => rest.length > 0 && referenceTarget(object.fields[first!]!) === upper.object.name)
      .map(([, ...rest]) => rest);
  const wanted = expressions.map(({ paths, oldPaths }) => ({
    paths: [...through(paths), ...through(oldPaths)],
    oldPaths: [],
  }));
  await upper.related.load(wanted, upper.writes);
}

/** Whether it asks for lists of records or hierarchies, itself or by a formula of the record. */
function reaches({ ctx, object }: WriteBatch, expression: CheckedExpression): boolean {
  return planned(ctx.catalog, `reaches|${object.name}|${expression.source}`, () => {
    const within = (each: CheckedExpression): boolean =>
      each.usesRecords ||
      [...each.paths, ...each.oldPaths].some(([first]) => {
        const formula = formulaOf(ctx.catalog, object.name, object.fields[first!]!);
        return formula !== undefined && within(formula);
      });
    return within(expression);
  });
}

/** The records that the batch is about to write, as they are to be. */
export function pendingRecords(batch: WriteBatch, object: string): ReadonlyMap<string, PendingRecord> {
  const batches = family(batch).filter((each) => each.object.name === object);
  const [first, ...others] = batches.map((each) => pending.get(each) ?? notePending(each));
  if (first === undefined || others.length === 0) return first ?? NONE;
  return new Map([first, ...others].flatMap((each) => [...each]));
}

/** The batches that are written together: what belongs to records stands beside them. */
function family(batch: WriteBatch): WriteBatch[] {
  let first = batch;
  while (first.upper !== null) first = first.upper;
  const all = [first];
  for (const each of all) all.push(...each.owned.map((owned) => owned.batch));
  return all;
}

const NONE: ReadonlyMap<string, PendingRecord> = new Map();

const pending = new WeakMap<WriteBatch, ReadonlyMap<string, PendingRecord>>();

/** Which those are changes from stage to stage, as writes are refused. */
function notePending(batch: WriteBatch): ReadonlyMap<string, PendingRecord> {
  const concerned = batch.writes.filter((write) => !isSettled(write));
  const records = new Map(concerned.map((write) => [write.id, pendingRecord(batch, write)]));
  pending.set(batch, records);
  return records;
}

function pendingRecord(batch: WriteBatch, write: Write): PendingRecord {
  return {
    get state() {
      return write.action === 'delete' ? null : write.after;
    },
    value: (path) => bindingsOf(batch, write).record(path) as JsonValue,
  };
}

/** What an expression gives for a record on its way; null when missing. */
export function evaluateFor(batch: WriteBatch, write: Write, expression: CheckedExpression): unknown {
  return evaluateExpression(expression, bindingsOf(batch, write));
}

/** A condition holds only when it is true; a missing answer is none. */
export function holds(batch: WriteBatch, write: Write, condition: CheckedExpression): boolean {
  return evaluateFor(batch, write, condition) === true;
}

/**
 * The same without anything fetched: whether it is true whatever else may turn out. Whoever writes his own record is
 * let by the first part of most rules, and then nobody needs to know his team.
 */
export function holdsAlready(batch: WriteBatch, write: Write, condition: CheckedExpression): boolean {
  if (reaches(batch, condition)) return false;
  try {
    return evaluateExpression(condition, bindingsOf(batch, write, true)) === true;
  } catch (error) {
    if (error === NOT_FETCHED) return false;
    throw error;
  }
}

/** Thrown where only what is at hand may be read. */
const NOT_FETCHED = new Error('This would have to be fetched');

/** The API value of a formula field over the record as it is to be. */
export function formulaFor(batch: WriteBatch, write: Write, field: CompiledField): JsonValue {
  const formula = formulaOf(batch.ctx.catalog, batch.object.name, field);
  if (formula === undefined) return null;
  return formulaValue(evaluateFor(batch, write, formula), field, batch.ctx.catalog.model.workspace);
}

function bindingsOf(batch: WriteBatch, write: Write, atHand = false): ExpressionBindings {
  const bindings: ExpressionBindings = {
    record: (path) => valueAt(batch, write.after, path, bindings, atHand),
    // A formula over the former state reads the former state.
    old: (path) =>
      write.before === null ? null : valueAt(batch, write.before, path, { ...bindings, record: bindings.old }, atHand),
    user: expressionUser(batch.ctx),
    now: batch.ctx.now,
    time_zone: batch.ctx.actor.timeZone,
    records: batch.reached,
  };
  return bindings;
}

function valueAt(
  batch: WriteBatch,
  state: RecordState,
  path: readonly string[],
  bindings: ExpressionBindings,
  atHand: boolean,
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
  if (path.length > 1) return throughReference(batch, field, value, path.slice(1), atHand);
  if (value === null || storageOf(field) !== 'money') return expressionValue(field, value);
  const { amount, currency } = value as { amount: string; currency: string };
  return worthOf(batch.ctx.catalog.rates, field, state, batch.ctx.now)(amount, currency);
}

/** The record that the batch's records belong to, as it is to be. */
function ownerOf({ upper }: WriteBatch, object: string, id: string): PendingRecord | undefined {
  return upper?.object.name === object ? (pending.get(upper) ?? notePending(upper)).get(id) : undefined;
}

function partValue(value: JsonValue, part: string): JsonValue {
  return (value as { [part: string]: JsonValue } | null)?.[part] ?? null;
}

function throughReference(
  batch: WriteBatch,
  field: CompiledField,
  id: JsonValue,
  rest: readonly string[],
  atHand: boolean,
): JsonValue {
  const target = referenceTarget(field);
  if (target === null || typeof id !== 'string') return null;
  const owner = ownerOf(batch, target, id);
  if (owner !== undefined) return owner.value(rest);
  if (batch.related.has(target, id, rest)) return batch.related.value(target, id, rest);
  if (atHand) throw NOT_FETCHED;
  return batch.reached.value(target, id, rest);
}

function expressionUser({ actor }: AccessContext): ExpressionUser {
  return {
    id: actor.userId ?? '',
    email: actor.email,
    name: actor.name,
    roles: actor.roles,
    teams: actor.teams,
    managed_teams: actor.managedTeams,
    record: actor.portal?.record ?? null,
  };
}

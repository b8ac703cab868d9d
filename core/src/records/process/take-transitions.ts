import type { JsonValue, ProcessDocument, Transition } from '@stratacrm/sdk';
import { contextFor, parseValue } from '../pipeline/parse-values.ts';
import { evaluateFor, prepareFor } from '../pipeline/write-bindings.ts';
import type { Write, WriteBatch } from '../pipeline/write-batch.ts';
import { holdBack } from './held-moves.ts';
import { chooseWay, type Choice } from './obstacles.ts';
import { moves, prepareWays, processesOf, waysOf, type Way } from './ways.ts';

/**
 * What a move brings along is set before the rules look at the record; a move that somebody has to approve first is taken
 * back out of the write, which keeps the rest of it.
 */
export async function takeTransitions(batch: WriteBatch, writes: readonly Write[]): Promise<void> {
  const taken: TakenWay[] = [];
  // Whoever moves a record himself takes a way; where a move only sets the field of another process, none is taken.
  for (const process of processesOf(batch.object)) taken.push(...(await chooseWays(batch, process, writes)));
  if (taken.length === 0) return;
  const toApprove = taken.filter(({ way }) => asksFor(batch, way.transition));
  // What the rules would fill in later is no answer to a move that the rules are not to see.
  for (const { write, issues } of toApprove) write.issues.push(...issues);
  for (const { process, write, way } of taken) waysTakenBy(write).set(process.field, way);
  const held = await holdBackAll(
    batch,
    toApprove.filter(({ issues }) => issues.length === 0),
  );
  await setValues(
    batch,
    taken.filter((each) => !held.has(each) && each.write.issues.length === 0),
  );
}

/** A move as its writer wants to make it. */
interface TakenWay extends Choice {
  process: ProcessDocument;
  write: Write;
}

/** Nothing of a process whose moves neither bring anything along nor ask anybody. */
async function chooseWays(batch: WriteBatch, process: ProcessDocument, writes: readonly Write[]): Promise<TakenWay[]> {
  const ways = waysOf(batch, process);
  if (!ways.some((way) => way.set.length > 0 || asksFor(batch, way.transition))) return [];
  const moving = writes.filter((write) => moves(process, write));
  await prepareWays(batch, ways, moving);
  return moving.flatMap((write) => {
    const choice = chooseWay(batch, process, ways, write);
    return choice === undefined ? [] : [{ process, write, ...choice }];
  });
}

/** Each process for itself: a write may make one move at once and ask for the other. */
async function holdBackAll(batch: WriteBatch, asked: readonly TakenWay[]): Promise<ReadonlySet<TakenWay>> {
  const all = new Set<TakenWay>();
  for (const [process, group] of Map.groupBy(asked, (each) => each.process)) {
    const held = await holdBack(batch, process, group);
    for (const each of group) if (held.has(each.write)) all.add(each);
  }
  return all;
}

/** The ways that a write took, by the field of their process. */
const takenWays = new WeakMap<Write, Map<string, Way>>();

function waysTakenBy(write: Write): Map<string, Way> {
  const taken = takenWays.get(write) ?? new Map<string, Way>();
  takenWays.set(write, taken);
  return taken;
}

/**
 * The ways that may serve for a write once rules and hooks have had their say: the one it took. A move that only a rule
 * made took none, and cannot be held back any more.
 */
export function waysLeft(
  batch: WriteBatch,
  { field }: ProcessDocument,
  write: Write,
  ways: readonly Way[],
): readonly Way[] {
  const taken = takenWays.get(write)?.get(field);
  if (taken !== undefined && write.after[field] === taken.transition.to) return [taken];
  return ways.filter(({ transition }) => !asksFor(batch, transition));
}

/** The workflow decides while it is switched on; switched off it asks nobody. */
export function asksFor({ ctx }: Pick<WriteBatch, 'ctx'>, { approval }: Transition): boolean {
  return approval !== undefined && ctx.catalog.workflows.get(approval)?.active === true;
}

async function setValues(batch: WriteBatch, taken: readonly { write: Write; way: Way }[]): Promise<void> {
  for (const [way, of] of Map.groupBy(taken, (each) => each.way)) {
    if (way.set.length === 0) continue;
    const writes = of.map(({ write }) => write);
    const expressions = way.set.map(({ value }) => value);
    await prepareFor(batch, expressions, writes);
    for (const write of writes) for (const each of way.set) setValue(batch, write, each);
  }
}

function setValue(batch: WriteBatch, write: Write, { field, value }: Way['set'][number]): void {
  const result = (evaluateFor(batch, write, value) ?? null) as JsonValue;
  const parsed = parseValue(field, result, contextFor(batch, write, field));
  if (parsed.ok) write.after[field.name] = parsed.value;
  else write.issues.push({ path: field.name, code: parsed.code, params: parsed.params });
}

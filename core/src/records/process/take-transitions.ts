import type { JsonValue, Transition } from '@stratacrm/sdk';
import { contextFor, parseValue } from '../pipeline/parse-values.ts';
import { evaluateFor, prepareFor } from '../pipeline/write-bindings.ts';
import type { Write, WriteBatch } from '../pipeline/write-batch.ts';
import { holdBack } from './held-moves.ts';
import { chooseWay } from './obstacles.ts';
import { moves, prepareWays, processOf, waysOf, type Way } from './ways.ts';

/**
 * What a move brings along is set before the rules look at the record; a move that somebody has to approve first is taken
 * back out of the write, which keeps the rest of it.
 */
export async function takeTransitions(batch: WriteBatch, writes: readonly Write[]): Promise<void> {
  const process = processOf(batch.object);
  if (process === undefined) return;
  const ways = waysOf(batch);
  if (!ways.some((way) => way.set.length > 0 || asksFor(batch, way.transition))) return;
  const moving = writes.filter((write) => moves(process, write));
  await prepareWays(batch, ways, moving);
  const taken = moving.flatMap((write) => {
    const choice = chooseWay(batch, process, ways, write);
    return choice === undefined ? [] : [{ write, ...choice }];
  });
  const toApprove = taken.filter(({ way }) => asksFor(batch, way.transition));
  // What the rules would fill in later is no answer to a move that the rules are not to see.
  for (const { write, issues } of toApprove) write.issues.push(...issues);
  for (const { write, way } of taken) takenWays.set(write, way);
  const asked = toApprove.filter(({ issues }) => issues.length === 0);
  const held = await holdBack(batch, process, asked);
  await setValues(
    batch,
    taken.filter(({ write }) => !held.has(write) && write.issues.length === 0),
  );
}

const takenWays = new WeakMap<Write, Way>();

/**
 * The ways that may serve for a write once rules and hooks have had their say: the one it took. A move that only a rule
 * made took none, and cannot be held back any more.
 */
export function waysLeft(batch: WriteBatch, write: Write, ways: readonly Way[]): readonly Way[] {
  const taken = takenWays.get(write);
  if (taken !== undefined && write.after[processOf(batch.object)!.field] === taken.transition.to) return [taken];
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

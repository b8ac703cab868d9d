import { readablePaths } from '../../access/readable-paths.ts';
import type { Issue, ProcessDocument, Transition } from '@stratacrm/sdk';
import { formulaFor, holds } from '../pipeline/write-bindings.ts';
import { isEmpty, type Write, type WriteBatch } from '../pipeline/write-batch.ts';
import { isFor, listed, stageLabel, waysBetween, type Way } from './ways.ts';

/** The way a write takes, and what is in its way. */
export interface Choice {
  way: Way;
  issues: Issue[];
}

/**
 * The way from where the record stands to where it is to be: the first that is free. With none free it is the first that
 * the writer may take at all, so that he is told what he can do about it; undefined where no way leads there.
 */
export function chooseWay(
  batch: WriteBatch,
  process: ProcessDocument,
  ways: readonly Way[],
  write: Write,
): Choice | undefined {
  const [from, to] = [String(write.before?.[process.field]), String(write.after[process.field])];
  const choices = waysBetween(ways, from, to).map((way) => ({ way, issues: obstaclesOn(batch, process, way, write) }));
  return (
    choices.find(({ issues }) => issues.length === 0) ??
    choices.find(({ issues }) => !issues.some(({ code }) => code === 'transition_not_yours')) ??
    choices[0]
  );
}

/** No way leads there: where one can go instead. */
export function noWay(batch: WriteBatch, { field }: ProcessDocument, ways: readonly Way[], write: Write): Issue {
  const label = (stage: string) => stageLabel(batch.object, field, stage);
  const [from, to] = [String(write.before?.[field]), String(write.after[field])];
  const open = ways
    .filter(({ transition }) => transition.from === from || (transition.from === '*' && transition.to !== from))
    .map(({ transition }) => transition.to);
  const params = { from: label(from), to: label(to), open: listed([...new Set(open)].map(label)) };
  return { path: field, code: 'transition_not_allowed', params };
}

function obstaclesOn(batch: WriteBatch, process: ProcessDocument, way: Way, write: Write): Issue[] {
  const { transition } = way;
  const names = {
    from: stageLabel(batch.object, process.field, String(write.before?.[process.field])),
    to: stageLabel(batch.object, process.field, transition.to),
  };
  if (!isFor(batch, write, way)) {
    const who = rolesNamed(batch, transition);
    return [{ path: process.field, code: 'transition_not_yours', params: { ...names, who } }];
  }
  return [
    ...missing(batch, transition, write).map((name): Issue => {
      const label = batch.object.fields[name]?.label ?? name;
      return { path: name, code: 'transition_requires', params: { label, to: names.to } };
    }),
    ...reasonIssues(batch, transition, write, names),
    ...guardIssues(batch, process, way, write, names),
  ];
}

function rolesNamed({ ctx, object }: WriteBatch, { roles = [], allowed }: Transition) {
  const { catalog, access } = ctx;
  const told = allowed !== undefined && readablePaths(catalog.model, access).expression(object.name, allowed, 'record');
  const labels = roles.map((name) => ctx.catalog.roles.get(name)?.label ?? name);
  return listed(told ? [...labels, allowed] : labels);
}

/** Fields the move asks for that would still be empty. */
export function missing(batch: WriteBatch, { requires = [] }: Transition, write: Write): string[] {
  return requires.filter((name) => {
    const field = batch.object.fields[name];
    return field !== undefined && isEmpty(write.after[name] ?? formulaFor(batch, write, field));
  });
}

/** A reason that stands there from an earlier move is none for this one. */
function reasonIssues(
  batch: WriteBatch,
  { reason }: Transition,
  write: Write,
  names: { from: Issue['path'] | object; to: Issue['path'] | object },
): Issue[] {
  if (reason === undefined || !isEmpty(write.given[reason])) return [];
  const label = batch.object.fields[reason]?.label ?? reason;
  return [{ path: reason, code: 'transition_reason', params: { ...names, label } as NonNullable<Issue['params']> }];
}

function guardIssues(
  batch: WriteBatch,
  { field }: ProcessDocument,
  { guard, transition }: Way,
  write: Write,
  names: object,
): Issue[] {
  if (guard === null || holds(batch, write, guard)) return [];
  if (transition.message !== undefined)
    return [{ path: field, code: 'rule_violation', params: { message: transition.message } }];
  // The condition itself is told only to somebody who may read all that it names.
  const { catalog, access } = batch.ctx;
  const readable = readablePaths(catalog.model, access).expression(batch.object.name, guard.source, 'record');
  const condition = readable ? guard.source : (transition.label ?? transition.id);
  const params = { ...names, condition } as NonNullable<Issue['params']>;
  return [{ path: field, code: 'transition_guarded', params }];
}

import { processesOf, type ClockTerms, type ProcessDocument, type Transition } from '@stratacrm/sdk';
import type { Catalog } from '../../model/catalog.ts';
import { modelExpression } from '../../records/sight/checked-expression.ts';
import type { ObjectTrigger } from '../start/record-trigger.ts';

/** Workflows that processes begin: those of a transition once it is made, those of a time limit as it runs out. */
export function processTriggers(catalog: Catalog): ObjectTrigger[] {
  return Object.values(catalog.model.objects)
    .flatMap(processesOf)
    .flatMap((process) => [...transitionTriggers(catalog, process), ...clockTriggers(catalog, process)]);
}

function transitionTriggers(catalog: Catalog, process: ProcessDocument): ObjectTrigger[] {
  return (process.transitions ?? []).flatMap((transition) =>
    (transition.run ?? []).flatMap((name) =>
      triggerOf(catalog, process.object, name, [process.field], made(process, transition)),
    ),
  );
}

function clockTriggers(catalog: Catalog, { object, stage_clock, clocks = [] }: ProcessDocument): ObjectTrigger[] {
  const all: ClockTerms[] = [...(stage_clock === undefined ? [] : [stage_clock]), ...clocks];
  return all.flatMap(({ field, on_warn, on_breach }) => [
    ...(on_warn === undefined ? [] : triggerOf(catalog, object, on_warn, [field], becomes(field, 'due_soon'))),
    ...(on_breach === undefined ? [] : triggerOf(catalog, object, on_breach, [field], becomes(field, 'breached'))),
  ]);
}

/** A time limit that was late when it was first looked at is no news. */
function becomes(field: string, state: string): string {
  const value = JSON.stringify(state);
  return `record.${field}.state == ${value} && old.${field}.state != ${value}`;
}

/** Of several ways between two stages that one was taken whose condition held. */
function made({ field }: ProcessDocument, { from, to, guard }: Transition): string {
  const left = from === '*' ? `old.${field} != ${JSON.stringify(to)}` : `old.${field} == ${JSON.stringify(from)}`;
  const taken = `${left} && record.${field} == ${JSON.stringify(to)}`;
  return guard === undefined ? taken : `${taken} && (${guard})`;
}

/** A workflow that is switched off, or speaks of another object, is not begun. */
function triggerOf(
  catalog: Catalog,
  object: string,
  name: string,
  fields: readonly string[],
  when: string,
): ObjectTrigger[] {
  const workflow = catalog.workflows.get(name);
  if (workflow?.active !== true || workflow.trigger.settings['object'] !== object) return [];
  return [
    {
      workflow,
      object,
      on: 'update',
      fields: new Set(fields),
      when: modelExpression(catalog, object, when, { type: 'bool' }),
      readsOld: false,
    },
  ];
}

import { triggerKind, type WorkflowDocument } from '@stratacrm/sdk';
import type { Catalog } from '../../model/catalog.ts';
import { modelExpression } from '../../records/sight/checked-expression.ts';
import { processTriggers } from '../processes/process-triggers.ts';
import { planned } from '../../records/sql/catalog-memory.ts';
import type { RecordTrigger } from './record-trigger.ts';

/** Object → the workflows that its changes may trigger. */
export function recordTriggers(catalog: Catalog): ReadonlyMap<string, readonly RecordTrigger[]> {
  return planned(catalog, 'workflow triggers', () => {
    const triggers = [...catalog.workflows.values()].flatMap((workflow) => {
      const trigger = readTrigger(catalog, workflow);
      return trigger === null ? [] : [trigger];
    });
    const own = triggers.map((trigger) => ({
      ...trigger,
      object: trigger.workflow.trigger.settings['object'] as string,
    }));
    return Map.groupBy([...own, ...processTriggers(catalog)], ({ object }) => object);
  });
}

/** What the workflow waits for; null where that is no change of a record, or it is switched off. */
export function readTrigger(catalog: Catalog, workflow: WorkflowDocument): RecordTrigger | null {
  const { type, settings } = workflow.trigger;
  const on = triggerKind(type)?.on;
  const { object, when, fields } = settings;
  if (!workflow.active || on === undefined || typeof object !== 'string' || !catalog.has(object)) return null;
  return {
    workflow,
    on,
    fields: Array.isArray(fields) && fields.length > 0 ? new Set(fields as string[]) : null,
    when: typeof when === 'string' && when !== '' ? modelExpression(catalog, object, when, { type: 'bool' }) : null,
    readsOld: JSON.stringify(workflow.steps).includes('old.'),
  };
}

import { triggerKind, type CheckedExpression, type WorkflowDocument } from '@stratacrm/sdk';
import type { Catalog } from '../../model/catalog.ts';
import { modelExpression } from '../../records/sight/checked-expression.ts';
import { planned } from '../../records/sql/catalog-memory.ts';

/** A workflow that waits for changes of one object's records. */
export interface RecordTrigger {
  workflow: WorkflowDocument;
  on: 'create' | 'update' | 'delete';
  /** Only when one of these changes; null: whichever. */
  fields: ReadonlySet<string> | null;
  when: CheckedExpression | null;
  /** Its steps speak of the record as it was before. */
  readsOld: boolean;
}

/** Object → the workflows that its changes may trigger. */
export function recordTriggers(catalog: Catalog): ReadonlyMap<string, readonly RecordTrigger[]> {
  return planned(catalog, 'workflow triggers', () => {
    const triggers = [...catalog.workflows.values()].flatMap((workflow) => {
      const trigger = readTrigger(catalog, workflow);
      return trigger === null ? [] : [trigger];
    });
    return Map.groupBy(triggers, ({ workflow }) => workflow.trigger.settings['object'] as string);
  });
}

function readTrigger(catalog: Catalog, workflow: WorkflowDocument): RecordTrigger | null {
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

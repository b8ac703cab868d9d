import type { CompiledObject, HistoryEntry, JsonValue } from '@stratacrm/sdk';
import { relationOf, traitsOf } from '@stratacrm/sdk';
import { pointedAt, referred } from '../fields/references.ts';
import { valueText } from '../fields/value-context.ts';
import { recordName } from '../filter/record-names.ts';
import { label, listed, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';

const CAUSES = {
  import: 'record.causeImport',
  api: 'record.causeApi',
  bulk: 'record.causeBulk',
  workflow: 'record.causeWorkflow',
  plugin: 'record.causePlugin',
  strategy: 'record.causeStrategy',
  privacy: 'record.causePrivacy',
  system: 'record.causeSystem',
} as const;

/** Through which door a change came, where it was not a person at a screen. */
export function causeText(entry: HistoryEntry): string {
  const key = CAUSES[entry.cause.kind as keyof typeof CAUSES];
  return key === undefined ? '' : t(key);
}

/** Values that told of a person were taken out of the history: that there was a change is all that is left. */
export function isTakenOut({ from, to }: HistoryEntry['changes'][number]): boolean {
  return from === null && to === null;
}

/** What was done, when it was no change of fields. */
export function actionText(entry: HistoryEntry): string {
  if (entry.action === 'create') return t('record.created');
  if (entry.action === 'delete') return t('record.deletedIt');
  return entry.action === 'restore' ? t('record.restoredIt') : '';
}

/** One value of the past as text; a referred record by its name. */
export function pastValue(object: CompiledObject, name: string, value: JsonValue): string {
  const field = object.fields[name];
  if (value === null || value === '' || field === undefined)
    return value === null || value === '' ? t('record.emptyValue') : JSON.stringify(value);
  if (traitsOf(field).reference) {
    const target = useCatalogue().targetOf(field);
    const found = referred(field, value);
    return found === null || target === undefined ? '' : found.name || recordName(target, found.id) || '…';
  }
  const relation = relationOf(field);
  if (relation?.kind === 'many') return listed((value as string[]).map((id) => recordName(relation.to, id) || '…'));
  const pointed = relation?.kind === 'any' ? pointedAt(value) : null;
  if (pointed !== null) return recordName(pointed.object, pointed.id) || '…';
  return valueText(field, value);
}

export function fieldLabel(object: CompiledObject, name: string): string {
  return label(object.fields[name]?.label) || name;
}

/** Changes people made; what the system counts along is left out. */
export function shownChanges(object: CompiledObject, entry: HistoryEntry): HistoryEntry['changes'] {
  return entry.changes.filter(
    (change) => object.fields[change.field] !== undefined && !isBookkeeping(object, change.field),
  );
}

function isBookkeeping(object: CompiledObject, name: string): boolean {
  return object.fields[name]?.system === true && name !== 'owner';
}

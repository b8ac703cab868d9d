import { traitsOf, type WorkflowDocument } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import { matchingRecords } from '../../records/query/matching-records.ts';
import { loadUnguarded } from '../../records/pipeline/load-current.ts';
import { changedRecords, type LoggedChange } from './changes.ts';
import { matchTriggers } from './match.ts';
import { modelExpression } from '../../records/sight/checked-expression.ts';
import { systemContext } from '../system-context.ts';

/** A record and the date for which it is due. */
export interface DueRecord {
  id: string;
  date: string;
}

/** So many records of one workflow are begun at one look; the rest at the next. */
const MOST = 5_000;

/** Records whose date stands as many days off as the workflow says, today at the time of day it says or later. */
export async function dueRecords(
  db: Queryable,
  catalog: Catalog,
  { id, name, trigger, ...workflow }: WorkflowDocument,
  now: Date,
): Promise<DueRecord[]> {
  const { object: objectName, field: fieldName, days, at, when } = trigger.settings;
  if (typeof objectName !== 'string' || !catalog.has(objectName) || typeof fieldName !== 'string') return [];
  const object = catalog.object(objectName);
  const field = object.fields[fieldName];
  const local = localTime(now, catalog.model.workspace.time_zone);
  if (field === undefined || local.time < String(at ?? '09:00')) return [];
  const date = shifted(local.date, -Number(days ?? 0));
  const ctx = systemContext(db, catalog);
  const filter =
    traitsOf(field).bucketable && field.type !== 'date'
      ? dayFilter(fieldName, date)
      : `${fieldName} == date("${date}")`;
  const found = await matchingRecords(ctx, objectName, filter, { limit: MOST });
  if (found.length === 0 || typeof when !== 'string' || when === '')
    return found.map((each) => ({ id: each.id, date }));
  const states = await loadUnguarded(
    ctx,
    object,
    'living',
    found.map((each) => each.id),
  );
  const present = new Map(states.map((state) => [String(state['id']), state]));
  const records = changedRecords(
    found.map((each) => unchanged(objectName, each.id)),
    new Map(),
    present,
  );
  const condition = modelExpression(catalog, objectName, when, { type: 'bool' });
  const document = { id, name, trigger, ...workflow };
  const matches = await matchTriggers(
    ctx,
    object,
    [{ workflow: document, on: 'update', fields: null, when: condition, readsOld: false }],
    records,
  );
  return matches.map(({ record }) => ({ id: record.change.record_id, date }));
}

function unchanged(object: string, record: string): LoggedChange {
  return {
    id: record,
    object,
    record_id: record,
    version: '0',
    action: 'update',
    actor: null,
    cause: 'system',
    cause_id: null,
    changes: {},
  };
}

function dayFilter(field: string, date: string): string {
  return `${field} >= timestamp(date("${date}")) && ${field} < timestamp(date("${shifted(date, 1)}"))`;
}

function shifted(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function localTime(now: Date, timeZone: string): { date: string; time: string } {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const [date = '', time = ''] = format.format(now).split(' ');
  return { date, time };
}

import {
  StrataError,
  childListOf,
  relationOf,
  type CheckedExpression,
  type Issue,
  type RecordData,
} from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';
import { getRecord } from '../get-record.ts';
import { workedOut } from '../rollups/readable-value.ts';
import { formulaOf } from '../sight/checked-expression.ts';
import { seesAll } from '../sight/sees-all.ts';
import { readerSight, type Sight } from '../sight/sight.ts';
import { planned } from '../sql/catalog-memory.ts';
import type { WrittenRecord } from '../written-record.ts';
import { toStore } from './store-writes.ts';
import type { Write, WriteBatch } from './write-batch.ts';

/** The record as its writer sees it now. */
export async function writtenAnswer(batch: WriteBatch, write: Write): Promise<WrittenRecord> {
  const { warnings } = write;
  const version = toStore(batch).includes(write) ? write.version + 1 : write.version;
  if (!write.readable) return { data: { id: write.id }, version, warnings };
  const { fields, local } = answerFields(batch);
  if (write.owned.size > 0) {
    const shown = [...fields, ...write.owned.keys()];
    return { ...(await getRecord(batch.ctx, batch.object.name, write.id, { fields: shown })), warnings };
  }
  if (!local || write.action === 'restore')
    return { ...(await getRecord(batch.ctx, batch.object.name, write.id)), warnings };
  // A patch that changed nothing leaves the record as it was read.
  const state = version === write.version ? { ...write.before } : write.after;
  const data: RecordData = { id: write.id };
  for (const name of fields) {
    const own = Object.hasOwn(write.shown, name) ? write.shown : state;
    data[name] = write.formulas[name] ?? own[name] ?? null;
  }
  data['id'] = write.id;
  return { data, version, warnings };
}

interface AnswerFields {
  fields: readonly string[];
  /** Everything the writer may read is at hand: nothing leads to records that row rules may hide. */
  local: boolean;
}

function answerFields({ ctx, object }: WriteBatch): AnswerFields {
  const sight = readerSight(ctx.catalog, ctx.access);
  return planned(ctx.catalog, `answer|${sight.key}|${object.name}`, () => {
    const visible = Object.values(sight.model.objects[object.name]?.fields ?? {});
    const fields = visible.filter((field) => childListOf(field) === undefined);
    const formulas = fields.flatMap((field) => formulaOf(ctx.catalog, object.name, field) ?? []);
    const whole = fields.every((field) => seesAll(sight, field) || relationOf(field)?.kind === 'one');
    const local = whole && formulas.every((formula) => isLocal(formula) && isStoredFor(sight, object, formula));
    return { fields: fields.map((field) => field.name), local };
  });
}

/** It was worked out over the stored roll-ups, which are not the writer's where he sees only some of the children. */
function isStoredFor(sight: Sight, { fields }: CatalogObject, { paths }: CheckedExpression): boolean {
  return paths.every(([first]) => workedOut(sight, fields[first!]!) === undefined);
}

function isLocal({ paths, usesRecords, usesClock }: CheckedExpression): boolean {
  return paths.every((path) => path.length === 1) && !usesRecords && !usesClock;
}

/** What is wrong with one write as one error: the record's own trouble first, then the values'. */
export function writeError(issues: readonly Issue[]): StrataError {
  const first = issues.find((issue) => issue.path === '') ?? issues.find((issue) => issue.code === 'forbidden_field');
  if (first !== undefined) return new StrataError(first.code, first.params, placed(issues));
  const [only] = issues;
  if (only !== undefined && issues.every((issue) => issue.code === 'not_unique'))
    return new StrataError('not_unique', only.params, issues);
  return StrataError.invalid(issues);
}

/** The record's own trouble is the error itself; only rules without a field stand in the list as well. */
function placed(issues: readonly Issue[]): readonly Issue[] {
  return issues.filter((issue) => issue.path !== '' || issue.code === 'rule_violation');
}

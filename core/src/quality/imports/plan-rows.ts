import { describeError, type ErrorCode, type Issue, type JsonValue } from '@stratacrm/sdk';
import { v7 as uuid } from 'uuid';
import type { AccessContext } from '../../access/access-profile.ts';
import { writeRecords, type WriteOutcome, type WriteRequest } from '../../records/write-records.ts';
import type { CellProblem, ColumnReader } from './column-reader.ts';
import type { PlannedRow, RawRow } from './import-store.ts';
import { normaliseName } from './name-key.ts';
import type { CheckPlan } from './prepare-check.ts';
import { textOf } from './record-names.ts';

/** A row as judged, its problems still with what groups them. */
export interface JudgedRow extends Omit<PlannedRow, 'errors'> {
  errors: CellProblem[];
  /** Fields whose record is another row of the file, and so not there yet. */
  pending: string[];
}

/** Judges the rows of a file one chunk after the other; what it has seen of earlier rows it remembers. */
export class RowPlanner {
  #ctx: AccessContext;
  #plan: CheckPlan;
  /** Fields by which others are read come first. */
  #inOrder: readonly ColumnReader[];
  #seen = new Map<string, Map<string, number>>();

  constructor(ctx: AccessContext, plan: CheckPlan) {
    this.#ctx = ctx;
    this.#plan = plan;
    const asked = new Set(plan.columns.map(({ field }) => field.country_field));
    this.#inOrder = plan.columns.toSorted((a, b) => Number(asked.has(b.field.name)) - Number(asked.has(a.field.name)));
  }

  /** Reads the cells, finds the records meant, and lets the rest of the write pipeline say what it thinks, without storing. */
  async judge(rows: readonly RawRow[]): Promise<JudgedRow[]> {
    const judged = rows.map((row) => this.#read(row));
    const candidates = judged.filter((row) => row.action !== 'error' && this.#mayWrite(row));
    const outcomes = await this.#dryRun(candidates);
    for (const [index, row] of candidates.entries()) this.#take(row, outcomes[index]!);
    for (const row of judged) if (row.errors.some(({ severity }) => severity === 'error')) row.action = 'error';
    return judged;
  }

  #read({ row, cells }: RawRow): JudgedRow {
    const judged: JudgedRow = {
      row,
      action: 'create',
      record: null,
      level: this.#plan.levels.get(row) ?? 0,
      result: {},
      errors: [],
      pending: [],
    };
    for (const column of this.#inOrder) this.#readCell(judged, column, cells);
    this.#refuseRepeats(judged);
    this.#findRecord(judged, cells);
    if (this.#plan.circular.has(row)) this.#report(judged, this.#selfColumn(judged), 'reference_circular', { row });
    return judged;
  }

  #readCell(judged: JudgedRow, column: ColumnReader, cells: readonly string[]): void {
    const { field } = column;
    const cell = column.read(cells, judged.result);
    if (cell.kind === 'wrong') judged.errors.push(cell.problem);
    if (cell.kind === 'row') {
      judged.pending.push(field.name);
      judged.result[field.name] = this.#recordOf(cell.row);
    }
    if (cell.kind === 'value') {
      judged.result[field.name] = cell.value;
      if (cell.warning !== undefined) judged.errors.push(cell.warning);
    }
  }

  /** Values that may stand only once must also stand only once in the file. */
  #refuseRepeats(judged: JudgedRow): void {
    for (const { field, column } of this.#plan.columns) {
      const isKey = field === this.#plan.key?.reader.field;
      const text = textOf(judged.result[field.name]);
      if ((field.unique !== true && !isKey) || text === null) continue;
      const seen = this.#seen.get(field.name) ?? new Map<string, number>();
      this.#seen.set(field.name, seen);
      const key = isKey ? normaliseName(text) : text;
      const first = seen.get(key);
      if (first === undefined) seen.set(key, judged.row);
      else this.#report(judged, column, 'import_duplicate', { row: first, label: field.label, value: text });
    }
  }

  #findRecord(judged: JudgedRow, cells: readonly string[]): void {
    const { key } = this.#plan;
    const text = key === null ? null : textOf(judged.result[key.reader.field.name]);
    if (key !== null && text === null) {
      const unread = judged.errors.some(({ column }) => column === key.reader.column);
      if (!unread) this.#report(judged, key.reader.column, 'import_key_missing', { label: key.reader.field.label });
    }
    const found = key === null || text === null ? undefined : key.records.resolve(text);
    if (found?.kind === 'many') {
      const params = { object: this.#plan.object.label_plural, value: key!.reader.text(cells), count: found.count };
      this.#report(judged, key!.reader.column, 'reference_ambiguous', params);
    }
    if (found?.kind === 'record') judged.action = 'update';
    judged.record = found?.kind === 'record' ? found.id : this.#recordOf(judged.row);
  }

  /** The id of the record a row is, or is going to be. */
  #recordOf(row: number): string {
    const known = this.#plan.recordOfRow.get(row);
    if (known !== undefined) return known;
    const id = uuid();
    // Only rows that others may name need to be remembered.
    if (!this.#plan.links.empty) this.#plan.recordOfRow.set(row, id);
    return id;
  }

  #mayWrite(judged: JudgedRow): boolean {
    const verb = judged.action === 'update' ? 'update' : 'create';
    if (this.#ctx.access.permission(this.#plan.object.name, verb).kind !== 'no') return true;
    const verbs = { create: { en: 'create', zh: '新建' }, update: { en: 'update', zh: '修改' } };
    this.#report(judged, '', 'forbidden', { verb: verbs[verb], object: this.#plan.object.label_plural });
    return false;
  }

  async #dryRun(rows: readonly JudgedRow[]): Promise<WriteOutcome[]> {
    if (rows.length === 0) return [];
    const requests = rows.map((row) => requestOf(row, without(row.result, row.pending)));
    return writeRecords(this.#ctx, this.#plan.object.name, requests, { mode: 'partial', dryRun: true });
  }

  #take(judged: JudgedRow, outcome: WriteOutcome): void {
    const misread = new Set(judged.errors.filter(({ severity }) => severity === 'error').map(({ column }) => column));
    for (const issue of outcome.issues) {
      const column = this.#columnOf(issue);
      const incomplete = misread.size > 0 && judgesWhole.has(issue.code);
      const awaited = judged.pending.includes(fieldOf(issue)) && issue.code === 'required';
      if (!misread.has(column) && !incomplete && !awaited) this.#report(judged, column, issue.code, issue.params ?? {});
    }
    for (const issue of outcome.warnings) {
      this.#report(judged, this.#columnOf(issue), issue.code, issue.params ?? {}, 'warning');
    }
    const changesNothing = Object.keys(outcome.changes).length === 0 && judged.pending.length === 0;
    if (judged.action === 'update' && changesNothing) judged.action = 'unchanged';
  }

  #columnOf(issue: Issue): string {
    const field = fieldOf(issue);
    return this.#plan.columns.find((column) => column.field.name === field)?.column ?? '';
  }

  #selfColumn(judged: JudgedRow): string {
    return this.#plan.columns.find(({ field }) => judged.pending.includes(field.name))?.column ?? '';
  }

  #report(
    judged: JudgedRow,
    column: string,
    code: ErrorCode,
    params: NonNullable<Issue['params']>,
    severity: 'error' | 'warning' = 'error',
  ): void {
    judged.errors.push({ column, code, message: describeError(this.#ctx.locale, code, params), severity });
  }
}

/** What judges a record as a whole misjudges it while a cell of it is unread. */
const judgesWhole = new Set<string>([
  'rule_violation',
  'transition_not_allowed',
  'transition_requires',
  'transition_guarded',
  'transition_not_yours',
  'stage_not_for_beginning',
]);

/** The wish a row stands for. */
export function requestOf(
  row: { action: string; record: string | null; result: { [field: string]: JsonValue } },
  input = row.result,
): WriteRequest {
  return row.action === 'update'
    ? { action: 'update', id: row.record!, input }
    : { action: 'create', id: row.record!, input };
}

function fieldOf(issue: Issue): string {
  return issue.path.split('.')[0] ?? '';
}

function without(input: { [field: string]: JsonValue }, left: readonly string[]): { [field: string]: JsonValue } {
  if (left.length === 0) return input;
  return Object.fromEntries(Object.entries(input).filter(([field]) => !left.includes(field)));
}

import {
  StrataError,
  fieldType,
  instantText,
  sameJson,
  triggerKind,
  type JsonValue,
  type Label,
  type WorkflowDocument,
  type WorkflowTest,
} from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { AccessContext } from '../../access/access-profile.ts';
import { compileAccess } from '../../access/compile-access.ts';
import { SYSTEM_ACTOR } from '../../access/system-actor.ts';
import type { Transaction } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import { putThere } from '../../records/store/put-back.ts';
import type { RecordState } from '../../records/store/record-changes.ts';
import { runError } from '../advance/failure.ts';
import type { ChangedRecord } from '../start/changes.ts';
import { matchTriggers } from '../start/match.ts';
import { readTrigger } from '../start/triggers.ts';
import { systemContext } from '../system-context.ts';
import { needsRecord, toldNames } from './told-names.ts';
import { Trial, type TrialEngine } from './trial.ts';
import type { TrialOutcome } from './trial-outcome.ts';
import { undonePart } from './undone.ts';

/** How a test went; it passed when nothing is said against it. */
export interface TestResult {
  test: string;
  problems: Label[];
}

/** Runs every test of a workflow, each in a part of the transaction of which nothing stays. */
export async function runTests(
  engine: TrialEngine,
  tx: Transaction,
  catalog: Catalog,
  document: WorkflowDocument,
): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for (const test of document.tests ?? []) {
    results.push({ test: test.name, problems: await problemsOf(engine, tx, catalog, document, test) });
  }
  return results;
}

async function problemsOf(
  engine: TrialEngine,
  tx: Transaction,
  catalog: Catalog,
  document: WorkflowDocument,
  test: WorkflowTest,
): Promise<Label[]> {
  try {
    return await undonePart(tx, () => new TestRun(engine, tx, catalog, document, test).problems());
  } catch (error) {
    const { code, issues } = runError(error);
    const where = [code, ...issues.map((issue) => issue.path)].join(', ');
    return [{ en: `what is given cannot be set up (${where}).`, zh: `无法准备给定的数据（${where}）。` }];
  }
}

class TestRun {
  readonly #engine: TrialEngine;
  readonly #tx: Transaction;
  readonly #catalog: Catalog;
  readonly #document: WorkflowDocument;
  readonly #test: WorkflowTest;
  readonly #now: Date;
  readonly #ctx: AccessContext;

  constructor(engine: TrialEngine, tx: Transaction, catalog: Catalog, document: WorkflowDocument, test: WorkflowTest) {
    this.#engine = engine;
    this.#tx = tx;
    this.#catalog = catalog;
    this.#document = document;
    this.#test = test;
    this.#now = test.given.now === undefined ? new Date() : new Date(test.given.now);
    this.#ctx = { ...systemContext(tx, catalog), now: this.#now, trial: true };
  }

  async problems(): Promise<Label[]> {
    const { given, expect } = this.#test;
    const object = this.#document.trigger.settings['object'];
    for (const { object: of, id, values } of given.records ?? []) await this.#put(of, id ?? v7(), values);
    const about = given.record !== undefined || needsRecord(this.#document);
    const record = typeof object === 'string' && about ? await this.#put(object, v7(), given.record ?? {}) : null;
    const before = record === null ? null : this.#before(String(object), record);
    const triggered = record === null || (await this.#triggers(String(object), record, before));
    if (triggered !== (expect.triggered ?? true)) return [triggered ? TRIGGERED : NOT_TRIGGERED];
    if (!triggered) return [];
    const trial = new Trial(this.#engine, this.#tx, this.#catalog, this.#document, {
      trace: true,
      apart: false,
      contextFor: (_, asRole) => Promise.resolve(this.#acting(asRole)),
      ...(this.#test.assumed !== undefined && { assumed: this.#test.assumed }),
    });
    const [outcome] = await trial.run([
      {
        trigger: this.#document.trigger.type,
        object: typeof object === 'string' ? object : null,
        record: record === null ? null : String(record['id']),
        change: null,
        actor: null,
        roles: given.roles ?? null,
        old: before,
        now: this.#now,
        results: toldNames(this.#document, given.input),
      },
    ]);
    return differences(this.#wanted(), outcome!, record === null ? null : String(record['id']));
  }

  /** What is expected in the form in which values are written, whatever form the author chose. */
  #wanted(): WorkflowTest['expect'] {
    const { expect } = this.#test;
    if (expect.writes === undefined) return expect;
    const writes = expect.writes.map((write) =>
      write.values === undefined ? write : { ...write, values: this.#parsed(write.object, write.values) },
    );
    return { ...expect, writes };
  }

  #acting(asRole: boolean): AccessContext {
    const roles = asRole ? [this.#document.run_as!] : this.#test.given.roles;
    if (roles === undefined) return this.#ctx;
    return { ...this.#ctx, actor: { ...SYSTEM_ACTOR, roles }, access: compileAccess(this.#catalog, roles) };
  }

  async #put(name: string, id: string, values: { [field: string]: JsonValue }): Promise<RecordState> {
    const object = this.#catalog.object(name);
    const at = instantText(this.#now.getTime());
    const state: RecordState = { id, version: 1, created_at: at, updated_at: at, ...this.#parsed(name, values) };
    await putThere(this.#ctx, object, [state]);
    return state;
  }

  #parsed(name: string, values: { [field: string]: JsonValue }): RecordState {
    const { fields } = this.#catalog.object(name);
    const { currency, locale, time_zone, phone_country } = this.#catalog.model.workspace;
    return Object.fromEntries(
      Object.entries(values).map(([field, value]): [string, JsonValue] => {
        const described = fields[field];
        if (described === undefined)
          throw StrataError.invalid([
            { path: `${name}.${field}`, code: 'unknown_field', params: { field, object: name, suggestion: '' } },
          ]);
        if (value === null || described.system) return [field, value];
        const parsed = fieldType(described.type).parse(value, described, {
          currency,
          locale,
          time_zone,
          phone_country,
        });
        if (!parsed.ok)
          throw StrataError.invalid([{ path: `${name}.${field}`, code: parsed.code, params: parsed.params }]);
        return [field, parsed.value];
      }),
    );
  }

  #before(object: string, record: RecordState): RecordState | null {
    if (triggerKind(this.#document.trigger.type)?.on === 'create') return null;
    return { ...record, ...this.#parsed(object, this.#test.given.old ?? {}) };
  }

  async #triggers(object: string, after: RecordState, before: RecordState | null): Promise<boolean> {
    const trigger = readTrigger(this.#catalog, { ...this.#document, active: true });
    if (trigger === null) return true;
    const changes = Object.fromEntries(
      Object.keys(after)
        .filter((field) => !sameJson(after[field] ?? null, before?.[field] ?? null))
        .map((field): [string, [JsonValue, JsonValue]] => [field, [before?.[field] ?? null, after[field] ?? null]]),
    );
    const change = {
      id: v7(),
      object,
      record_id: String(after['id']),
      version: '1',
      action: trigger.on,
      actor: null,
      cause: 'system',
      cause_id: null,
      changes,
    };
    const record: ChangedRecord = { change, before, after };
    return (await matchTriggers(this.#ctx, this.#catalog.object(object), [trigger], [record])).length > 0;
  }
}

const NOT_TRIGGERED: Label = { en: 'the trigger does not take it.', zh: '未触发。' };
const TRIGGERED: Label = { en: 'the trigger takes it.', zh: '不应触发，但触发了。' };

/** What of the outcome is otherwise than the test wants it. */
function differences(expect: WorkflowTest['expect'], outcome: TrialOutcome, record: string | null): Label[] {
  const problems: Label[] = [];
  const differs = (what: Label, wanted: string, found: string): void => {
    problems.push({
      en: `${what.en}: expected ${wanted}, found ${found}.`,
      zh: `${what.zh}：应为 ${wanted}，实际为 ${found}。`,
    });
  };
  const reason = outcome.error === null ? '' : ` (${outcome.error.code}, ${outcome.failedAt ?? ''})`;
  if ((expect.status ?? 'done') !== outcome.status)
    differs({ en: 'how it ends', zh: '结束状态' }, expect.status ?? 'done', outcome.status + reason);
  if (expect.error !== undefined && expect.error !== outcome.error?.code)
    differs({ en: 'the error', zh: '错误' }, expect.error, outcome.error?.code ?? '–');
  const steps = outcome.steps.map((step) => step.step).join(' → ');
  if (expect.steps !== undefined && expect.steps.join(' → ') !== steps)
    differs({ en: 'the steps', zh: '步骤' }, expect.steps.join(' → ') || '–', steps || '–');
  const writes = outcome.writes.map(({ object, action, changes }) => ({
    object,
    action,
    values: Object.fromEntries(Object.entries(changes).map(([field, [, to]]) => [field, to])),
  }));
  if (expect.writes !== undefined && !allWithin(expect.writes, writes))
    differs({ en: 'what is written', zh: '写入' }, shown(expect.writes), shown(named(writes, record)));
  const deliveries = outcome.deliveries.map(({ kind, payload }) => ({ kind, payload }));
  if (expect.deliveries !== undefined && !allWithin(expect.deliveries, deliveries))
    differs({ en: 'what is sent', zh: '发送' }, shown(expect.deliveries), shown(deliveries));
  return problems;
}

function named(value: unknown, record: string | null): unknown {
  return record === null ? value : JSON.parse(JSON.stringify(value).replaceAll(record, 'record'));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 400 ? text : `${text.slice(0, 400)}…`;
}

function allWithin(wanted: readonly unknown[], found: readonly unknown[]): boolean {
  return wanted.length === found.length && wanted.every((each, index) => isWithin(each, found[index]));
}

/** Whether all that is wanted is there, whatever else is. */
function isWithin(wanted: unknown, found: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    return sameJson((wanted ?? null) as JsonValue, (found ?? null) as JsonValue);
  if (typeof found !== 'object' || found === null) return false;
  return Object.entries(wanted).every(([key, value]) => isWithin(value, (found as Record<string, unknown>)[key]));
}

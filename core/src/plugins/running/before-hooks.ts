import {
  StrataError,
  type CheckRule,
  type CompiledField,
  processesOf,
  type ErrorCode,
  type HookEvent,
  type HookRecord,
  type Issue,
  type JsonObject,
  type JsonValue,
  type Label,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Context } from '../../kernel/context.ts';
import type { CheckedValue, HookedAction, HookedChange, ReadValue, WriteHooks } from '../../model/write-hooks.ts';
import { callPlugin } from './call-plugin.ts';
import { eventFor } from './hook-event.ts';
import { hookRecord, readableFields } from './hook-record.ts';
import type { PluginHook } from './installed-plugins.ts';
import { isObject } from './host-api/host-call.ts';
import { narrowAccess } from './narrow-access.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import { readLabel, readText } from './read-answer.ts';
import { checkValues, readValues } from './value-judges.ts';

/** So many records are handed over in one call; more are handed over in several. */
const TOGETHER = 200;
/** So many of them at a time. */
const UNDER_WAY = 2;

/** Hands changes of records to the plugins that want to see them before they are made. */
export class PluginWriteHooks implements WriteHooks {
  #runtime: PluginRuntime | null = null;

  /** The model is there before what runs plugins is. */
  connect(runtime: PluginRuntime): void {
    this.#runtime = runtime;
  }

  asks(object: string, action: HookedAction): boolean {
    return this.#runtime?.plugins.current.before.has(`${object} ${action}`) === true;
  }

  async check(given: Context, rule: CheckRule, field: CompiledField, values: readonly CheckedValue[]): Promise<void> {
    if (this.#runtime !== null) await checkValues(this.#runtime, given as AccessContext, rule, field, values);
  }

  async read(given: Context, field: CompiledField, values: readonly ReadValue[]): Promise<void> {
    if (this.#runtime !== null) await readValues(this.#runtime, given as AccessContext, field, values);
  }

  async before(given: Context, object: string, changes: readonly HookedChange[]): Promise<void> {
    const runtime = this.#runtime;
    if (runtime === null) return;
    // Whoever writes records has the context of one who may.
    const ctx = given as AccessContext;
    for (const [action, group] of Map.groupBy(changes, (change) => change.action)) {
      for (const hook of runtime.plugins.current.before.get(`${object} ${action}`) ?? [])
        await runHook(runtime, ctx, object, hook, group);
    }
  }
}

async function runHook(
  runtime: PluginRuntime,
  ctx: AccessContext,
  object: string,
  hook: PluginHook,
  changes: readonly HookedChange[],
): Promise<void> {
  const names = readableFields(ctx, hook, object);
  const processes = processesOf(ctx.catalog.object(object));
  // Mostly it is one record, for which no lots are made.
  const [only] = changes;
  if (only !== undefined && changes.length === 1) {
    const event = eventFor(hook.hook, only, processes);
    return event === null ? undefined : ask(runtime, ctx, hook, { object, event, changes, names });
  }
  const concerned = changes.flatMap((change) => {
    const event = eventFor(hook.hook, change, processes);
    return event === null ? [] : [{ change, event }];
  });
  for (const [event, group] of Map.groupBy(concerned, (each) => each.event)) {
    const parts = lots(group, TOGETHER).map((lot) => lot.map(({ change }) => change));
    // While one part is looked at, the next is written down.
    for (const pair of lots(parts, UNDER_WAY))
      await Promise.all(pair.map((changes) => ask(runtime, ctx, hook, { object, event, changes, names })));
  }
}

function lots<Each>(all: readonly Each[], size: number): Each[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

interface Question {
  object: string;
  event: HookEvent;
  changes: readonly HookedChange[];
  names: readonly string[];
}

async function ask(runtime: PluginRuntime, ctx: AccessContext, hook: PluginHook, question: Question): Promise<void> {
  const { object, event, changes, names } = question;
  const records: HookRecord[] = changes.map((change) => hookRecord(change, names));
  try {
    const input = { event, object, records } as unknown as JsonValue;
    const handler = `hook/${hook.hook.name}`;
    const answer = await callPlugin(runtime, hook.plugin, ctx, {
      kind: 'before_hook',
      handler,
      input,
      records: changes.length,
      mark: `${ctx.requestId} ${event} ${changes.map(stateMark).join(' ')}`,
    });
    takeAnswer(ctx, hook, question, answer);
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    if (error.code !== 'plugin_refused' && hook.hook.on_error === 'continue') return;
    const issues = error.issues.length > 0 ? error.issues : [{ path: '', code: error.code, params: error.params }];
    for (const change of changes) for (const issue of issues) change.refuse(issue);
  }
}

/** A record in one of its versions. */
function stateMark({ id, before }: HookedChange): string {
  return `${id} ${String(before?.['version'] ?? 0)}`;
}

/** One verdict for each record, or nothing at all. */
function takeAnswer(ctx: AccessContext, hook: PluginHook, { object, changes }: Question, answer: JsonValue): void {
  if (answer === null) return;
  if (!Array.isArray(answer) || answer.length > changes.length)
    throw badAnswer(hook, { en: 'a list with a verdict for each record', zh: '与记录一一对应的结果列表' });
  const mayEdit = editable(ctx, hook, object);
  answer.forEach((verdict, place) => {
    if (verdict !== null) takeVerdict({ ctx, hook, object, mayEdit }, changes[place]!, verdict);
  });
}

/** Where verdicts come from, and which fields they may set. */
interface Judging {
  ctx: AccessContext;
  hook: PluginHook;
  object: string;
  mayEdit: (field: string) => boolean;
}

function takeVerdict(judging: Judging, change: HookedChange, verdict: JsonValue): void {
  const { hook } = judging;
  if (!isObject(verdict)) throw badAnswer(hook, { en: 'objects as verdicts', zh: '对象形式的结果' });
  const { set = null, errors = null, warnings = null } = verdict;
  for (const issue of issuesOf(hook, errors)) change.refuse(issue);
  for (const issue of issuesOf(hook, warnings)) change.warn(issue);
  if (set === null) return;
  if (!isObject(set)) throw badAnswer(hook, { en: '"set", an object', zh: '“set”须为对象' });
  if (change.action === 'delete') throw badAnswer(hook, { en: 'no values for what is deleted', zh: '删除时不设置值' });
  setAll(judging, change, set);
}

/** Only what its manifest says it sets. */
function setAll({ ctx, hook, object, mayEdit }: Judging, change: HookedChange, set: JsonObject): void {
  for (const [name, value] of Object.entries(set)) {
    if (hook.hook.writes?.includes(name) !== true)
      throw badAnswer(hook, {
        en: `no value for "${name}", which the manifest does not say it sets`,
        zh: `不含“${name}”，清单未声明会设置该字段`,
      });
    if (mayEdit(name)) change.set(name, value);
    else {
      const label = ctx.catalog.object(object).fields[name]?.label ?? name;
      change.refuse({ path: name, code: 'forbidden_field', params: { label } });
    }
  }
}

/**
 * Fields it brought itself are the plugin's to fill, as those of a formula are; all others it sets with the rights of
 * whoever saves. Found out once for all records of a call.
 */
function editable(ctx: AccessContext, hook: PluginHook, object: string): (field: string) => boolean {
  const access = narrowAccess(ctx, hook.plugin);
  const known = new Map<string, boolean>();
  return (name) => {
    let may = known.get(name);
    if (may === undefined)
      known.set(name, (may = isOwnField(hook, object, name) || access.field(object, name) === 'edit'));
    return may;
  };
}

function isOwnField({ plugin }: PluginHook, object: string, name: string): boolean {
  return plugin.manifest.documents.some(
    (document) => document.kind === 'field' && document.object === object && document.name === name,
  );
}

function issuesOf(hook: PluginHook, given: JsonValue): Issue[] {
  if (given === null) return [];
  if (!Array.isArray(given)) throw badAnswer(hook, { en: 'errors as a list', zh: '以列表给出错误' });
  return given.slice(0, 50).map((each): Issue => {
    const message = isObject(each) ? (readLabel(each['message']) ?? readText(each['message'], 500)) : null;
    if (!isObject(each) || message === null)
      throw badAnswer(hook, { en: 'a message in each error', zh: '每个错误含有文字' });
    const code: ErrorCode = 'plugin_refused';
    return { path: readText(each['field'], 100) ?? '', code, params: { message } };
  });
}

function badAnswer({ plugin, hook }: PluginHook, expected: Label): StrataError {
  return new StrataError('plugin_bad_answer', {
    plugin: plugin.manifest.label,
    handler: `hook/${hook.name}`,
    expected,
  });
}

import {
  StrataError,
  partSettings,
  type CheckRule,
  type CompiledField,
  type Issue,
  type JsonObject,
  type JsonValue,
  type Label,
  type PluginPartKind,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { CheckedValue, ReadValue } from '../../model/write-hooks.ts';
import { callPlugin } from './call-plugin.ts';
import { isObject } from './host-api/host-call.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import { readLabel, readText } from './read-answer.ts';
import type { RunningPlugin } from './running-plugin.ts';

/** So many values are handed over in one call; more are handed over in several. */
const TOGETHER = 200;

/** Lets a check that a plugin brought judge values; where the plugin is switched off nothing is said. */
export async function checkValues(
  runtime: PluginRuntime,
  ctx: AccessContext,
  rule: Pick<CheckRule, 'validator' | 'settings' | 'message'>,
  field: CompiledField,
  values: readonly CheckedValue[],
): Promise<void> {
  const judge = judgeOf(runtime, ctx, 'validator', rule.validator, rule.settings);
  if (judge === null) return;
  await inLots(values, (lot) => {
    const told = { checks: lot.map(({ value, inputs }) => ({ value, inputs: { ...judge.inputs, ...inputs } })) };
    return ask(runtime, ctx, judge, { field, told, lot }, (verdict, of) => {
      const message = textOf(verdict);
      if (message === null)
        throw badAnswer(judge, { en: 'a text for each value that is wrong', zh: '为每个错误值给出文字' });
      of.refuse(failed(field, rule.message ?? message));
    });
  });
}

/** Lets the type that a plugin brought read values of a field; where the plugin is switched off they stay as they are. */
export async function readValues(
  runtime: PluginRuntime,
  ctx: AccessContext,
  field: CompiledField,
  values: readonly ReadValue[],
): Promise<void> {
  const judge = judgeOf(runtime, ctx, 'field_type', field.as ?? '', field.as_settings);
  if (judge === null) return;
  await inLots(values, (lot) => {
    const told = { values: lot.map(({ value }) => value) };
    return ask(runtime, ctx, judge, { field, told, lot }, (verdict, of) => {
      if (!isObject(verdict)) throw badAnswer(judge, { en: 'an object for each value', zh: '为每个值给出对象' });
      const { value = null, error = null } = verdict;
      if (error === null) return value === null ? undefined : of.set(value);
      const message = textOf(error);
      if (message === null) throw badAnswer(judge, { en: 'a text as "error"', zh: '“error”须为文字' });
      of.refuse(failed(field, message));
    });
  });
}

function failed({ name }: CompiledField, message: Label | string): Issue {
  return { path: name, code: 'check_failed', params: { message } };
}

/** Whose code judges, and with which settings. */
interface Judge {
  plugin: RunningPlugin;
  word: 'validator' | 'field_type';
  name: string;
  settings: JsonObject;
  /** What it may look at besides, all of it empty. */
  inputs: JsonObject;
  onError: 'refuse' | 'continue';
}

function judgeOf(
  { plugins }: PluginRuntime,
  { catalog }: AccessContext,
  part: Extract<PluginPartKind, 'validator' | 'field_type'>,
  name: string,
  given: JsonObject | undefined,
): Judge | null {
  const found = plugins.current.named.get(`${part} ${name}`);
  const document = catalog.pluginParts.get(name);
  if (found === undefined || document === undefined) return null;
  const declared = (part === 'validator' ? found.plugin.manifest.validators : found.plugin.manifest.field_types) ?? [];
  const onError = declared.find((each) => each.name === found.name)?.on_error ?? 'refuse';
  const inputs = Object.fromEntries((document.inputs ?? []).map((each) => [each.name, null]));
  return { ...found, word: part, settings: partSettings(document.form, given), inputs, onError };
}

interface Judged {
  refuse(issue: Issue): void;
}

/** What is asked about the values of one field. */
interface Question<Value extends Judged> {
  field: CompiledField;
  told: JsonObject;
  lot: readonly Value[];
}

/** Takes the verdicts, one for each value at the most, nothing being one too; where the code fails every value hears of it. */
async function ask<Value extends Judged>(
  runtime: PluginRuntime,
  ctx: AccessContext,
  judge: Judge,
  { field, told, lot }: Question<Value>,
  take: (verdict: JsonValue, of: Value) => void,
): Promise<void> {
  const { plugin, word, settings, onError } = judge;
  const { object, name, label, type } = field;
  const input: JsonObject = { field: { object, name, label: { ...label }, type }, settings, ...told };
  const call = { kind: 'before_hook', handler: `${word}/${judge.name}`, input, records: lot.length } as const;
  try {
    const answer = (await callPlugin(runtime, plugin, ctx, call)) ?? [];
    if (!Array.isArray(answer) || answer.length > lot.length)
      throw badAnswer(judge, { en: 'a list with a verdict for each value', zh: '与各值一一对应的结果列表' });
    answer.forEach((verdict, at) => verdict !== null && take(verdict, lot[at]!));
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    if (error.code !== 'plugin_refused' && onError === 'continue') return;
    for (const each of lot) each.refuse({ path: name, code: error.code, params: error.params });
  }
}

async function inLots<Value>(values: readonly Value[], work: (lot: readonly Value[]) => Promise<void>): Promise<void> {
  for (let at = 0; at < values.length; at += TOGETHER) await work(values.slice(at, at + TOGETHER));
}

function textOf(value: JsonValue): Label | string | null {
  return readLabel(value) ?? readText(value, 500);
}

function badAnswer({ plugin, word, name }: Judge, expected: Label): StrataError {
  return new StrataError('plugin_bad_answer', { plugin: plugin.manifest.label, handler: `${word}/${name}`, expected });
}

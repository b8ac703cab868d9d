import {
  StrataError,
  didYouMean,
  type ActionDocument,
  type ActionOutput,
  type JsonObject,
  type JsonValue,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { visibleIds } from '../../records/query/visible-ids.ts';
import type { Definitions } from '../../workflow/definitions.ts';
import { startForRecords } from '../../workflow/start/start-for-records.ts';
import { inForeground } from '../running/foreground.ts';
import { isObject } from '../running/host-api/host-call.ts';
import { narrowAccess } from '../running/narrow-access.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import { readLabel, readText } from '../running/read-answer.ts';
import { behind, formOf, offeredActions, offeredFor } from './offered-actions.ts';
import { readAnswers } from './read-answers.ts';

/** Records of one call; whoever chose more presses it for one lot after the other. */
export const MOST_RECORDS = 200;

export interface ActionWish {
  records: readonly string[];
  input: JsonObject;
}

/** What came of it. */
export interface ActionResult {
  /** Records for which it is done; 1 where it is about none. */
  done: number;
  errors: { record: string; error: StrataError }[];
  message: ActionOutput['message'] | null;
  open: ActionOutput['open'] | null;
}

/**
 * Does what a button says, for the chosen records together. Those for which it is not offered, or cannot be done, are
 * told one by one; of a single record that is thrown. Throws `unknown_action`, `too_many_records`, `invalid_input` too.
 */
export async function runAction(
  runtime: PluginRuntime,
  definitions: Definitions,
  ctx: AccessContext,
  name: string,
  wish: ActionWish,
): Promise<ActionResult> {
  const action = requireAction(runtime, ctx, name);
  const chosen = [...new Set(wish.records.map((record) => record.toLowerCase()))];
  requireNumber(action, chosen.length);
  const { values, issues } = await readAnswers(ctx, formOf(ctx, action), wish.input);
  if (issues.length > 0) throw StrataError.invalid(issues);
  const { records, errors } = await sort(runtime, ctx, action, chosen);
  if (chosen.length > 0 && records.length === 0) return { done: 0, errors, message: null, open: null };
  const result = await effect(runtime, definitions, ctx, action, records, values);
  const failed = new Set(result.errors.map(({ record }) => record));
  const done = action.object === undefined ? 1 : records.filter((record) => !failed.has(record)).length;
  return { ...result, done, errors: [...errors, ...result.errors] };
}

function requireAction(runtime: PluginRuntime, ctx: AccessContext, name: string): ActionDocument {
  const offered = offeredActions(runtime, ctx);
  const found = offered.find((action) => action.name === name);
  if (found !== undefined) return found;
  const suggestion = didYouMean(
    name,
    offered.map((action) => action.name),
  );
  throw new StrataError('unknown_action', { name, suggestion });
}

function requireNumber({ object, places, label }: ActionDocument, records: number): void {
  if (object === undefined ? records > 0 : records === 0)
    throw new StrataError(object === undefined ? 'action_about_no_record' : 'action_needs_records', { action: label });
  const most = places?.includes('list') === true ? MOST_RECORDS : 1;
  if (records > most) throw new StrataError('too_many_records', { max: most });
}

/** Those that can be seen, on which the button stands; and why not the others. */
async function sort(
  runtime: PluginRuntime,
  ctx: AccessContext,
  action: ActionDocument,
  chosen: readonly string[],
): Promise<{ records: string[]; errors: ActionResult['errors'] }> {
  if (action.object === undefined) return { records: [], errors: [] };
  const plugin = action.does.type === 'function' ? behind(runtime, action.does.function) : undefined;
  const looking = plugin === undefined ? ctx : { ...ctx, now: ctx.now, access: narrowAccess(ctx, plugin) };
  const visible = await visibleIds(looking, action.object, chosen);
  const seen = chosen.filter((record) => visible.has(record));
  const offered = await offeredFor(ctx, action, seen);
  const errors = chosen
    .filter((record) => !offered.has(record))
    .map((record) => ({
      record,
      error: visible.has(record)
        ? new StrataError('action_not_offered', { action: action.label })
        : new StrataError('record_not_found'),
    }));
  if (chosen.length === 1 && errors[0] !== undefined) throw errors[0].error;
  return { records: seen.filter((record) => offered.has(record)), errors };
}

async function effect(
  runtime: PluginRuntime,
  definitions: Definitions,
  ctx: AccessContext,
  action: ActionDocument,
  records: readonly string[],
  input: JsonObject,
): Promise<Omit<ActionResult, 'done'>> {
  const { does, object = null } = action;
  if (does.type === 'screen') throw new StrataError('action_opens_screen', { action: action.label });
  if (does.type === 'workflow') {
    const workflow = ctx.catalog.workflows.get(does.workflow)!;
    const results = Object.fromEntries(Object.entries(input).map(([name, value]) => [`input_${name}`, value]));
    await startForRecords(ctx, definitions, workflow, object!, records, results);
    return { errors: [], message: null, open: null };
  }
  const plugin = behind(runtime, does.function)!;
  const answer = await inForeground(runtime, plugin, ctx, {
    kind: 'action',
    word: 'action',
    name: does.function,
    input: { object, records: [...records], input },
    records: records.length,
    ...(object !== null && { object }),
  });
  return readOutput(answer, records);
}

/** Texts are shown as texts, and one is led only within the workspace or to an ordinary address. */
function readOutput(answer: JsonValue, records: readonly string[]): Omit<ActionResult, 'done'> {
  if (!isObject(answer)) return { message: null, open: null, errors: [] };
  const message = readLabel(answer['message']) ?? readText(answer['message'], 1_000);
  const given = Array.isArray(answer['errors']) ? answer['errors'] : [];
  const errors = given.slice(0, records.length).flatMap((each) => {
    const record = isObject(each) ? readText(each['record'], 100) : null;
    if (!isObject(each) || record === null || !records.includes(record)) return [];
    const words = readLabel(each['message']) ?? readText(each['message'], 500) ?? '';
    return [{ record, error: new StrataError('plugin_refused', { message: words }) }];
  });
  return { message, open: readOpen(answer['open']), errors };
}

function readOpen(open: JsonValue | undefined): ActionResult['open'] {
  if (!isObject(open)) return null;
  const [object, record] = [readText(open['object'], 100), readText(open['record'], 100)];
  if (object !== null && record !== null) return { object, record };
  const url = readText(open['url'], 2_000);
  return url !== null && URL.parse(url)?.protocol === 'https:' ? { url } : null;
}

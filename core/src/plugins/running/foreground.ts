import {
  StrataError,
  handlerKey,
  type ActionDeclaration,
  type ActionOutput,
  type CallKind,
  type HandlerWord,
  type JsonObject,
  type JsonValue,
} from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { AccessContext } from '../../access/access-profile.ts';
import { visibleIds } from '../../records/query/visible-ids.ts';
import { callPlugin } from './call-plugin.ts';
import { isObject } from './host-api/host-call.ts';
import { narrowAccess } from './narrow-access.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import { readLabel, readText } from './read-answer.ts';
import type { RunningPlugin } from './running-plugin.ts';

const MOST_RECORDS = 200;

/** Calls one of a plugin's functions for whoever asks. Throws `unknown_plugin`, `unknown_plugin_part`, `forbidden`. */
export async function callFunction(
  runtime: PluginRuntime,
  ctx: AccessContext,
  id: string,
  name: string,
  input: JsonValue,
): Promise<JsonValue> {
  const plugin = runtime.plugins.require(id);
  const declared = plugin.manifest.functions?.find((each) => each.name === name);
  if (declared === undefined) throw unknownPart(plugin, 'function', name);
  const { roles = [] } = declared;
  const may = roles === '*' || ctx.access.right('configure') || ctx.actor.roles.some((role) => roles.includes(role));
  if (!may) throw new StrataError('forbidden', { verb: { en: 'call', zh: '调用' }, object: declared.label });
  return inForeground(runtime, plugin, ctx, { kind: 'function', word: 'function', name, input });
}

/** Buttons that plugins offer on records of an object. */
export function offeredActions(
  runtime: PluginRuntime,
  ctx: AccessContext,
  object: string,
): { plugin: string; action: ActionDeclaration }[] {
  return [...runtime.plugins.current.byId.values()].flatMap((plugin) =>
    (plugin.manifest.actions ?? [])
      .filter(
        (action) => action.object === object && narrowAccess(ctx, plugin).permission(object, 'read').kind !== 'no',
      )
      .map((action) => ({ plugin: plugin.id, action })),
  );
}

/** Does what a button says, with the chosen records as far as whoever presses it may see them. */
export async function callAction(
  runtime: PluginRuntime,
  ctx: AccessContext,
  id: string,
  name: string,
  wish: { object: string; records: string[]; input: JsonObject },
): Promise<ActionOutput> {
  const plugin = runtime.plugins.require(id);
  const declared = plugin.manifest.actions?.find((each) => each.name === name && each.object === wish.object);
  if (declared === undefined) throw unknownPart(plugin, 'action', name);
  if (wish.records.length > (declared.bulk === true ? MOST_RECORDS : 1))
    throw new StrataError('too_many_records', { max: declared.bulk === true ? MOST_RECORDS : 1 });
  const narrowed = { ...ctx, now: ctx.now, access: narrowAccess(ctx, plugin) };
  const visible = await visibleIds(narrowed, wish.object, wish.records);
  if (wish.records.some((record) => !visible.has(record.toLowerCase()))) throw new StrataError('record_not_found');
  const input = requireAnswers(declared, wish.input);
  const answer = await inForeground(runtime, plugin, ctx, {
    kind: 'action',
    word: 'action',
    name,
    input: { object: wish.object, records: wish.records, input },
    object: wish.object,
  });
  return actionOutput(answer);
}

interface ForegroundCall {
  kind: Extract<CallKind, 'function' | 'action' | 'endpoint' | 'step'>;
  word: HandlerWord;
  name: string;
  input: JsonValue;
  object?: string;
  depth?: number;
}

/** A call somebody waits for; its row lets what it changes be found, and keeps its failure. */
export async function inForeground(
  runtime: PluginRuntime,
  plugin: RunningPlugin,
  ctx: AccessContext,
  { kind, word, name, input, object, depth = 0 }: ForegroundCall,
): Promise<JsonValue> {
  const run = v7();
  await runtime.database.query(
    `insert into core.plugin_run (id, plugin, version, kind, handler, status, attempt, depth, actor, object)
     values ($1, $2, $3, $4, $5, 'running', 1, $6, $7, $8)`,
    [run, plugin.id, plugin.version, kind, name, depth, ctx.actor.userId, object ?? null],
    'plugin_foreground',
  );
  const began = performance.now();
  let error: unknown = null;
  try {
    return await callPlugin(runtime, plugin, ctx, { kind, handler: handlerKey(word, name), input, run, depth });
  } catch (failure) {
    const told = failure instanceof StrataError ? failure : new StrataError('internal');
    error = { code: told.code, params: told.params };
    throw failure;
  } finally {
    await runtime.database.query(
      `update core.plugin_run set status = $2, error = $3::jsonb, wall_ms = $4, ended_at = now() where id = $1`,
      [
        run,
        error === null ? 'done' : 'failed',
        error === null ? null : JSON.stringify(error),
        performance.now() - began,
      ],
      'plugin_foreground_end',
    );
  }
}

function requireAnswers({ input: form = [] }: ActionDeclaration, given: JsonObject): JsonObject {
  const issues = form
    .filter(({ name, required }) => required === true && (given[name] ?? '') === '')
    .map(({ name, label }) => ({ path: `input.${name}`, code: 'required' as const, params: { label } }));
  if (issues.length > 0) throw StrataError.invalid(issues);
  return Object.fromEntries(form.map(({ name }) => [name, given[name] ?? null]));
}

/** Texts are shown as texts, and one is led only within the workspace or to an ordinary address. */
function actionOutput(answer: JsonValue): ActionOutput {
  if (!isObject(answer)) return {};
  const message = readLabel(answer['message']) ?? readText(answer['message'], 1_000);
  const { open } = answer;
  const output: ActionOutput = message === null ? {} : { message };
  if (!isObject(open)) return output;
  const [object, record, url] = [
    readText(open['object'], 100),
    readText(open['record'], 100),
    readText(open['url'], 2_000),
  ];
  if (object !== null && record !== null) return { ...output, open: { object, record } };
  return url !== null && URL.parse(url)?.protocol === 'https:' ? { ...output, open: { url } } : output;
}

export function unknownPart(plugin: RunningPlugin, kind: string, name: string): StrataError {
  return new StrataError('unknown_plugin_part', { plugin: plugin.manifest.label, kind, name });
}

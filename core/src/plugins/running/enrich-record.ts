import {
  StrataError,
  describeError,
  fieldType,
  sameJson,
  type CompiledField,
  type EnrichAnswer,
  type EnricherDeclaration,
  type JsonObject,
  type JsonValue,
  type Label,
  type Proposal,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { isProposable } from '../../model/part-problems.ts';
import { getRecord } from '../../records/get-record.ts';
import { inForeground } from './foreground.ts';
import { isObject } from './host-api/host-call.ts';
import { narrowAccess } from './narrow-access.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import { readLabel, readText } from './read-answer.ts';
import type { RunningPlugin } from './running-plugin.ts';

/** So many values one source may propose for a record. */
const MOST_VALUES = 100;

interface Source {
  name: string;
  plugin: RunningPlugin;
  declared: EnricherDeclaration;
}

/**
 * Asks sources what they know of a record, for whoever looks at it: told what both he and the plugin may read, about
 * fields he may edit. Nothing is changed. One source that fails does not keep others from answering.
 */
export async function enrichRecord(
  runtime: PluginRuntime,
  ctx: AccessContext,
  { object, id, names }: { object: string; id: string; names: readonly string[] | undefined },
): Promise<EnrichAnswer> {
  // Whether he may see the record at all is said before anybody hears of it.
  await getRecord(ctx, object, id, { fields: ['id'] });
  const sources = sourcesFor(runtime, ctx, object).filter(({ name }) => names?.includes(name) ?? true);
  const answers = await Promise.all(sources.map((source) => askSource(runtime, ctx, source, id)));
  return { proposals: answers.flatMap((each) => each.proposals), problems: answers.flatMap((each) => each.problems) };
}

function sourcesFor({ plugins }: PluginRuntime, { catalog }: AccessContext, object: string): Source[] {
  return (catalog.model.enrichers ?? [])
    .filter((each) => each.object === object)
    .flatMap(({ name }): Source[] => {
      const found = plugins.current.named.get(`enricher ${name}`);
      const declared = found?.plugin.manifest.enrichers?.find((each) => each.name === found.name);
      return found === undefined || declared === undefined ? [] : [{ name, plugin: found.plugin, declared }];
    });
}

async function askSource(
  runtime: PluginRuntime,
  ctx: AccessContext,
  source: Source,
  id: string,
): Promise<EnrichAnswer> {
  const { name, plugin, declared } = source;
  const fields = proposable(ctx, declared);
  if (fields.length === 0) return { proposals: [], problems: [] };
  try {
    const answer = await inForeground(runtime, plugin, ctx, {
      kind: 'enricher',
      word: 'enricher',
      name: declared.name,
      input: { object: declared.object, record: await toldOf(ctx, source, id) },
      object: declared.object,
    });
    const { data } = await getRecord(ctx, declared.object, id, { fields: fields.map((field) => field.name) });
    return { proposals: proposalsOf(ctx, source, { fields, current: data as JsonObject, answer }), problems: [] };
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    const message = describeError(ctx.locale, error.code, error.params);
    return { proposals: [], problems: [{ enricher: name, code: error.code, message }] };
  }
}

/** Fields that whoever asks may edit, of those the plugin says it proposes values for. */
function proposable(ctx: AccessContext, { object, fields }: EnricherDeclaration): CompiledField[] {
  if (ctx.access.permission(object, 'update').kind === 'no') return [];
  const known = ctx.catalog.object(object).fields;
  return fields.flatMap((name) => {
    const field = Object.hasOwn(known, name) ? known[name] : undefined;
    if (field === undefined || field.archived === true || !isProposable(field)) return [];
    return ctx.access.field(object, name) === 'edit' ? [field] : [];
  });
}

/** What both he and the plugin may read of it. */
async function toldOf(ctx: AccessContext, { plugin, declared }: Source, id: string): Promise<JsonObject> {
  const access = narrowAccess(ctx, plugin);
  const fields = declared.reads.filter((name) => {
    const permission = access.field(declared.object, name);
    return permission === 'read' || permission === 'edit';
  });
  const { data } = await getRecord({ ...ctx, now: ctx.now, access }, declared.object, id, {
    fields: ['id', ...fields],
  });
  return data as JsonObject;
}

interface Told {
  fields: readonly CompiledField[];
  current: JsonObject;
  answer: JsonValue;
}

function proposalsOf(ctx: AccessContext, source: Source, { fields, current, answer }: Told): Proposal[] {
  if (answer === null) return [];
  if (!Array.isArray(answer)) throw badAnswer(source, { en: 'a list of proposed values', zh: '建议值列表' });
  return answer.slice(0, MOST_VALUES).flatMap((each): Proposal[] => {
    const told = isObject(each) ? textsOf(each['source']) : null;
    if (!isObject(each) || told === null)
      throw badAnswer(source, { en: 'a source for each value', zh: '每个值都须注明来源' });
    const field = fields.find(({ name }) => name === each['field']);
    const value = field === undefined ? null : readValue(ctx, field, each['value'] ?? null);
    // What he may not edit, what is no value of the field and what is there already is nothing to decide about.
    if (field === undefined || value === null || sameJson(value, current[field.name] ?? null)) return [];
    const { name: enricher } = source;
    const from = { source: told, url: addressOf(each['url']), note: textsOf(each['note']) };
    return [{ enricher, field: field.name, value, current: current[field.name] ?? null, ...from }];
  });
}

function readValue(ctx: AccessContext, field: CompiledField, value: JsonValue): JsonValue {
  if (value === null || value === '') return null;
  const { currency, phone_country } = ctx.catalog.model.workspace;
  const about = { locale: ctx.locale, time_zone: ctx.actor.timeZone, currency, phone_country };
  const parsed = fieldType(field.type).parse(value, field, about);
  return parsed.ok ? parsed.value : null;
}

function textsOf(value: JsonValue | undefined): Label | null {
  const text = readText(value, 500);
  return readLabel(value) ?? (text === null ? null : { en: text, zh: text });
}

/** Only where a click can do no harm. */
function addressOf(value: JsonValue | undefined): string | null {
  const text = readText(value, 2_000);
  return text !== null && URL.canParse(text) && new URL(text).protocol === 'https:' ? text : null;
}

function badAnswer({ plugin, declared }: Source, expected: Label): StrataError {
  const handler = `enricher/${declared.name}`;
  return new StrataError('plugin_bad_answer', { plugin: plugin.manifest.label, handler, expected });
}

import {
  StrataError,
  describeError,
  didYouMean,
  fieldType,
  type CompiledField,
  type Issue,
  type JsonObject,
  type JsonValue,
  type Label,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import { checkValues, readValues } from './value-judges.ts';

/** What a check or a type of field says of a value. */
export interface PartTrial {
  /** As it would be kept. */
  value: JsonValue;
  /** Why it is not right; null: it is. */
  error: Label | null;
}

/** Lets a check or a type that a plugin brought judge a value of no record. Throws `unknown_part`. */
export async function tryPart(
  runtime: PluginRuntime,
  ctx: AccessContext,
  name: string,
  { value: written, settings }: { value: string; settings: JsonObject },
): Promise<PartTrial> {
  const part = ctx.catalog.pluginParts.get(name);
  if (part?.part !== 'validator' && part?.part !== 'field_type')
    throw new StrataError('unknown_part', { name, suggestion: didYouMean(name, judges(ctx)) });
  const field: CompiledField = {
    kind: 'field',
    id: '',
    object: '',
    name: 'value',
    label: part.label,
    system: false,
    origin: '',
    ...part.preset,
    type: part.base ?? part.types?.[0] ?? 'text',
    as: name,
    as_settings: settings,
  };
  const { currency, phone_country } = ctx.catalog.model.workspace;
  const about = { locale: ctx.locale, time_zone: ctx.actor.timeZone, currency, phone_country };
  const parsed = fieldType(field.type).fromText(written, field, about);
  if (!parsed.ok) return { value: written, error: wordsOf({ path: '', code: parsed.code, params: parsed.params }) };
  const told: PartTrial = { value: parsed.value, error: null };
  const refuse = (issue: Issue): void => void (told.error ??= wordsOf(issue));
  if (part.part === 'validator')
    await checkValues(runtime, ctx, { validator: name, settings }, field, [{ value: told.value, inputs: {}, refuse }]);
  else await readValues(runtime, ctx, field, [{ value: told.value, refuse, set: (kept) => void (told.value = kept) }]);
  return told;
}

function judges({ catalog }: AccessContext): string[] {
  return [...catalog.pluginParts.values()].flatMap(({ part, name }) =>
    part === 'validator' || part === 'field_type' ? [name] : [],
  );
}

function wordsOf({ code, params }: Issue): Label {
  return { en: describeError('en', code, params), zh: describeError('zh', code, params) };
}

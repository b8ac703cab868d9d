import {
  StrataError,
  chosenPart,
  fittingValue,
  partNameOf,
  stepKind,
  type JsonValue,
  type SettingType,
  type WorkflowStep,
} from '@stratacrm/sdk';
import type { RunValues } from '../advance/values.ts';
import { requiredSetting, textSetting } from './settings.ts';
import type { StepEngine, StepResult } from './step-engine.ts';

/** Kind of the deliveries that are steps of plugins; `plugins` carries them. */
export const PLUGIN_STEP = 'plugin_step';

/** A step of a plugin as a run wishes it. */
export interface PluginStepWish {
  /** null: the step is known by the name that other documents have for it. */
  plugin: string | null;
  step: string;
  settings: JsonValue;
  record: { object: string; id: string } | null;
  run: string;
  actor: string | null;
  roles: string[];
  depth: number;
}

/** A plugin's id may be that of a scoped package: `@example/flights/award_points`. */
const STEP = /^((?:@[^/]+\/)?[^/]+)\/([^/]+)$/;

const SHOWN = 10_000;

export const runPlugin: StepEngine = async ({ step, values, delivered, run, ctx }) => {
  if (delivered !== null) return answered(step, delivered.response);
  const source = recordOf(step, run.record_id !== null);
  const { value, type } = source === '' ? { value: null, type: null } : await values.evaluate(source);
  const object = (type as { object?: string } | null)?.object;
  const wish: PluginStepWish = {
    ...codeOf(step),
    settings: await settingsOf(step, values),
    record: typeof value === 'string' && object !== undefined ? { object, id: value } : null,
    run: run.id,
    actor: ctx.actor.userId,
    roles: [...ctx.actor.roles],
    depth: run.depth,
  };
  return {
    kind: 'deliver',
    wish: {
      kind: PLUGIN_STEP,
      payload: wish as unknown as JsonValue,
      target: wish.plugin ?? wish.step,
      sample: null,
      tries: 4,
    },
  };
};

/** Where the step says nothing it is about the record of the run; emptied, about none. */
function recordOf(step: WorkflowStep, hasRecord: boolean): string {
  return step.settings['record'] === undefined && hasRecord ? 'record' : textSetting(step, 'record');
}

/** The way out and the results that the plugin tells, each as the step declares it. */
function answered(step: WorkflowStep, response: JsonValue): StepResult {
  const answer = JSON.stringify(response ?? null).slice(0, SHOWN);
  const results: { [name: string]: JsonValue } = { [`${step.id}_answer`]: answer };
  const chosen = chosenPart(step.settings['step']);
  if (chosen === null) return { kind: 'done', results, output: response };
  const told = isObject(response) ? response : {};
  const given = isObject(told['results']) ? told['results'] : {};
  for (const { name, type } of chosen.results ?? []) results[`${step.id}_${name}`] = fittingValue(given[name], type);
  return { kind: 'done', results, output: response, outcome: outcomeOf(step, told['outcome'] ?? null) };
}

function outcomeOf(step: WorkflowStep, told: JsonValue): string {
  const outcome = typeof told === 'string' ? told : 'done';
  if (
    stepKind(step.type)
      ?.outcomes(step)
      .some(({ name }) => name === outcome) === true
  )
    return outcome;
  throw new StrataError('unknown_outcome', { step: step.id, outcome: outcome.slice(0, 100) });
}

/** Whose code it is, and which: by the name of the part, or as it is written by hand. */
function codeOf(step: WorkflowStep): Pick<PluginStepWish, 'plugin' | 'step'> {
  const part = partNameOf(step.settings['step']);
  if (part !== null) return { plugin: null, step: part };
  const [, plugin = '', name = ''] = STEP.exec(requiredSetting(step, 'step')) ?? [];
  if (plugin === '') throw new StrataError('unknown_plugin', { name: requiredSetting(step, 'step') });
  return { plugin, step: name };
}

/** Its own form with expressions worked out; of a step written by hand, its input. */
async function settingsOf(step: WorkflowStep, values: RunValues): Promise<JsonValue> {
  const chosen = chosenPart(step.settings['step']);
  if (chosen === null) return read(await values.fill(textSetting(step, 'input')));
  const settings: { [name: string]: JsonValue } = {};
  for (const setting of chosen.settings ?? [])
    settings[setting.name] = await valueOf(
      setting.type,
      step.settings[setting.name] ?? setting.default ?? null,
      values,
    );
  return settings;
}

async function valueOf(type: SettingType, given: JsonValue, values: RunValues): Promise<JsonValue> {
  if (given === null || given === '') return null;
  switch (type) {
    case 'value':
    case 'condition':
    case 'record':
    case 'moment':
    case 'list':
      return (await values.evaluate(String(given))).value;
    case 'template':
      return values.fill(String(given));
    case 'values':
    case 'expressions':
      return values.record(given);
    default:
      return given;
  }
}

function isObject(value: JsonValue | undefined): value is { [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON where it is some, else the text. */
function read(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

import { StrataError, type JsonValue } from '@stratacrm/sdk';
import { requiredSetting, textSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

/** Kind of the deliveries that are steps of plugins; `plugins` carries them. */
export const PLUGIN_STEP = 'plugin_step';

/** A step of a plugin as a run wishes it. */
export interface PluginStepWish {
  plugin: string;
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
  if (delivered !== null) {
    const answer = JSON.stringify(delivered.response ?? null).slice(0, SHOWN);
    return { kind: 'done', results: { [`${step.id}_answer`]: answer }, output: delivered.response };
  }
  const [, plugin = '', name = ''] = STEP.exec(requiredSetting(step, 'step')) ?? [];
  if (plugin === '') throw new StrataError('unknown_plugin', { name: requiredSetting(step, 'step') });
  const source = textSetting(step, 'record');
  const { value, type } = source === '' ? { value: null, type: null } : await values.evaluate(source);
  const object = (type as { object?: string } | null)?.object;
  const wish: PluginStepWish = {
    plugin,
    step: name,
    settings: read(await values.fill(textSetting(step, 'input'))),
    record: typeof value === 'string' && object !== undefined ? { object, id: value } : null,
    run: run.id,
    actor: ctx.actor.userId,
    roles: [...ctx.actor.roles],
    depth: run.depth,
  };
  return {
    kind: 'deliver',
    wish: { kind: PLUGIN_STEP, payload: wish as unknown as JsonValue, sample: null, tries: 4 },
  };
};

/** JSON where it is some, else the text. */
function read(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

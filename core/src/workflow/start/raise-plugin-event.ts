import { chosenPart, fittingValue, partNameOf, sampleValues, type JsonValue } from '@stratacrm/sdk';
import type { Engine } from '../engine.ts';
import { startFromOutside } from './start-from-outside.ts';

/** An event of a plugin. */
export interface PluginEvent {
  /** Its name, with the short prefix of the plugin: `air:flight_delayed`. */
  name: string;
  /** The name by which other documents know it: `air__flight_delayed_event`. */
  part?: string | undefined;
  payload: JsonValue;
  /** The record it is about. */
  record?: { object: string; id: string };
  /** Tells an event that is raised twice. */
  key?: string;
}

/** Begins every workflow that waits for the event; answers with their runs. Whoever raises it has looked at the plugin's rights. */
export async function raisePluginEvent(
  engine: Pick<Engine, 'database' | 'definitions' | 'model'>,
  { name, part, payload, record, key }: PluginEvent,
): Promise<string[]> {
  const { database, definitions, model } = engine;
  const waiting = [...(await model.refresh()).workflows.values()].filter(
    ({ active, trigger: { type, settings } }) =>
      active &&
      type === 'plugin_event' &&
      isMeant(settings['event'], name, part) &&
      (settings['object'] === undefined || settings['object'] === record?.object),
  );
  return database.transaction(async (tx) => {
    const runs: string[] = [];
    for (const workflow of waiting) {
      const results = told(workflow.trigger.settings, payload);
      const occasion = key === undefined ? null : `event ${name} ${key}`;
      const about = workflow.trigger.settings['object'] === undefined ? null : (record ?? null);
      const run = await startFromOutside(tx, definitions, { workflow, record: about, results, occasion });
      if (run !== null) runs.push(run);
    }
    return runs;
  });
}

function isMeant(event: JsonValue | undefined, name: string, part: string | undefined): boolean {
  return event === name || (part !== undefined && partNameOf(event) === part);
}

/** What it tells, under the names that steps have for it. */
function told(settings: { [name: string]: JsonValue }, payload: JsonValue): { [name: string]: JsonValue } {
  const event = chosenPart(settings['event']);
  if (event === null) return sampleValues('payload', settings['sample'], payload);
  const given = typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? payload : {};
  const values = (event.results ?? []).map(({ name, type }) => [`payload_${name}`, fittingValue(given[name], type)]);
  return Object.fromEntries(values) as { [name: string]: JsonValue };
}

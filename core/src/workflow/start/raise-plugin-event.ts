import { sampleValues, type JsonValue } from '@stratacrm/sdk';
import type { Engine } from '../engine.ts';
import { startFromOutside } from './start-from-outside.ts';

/** An event of a plugin. */
export interface PluginEvent {
  /** Its name, with the short prefix of the plugin: `air:flight_delayed`. */
  name: string;
  payload: JsonValue;
  /** The record it is about. */
  record?: { object: string; id: string };
  /** Tells an event that is raised twice. */
  key?: string;
}

/** Begins every workflow that waits for the event; answers with their runs. Whoever raises it has looked at the plugin's rights. */
export async function raisePluginEvent(
  engine: Pick<Engine, 'database' | 'definitions' | 'model'>,
  { name, payload, record, key }: PluginEvent,
): Promise<string[]> {
  const { database, definitions, model } = engine;
  const waiting = [...(await model.refresh()).workflows.values()].filter(
    ({ active, trigger: { type, settings } }) =>
      active &&
      type === 'plugin_event' &&
      settings['event'] === name &&
      (record === undefined || (settings['object'] ?? record.object) === record.object),
  );
  return database.transaction(async (tx) => {
    const runs: string[] = [];
    for (const workflow of waiting) {
      const results = sampleValues('payload', workflow.trigger.settings['sample'], payload);
      const occasion = key === undefined ? null : `event ${name} ${key}`;
      const about = workflow.trigger.settings['object'] === undefined ? null : (record ?? null);
      const run = await startFromOutside(tx, definitions, { workflow, record: about, results, occasion });
      if (run !== null) runs.push(run);
    }
    return runs;
  });
}

import { takeTransitions } from '../process/take-transitions.ts';
import { askPlugins } from './ask-plugins.ts';
import { applyDefaultRules } from './default-rules.ts';
import { soundEdits, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

/** Code that may set values before they are validated. It is given the whole batch and changes `after`. */
export interface BeforeHook {
  name: string;
  run(batch: WriteBatch, writes: readonly Write[]): Promise<void>;
}

/** In this order. Plugins follow, so that code has the last word over configuration. */
export const BEFORE_HOOKS: readonly BeforeHook[] = [
  { name: 'transitions', run: takeTransitions },
  { name: 'default rules', run: applyDefaultRules },
];

/** No transaction is open while they run. */
export const beforeHooks: WriteStage = {
  name: 'before hooks',
  async run(batch) {
    for (const hook of BEFORE_HOOKS) await hook.run(batch, soundEdits(batch));
    await askPlugins(batch);
  },
};

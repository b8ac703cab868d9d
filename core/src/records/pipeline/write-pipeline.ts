import { guardLocks } from '../locks/guard-locks.ts';
import { authoriseFields } from './authorise-fields.ts';
import { authoriseObject } from './authorise-object.ts';
import { authoriseResult } from './authorise-result.ts';
import { beforeHooks } from './before-hooks.ts';
import { checkFieldTerms } from './check-field-terms.ts';
import { checkReferences } from './check-references.ts';
import { computeFormulas } from './compute-formulas.ts';
import { drawNumbers } from './draw-numbers.ts';
import { fillDefaults } from './fill-defaults.ts';
import { followDeletes } from './follow-deletes.ts';
import { followRestores } from './follow-restores.ts';
import { foreseeTaken } from './foresee-taken.ts';
import { guardProcess } from './guard-process.ts';
import { askChecks, readPluginTypes } from './judge-values.ts';
import { keepClocks } from './keep-clocks.ts';
import { keepHidden } from './keep-hidden.ts';
import { loadCurrent } from './load-current.ts';
import { noteChanges } from './note-changes.ts';
import { observeRules } from './observe-rules.ts';
import { bringUp, ownedLists, withOwned } from './owned-lists.ts';
import { convertAmounts, parseValues } from './parse-values.ts';
import { refuseRepeats } from './refuse-repeats.ts';
import { requestMoves } from './request-moves.ts';
import { storeWrites } from './store-writes.ts';
import { takeFiles } from './take-files.ts';
import { tellListeners } from './tell-listeners.ts';
import { validate } from './validate.ts';
import type { WriteBatch, WriteStage } from './write-batch.ts';
import { isSound } from './write-batch.ts';

/**
 * What happens to every write, whoever asks and however many there are, in this order. The order is public contract.
 * Hooks and rules run before any transaction is open; the store finds out whether the records have moved on meanwhile,
 * and then everything is looked at again.
 */
export const WRITE_STAGES: readonly WriteStage[] = [
  authoriseObject,
  refuseRepeats,
  parseValues,
  convertAmounts,
  authoriseFields,
  loadCurrent,
  guardLocks,
  keepHidden,
  fillDefaults,
  beforeHooks,
  readPluginTypes,
  takeFiles,
  ownedLists(() => CHECKING_STAGES),
  computeFormulas,
  checkFieldTerms,
  validate,
  askChecks,
  guardProcess,
  keepClocks,
  checkReferences,
  authoriseResult,
  noteChanges,
  followDeletes,
  followRestores,
  drawNumbers,
  storeWrites,
  requestMoves,
  observeRules,
  tellListeners,
];

/** Those that only look; what belongs to the records goes through them by itself. */
const CHECKING_STAGES = WRITE_STAGES.filter((stage) => stage.effect !== true);

/** Runs the stages; those with an effect only while there is something to write. */
export async function runStages(batch: WriteBatch, dryRun: boolean): Promise<void> {
  for (const stage of WRITE_STAGES) {
    if (stage.effect === true && dryRun) return foresee(batch);
    if (stage.effect === true && !mayWrite(batch)) return;
    const whole = stage.effect === true && stage.whole !== true ? withOwned(batch) : [batch];
    for (const each of whole) await stage.run(each);
  }
}

async function foresee(batch: WriteBatch): Promise<void> {
  await foreseeTaken(batch);
  for (const owned of batch.owned) {
    await foresee(owned.batch);
    bringUp(owned);
  }
}

function mayWrite({ writes, mode }: WriteBatch): boolean {
  return mode === 'all' ? writes.every(isSound) : writes.some(isSound);
}

import type { ActionAnswer, JsonValue, OfferedAction } from '@stratacrm/sdk';
import { runAction } from '../api/actions.ts';
import { ApiProblem } from '../api/problem.ts';

/** Records that are handed over in one request. */
const LOT = 200;

/** One lot after the other. Of several lots one that is refused as a whole is told for each of its records. */
export async function runLots(
  { name }: Pick<OfferedAction, 'name'>,
  records: readonly string[],
  input: { [name: string]: JsonValue },
  progress: (done: number) => void,
): Promise<ActionAnswer> {
  if (records.length <= LOT) return runAction(name, records, input);
  const all: ActionAnswer = { done: 0, errors: [], message: null, open: null };
  for (let at = 0; at < records.length; at += LOT) {
    const lot = records.slice(at, at + LOT);
    const answer = await runAction(name, lot, input).catch((error: unknown) => refusedLot(error, lot));
    all.done += answer.done;
    all.errors.push(...answer.errors);
    all.open ??= answer.open;
    progress(Math.min(at + LOT, records.length));
  }
  return all;
}

/** What is wrong with the form is wrong for every lot. */
function refusedLot(error: unknown, lot: readonly string[]): ActionAnswer {
  if (!(error instanceof ApiProblem) || error.errors.length > 0) throw error;
  const message = error.detail || error.title;
  return {
    done: 0,
    errors: lot.map((record) => ({ record, code: error.code, message })),
    message: null,
    open: null,
  };
}

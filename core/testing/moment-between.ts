import { setTimeout as wait } from 'node:timers/promises';

/** A moment after all that was written and before all that will be: times of the database are finer than those of JavaScript. */
export async function momentBetween(): Promise<string> {
  await wait(2);
  const moment = new Date().toISOString();
  await wait(2);
  return moment;
}

import { setTimeout } from 'node:timers/promises';

/**
 * Restricted searches that the index leads past hidden records are answered at whole multiples of this. Most take less than one:
 * what of their time is due to hidden records then shows in no answer; of longer ones it shows coarsely (Köpf and Dürmuth, A
 * provably secure and efficient countermeasure against timing attacks, 2009).
 */
const STEP_MS = 20;

interface Clock {
  now(): number;
  wait(milliseconds: number): Promise<unknown>;
}

const CLOCK: Clock = { now: () => performance.now(), wait: (milliseconds) => setTimeout(milliseconds) };

/** Answers, or fails, when the step is over in which the work was done. */
export async function held<Answer>(work: () => Promise<Answer>, clock = CLOCK): Promise<Answer> {
  const began = clock.now();
  try {
    return await work();
  } finally {
    const taken = clock.now() - began;
    await clock.wait(Math.ceil(taken / STEP_MS) * STEP_MS - taken);
  }
}

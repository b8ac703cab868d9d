import type { Engine } from './engine.ts';
import { lookFirst } from './processes/first-look.ts';
import { ringTimers } from './processes/ring.ts';
import { sweepLinks } from './people/decision-link.ts';
import { forgetOccasions, startWhatIsDue } from './start/on-schedule.ts';
import { takeUpLostTokens } from './sweep.ts';

const LOOK_MS = 20_000;

/** Looks three times a minute at what is due by the clock. Answers with the way to stop. */
export function startWorkflowClock(engine: Engine): () => Promise<void> {
  let looking: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    looking = look(engine).finally(() => (busy = false));
  }, LOOK_MS).unref();
  return () => {
    clearInterval(timer);
    return looking;
  };
}

async function look(engine: Engine): Promise<void> {
  try {
    await startWhatIsDue(engine, new Date());
    await takeUpLostTokens(engine);
    await lookFirst(engine);
    await ringTimers(engine, new Date());
    await forgetOccasions(engine.database);
    await sweepLinks(engine.database);
  } catch (error) {
    engine.log.warn('The clock of the workflows could not be read; it is tried again', { error });
  }
}

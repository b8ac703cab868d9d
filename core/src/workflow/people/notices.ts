import type { Engine } from '../engine.ts';
import { announceWork } from '../../records/live/work-channel.ts';
import { concernedBy } from './concerned-people.ts';
import type { TaskNotice } from './notice-job.ts';

/** Tells people of a task: their screens at once, and by mail whom it is asked of. */
export async function tellPeople(engine: Engine, notice: TaskNotice): Promise<void> {
  const { database } = engine;
  await announceWork(database, await concernedBy(database, [notice.task]));
}

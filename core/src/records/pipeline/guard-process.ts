import type { Issue, ProcessDocument } from '@stratacrm/sdk';
import { chooseWay, noWay } from '../process/obstacles.ts';
import { waysLeft } from '../process/take-transitions.ts';
import { listed, moves, prepareWays, processesOf, stageLabel, waysOf } from '../process/ways.ts';
import { isEmpty, soundEdits, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

/** A record moves from stage to stage only as its process allows, and begins where it says. */
export const guardProcess: WriteStage = {
  name: 'process guards',
  async run(batch) {
    const processes = processesOf(batch.object);
    if (processes.length === 0) return;
    // What one process refuses is no reason to keep silent about another.
    const sound = soundEdits(batch);
    for (const process of processes) await guardOne(batch, process, sound);
  },
};

async function guardOne(batch: WriteBatch, process: ProcessDocument, writes: readonly Write[]): Promise<void> {
  for (const write of writes) write.issues.push(...beginningIssues(batch, process, write));
  const ways = waysOf(batch, process);
  if (ways.length === 0) return;
  const moving = writes.filter((write) => moves(process, write));
  await prepareWays(batch, ways, moving);
  for (const write of moving) {
    const choice = chooseWay(batch, process, waysLeft(batch, process, write, ways), write);
    write.issues.push(...(choice?.issues ?? [noWay(batch, process, ways, write)]));
  }
}

function beginningIssues({ object }: WriteBatch, { field, enter = [] }: ProcessDocument, write: Write): Issue[] {
  const stage = write.after[field];
  if (write.action !== 'create' || enter.length === 0 || isEmpty(stage) || enter.includes(String(stage))) return [];
  const params = {
    stage: stageLabel(object, field, String(stage)),
    stages: listed(enter.map((each) => stageLabel(object, field, each))),
  };
  return [{ path: field, code: 'stage_not_for_beginning', params }];
}
